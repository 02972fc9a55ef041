"""A department, unit, branch, school or social organization (单位)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many, to_one
from schema.enums import OrganizationKind
from schema.node import Node


@strawberry.type(description="A department, unit, party branch, school or social organization (单位).")
class Organization(Node):
    MODEL: ClassVar[type[model.Node]] = model.Organization
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    kind: OrganizationKind = strawberry.field(description="What it is (类型).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    parent = to_one(along("PART_OF", "Organization"), description="The organization that it is part of (上级单位).")
    children = to_many(
        against("PART_OF", "Organization"), description="The organizations that are part of it (下级单位)."
    )
    lines = to_many(along("IN_LINE", "Line"), description="The lines that it belongs to (所属条线).")
    members = to_many(against("MEMBER_OF", "Volunteer"), description="Its members (成员).")
    claims = to_many(along("CLAIMS", "Segment"), description="The segments that it has claimed (认领的路段).")

"""People who serve together (志愿服务队)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.edges import against, along, to_many
from schema.node import Node


@strawberry.type(description="People who serve together, one road at a time (志愿服务队).")
class Team(Node):
    MODEL: ClassVar[type[model.Node]] = model.Team
    ORDER: ClassVar[str] = "name"

    name: str = strawberry.field(description="Its name (名称).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    members = to_many(against("IN_TEAM", "Volunteer"), description="Its members (队员).")
    roads = to_many(along("SERVES", "Road"), description="The roads that it serves (服务的道路).")
    communities = to_many(along("SERVES", "Community"), description="The communities that it serves (服务的社区).")
    shifts = to_many(against("OPEN_TO", "Shift"), description="The shifts that it may take (可承担的班次).")

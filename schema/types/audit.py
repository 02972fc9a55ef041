"""What was looked at, or changed, by whom and why (审计)."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from engine import model
from schema.node import Node


@strawberry.type(description="Who looked at something sensitive, or changed something; never changed itself (审计).")
class Audit(Node):
    MODEL: ClassVar[type[model.Node]] = model.Audit
    ORDER: ClassVar[str] = "-at"

    at: str = strawberry.field(description="When, ISO 8601 in UTC (时间).")
    account: str = strawberry.field(description="The account, or `console` for the command line (账户).")
    role: str = strawberry.field(description="The role in which it acted (角色).")
    action: str = strawberry.field(description="What was done; LOOK for a look (动作).")
    purpose: str = strawberry.field(description="Why, as was said with the request (目的).")
    fields: list[str] = strawberry.field(description="What was seen unmasked, for instance Volunteer.phone (字段).")
    subjects: list[str] = strawberry.field(description="The ids of what was seen or changed (对象).")

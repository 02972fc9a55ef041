"""A person who serves (志愿者); what is sensitive is masked here or has no field at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

import strawberry

from engine import model
from schema.edges import along, to_many, to_one
from schema.node import Node


@strawberry.type(
    description="A person who serves. Phone numbers are masked; homes and workplaces are not shown (志愿者)."
)
class Volunteer(Node):
    MODEL: ClassVar[type[model.Node]] = model.Volunteer
    ORDER: ClassVar[str] = "pinyin"
    SHOWN: ClassVar[frozenset[str]] = frozenset({"name", "pinyin"})

    name: str = strawberry.field(description="The name (姓名).")
    pinyin: str = strawberry.field(description="The name's pinyin, for sorting (姓名拼音).")
    phone: str = strawberry.field(description="The phone number, masked: 138****8000 (手机号，已脱敏).")
    skills: list[str] = strawberry.field(
        description="Tags of the plan, for instance leader 带队 or first_aid 急救 (技能)."
    )
    free_hours: list[int] = strawberry.field(
        description="When the person can serve: pairs of minutes since Monday 00:00 (可服务时间)."
    )
    away: list[date] = strawberry.field(description="Days off (请假日期).")
    max_week: int = strawberry.field(description="Shifts in a week at most (每周最多班次).")
    max_day: int = strawberry.field(description="Shifts in a day at most (每日最多班次).")
    load: int = strawberry.field(description="Shifts served lately (近期已服务班次).")
    version: int = strawberry.field(description="Grows with each change; for safe edits (修订号).")

    organizations = to_many(
        along("MEMBER_OF", "Organization"), description="The organizations that the person is a member of (所属单位)."
    )
    station = to_one(along("BASED_AT", "Station"), description="The station where the person is based (所在服务站).")
    claims = to_many(along("CLAIMS", "Segment"), description="The segments that the person has claimed (认领的路段).")
    teams = to_many(along("IN_TEAM", "Team"), description="The teams that the person belongs to (志愿服务队).")
    assignments = to_many(
        along("ASSIGNED", "Assignment"), description="Where the person is assigned, over all plan versions (派班)."
    )

    @classmethod
    def shaped(cls) -> dict[str, Callable[[Any], Any]]:
        return {"phone": masked_phone}


def masked_phone(phone: str) -> str:
    """``138****8000`` for a whole number; nothing of what is shorter."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"

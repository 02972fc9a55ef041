"""A person who serves (志愿者)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import strawberry

from engine import model
from schema.edges import along, to_many, to_one
from schema.guarded import guarded
from schema.node import Node


@strawberry.type(
    description="A person who serves; what is sensitive is masked or null for those who need not know it (志愿者)."
)
class Volunteer(Node):
    MODEL: ClassVar[type[model.Node]] = model.Volunteer
    ORDER: ClassVar[str] = "pinyin"
    SHOWN: ClassVar[frozenset[str]] = frozenset({"name", "pinyin"})

    name = guarded(str, "The name (姓名).", always=True)
    pinyin: str = strawberry.field(description="The name's pinyin, for sorting (姓名拼音).")
    phone = guarded(
        str,
        "The phone number: masked, 138****8000, unless a purpose is given; "
        "null for those who need not call (手机号，默认脱敏).",
    )
    minor = guarded(bool, "Whether the person is under age (未成年人).")
    home_address = guarded(str, "The home, for the person himself, and for a purpose (住址).")
    work_address = guarded(str, "The workplace, for the person himself, and for a purpose (工作地点).")
    note = guarded(str, "A note, for the person himself, and for a purpose (备注).")
    skills: list[str] = strawberry.field(
        description="Tags of the plan, for instance leader 带队 or first_aid 急救 (技能)."
    )
    free_hours = guarded(list[int], "When the person can serve: pairs of minutes since Monday 00:00 (可服务时间).")
    away = guarded(list[date], "Days off (请假日期).")
    max_week = guarded(int, "Shifts in a week at most (每周最多班次).")
    max_day = guarded(int, "Shifts in a day at most (每日最多班次).")
    load = guarded(int, "Shifts served lately (近期已服务班次).")
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

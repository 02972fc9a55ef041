"""What an export says of itself: its heading, what it is of, what its file is called."""

from __future__ import annotations

import re

from engine.exports.roster import Roster
from engine.model import PlanStatus
from engine.reports.plan_text import week_term


def headline(roster: Roster) -> str:
    """``福华街街道 2026-W48（11月23日至11月29日）志愿服务排班表``"""
    of = f"{roster.area} {roster.chosen}" if roster.chosen else roster.area
    return f"{of} {week_term(roster.plan.week)}志愿服务排班表"


def note(roster: Roster) -> str:
    """The version and its state, and how to treat the paper."""
    plan = roster.plan
    state = "草稿，尚未通知本人" if plan.status is PlanStatus.DRAFT else "已发布"
    return f"第 {plan.number} 版（{state}）。含个人信息，仅用于本周志愿服务，用后请妥善保管或销毁。"


def file_name(roster: Roster, ending: str) -> str:
    """A name for the file that every system takes."""
    parts = ("就近", roster.plan.week, roster.area, roster.chosen, f"第{roster.plan.number}版")
    return re.sub(r"[^\w.-]+", "-", "-".join(part for part in parts if part)) + f".{ending}"

"""The versions of a week's plan."""

from __future__ import annotations

from engine.errors import NotFound
from engine.model import Plan
from engine.store import Match, eq
from engine.store.port import Reader


def plan_versions(reader: Reader, week: str, scope: str = "") -> list[Plan]:
    """Every version of this week and scope, the newest first."""
    question = Match("p", Plan).where(eq("p.week", week), eq("p.scope", scope)).order("-p.number", "p.id")
    return [Plan.from_props(row["p"]) for row in reader.query(question)]


def newest_plan(reader: Reader, week: str, scope: str = "") -> Plan:
    """The newest version. Raises ``NotFound``."""
    versions = plan_versions(reader, week, scope)
    if not versions:
        raise NotFound("这一周、这一范围还没有计划；先用 ./jiujin plan 排出来")
    return versions[0]

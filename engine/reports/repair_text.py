"""A repair in the terminal: who must be told what."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.model import Volunteer
from engine.planning.repair import PlanRepair
from engine.store import Match, is_in
from engine.store.port import Reader


def repair_text(reader: Reader, repair: PlanRepair) -> RenderableType:
    """How many are touched, and each of them with his name and what changes for him."""
    loses = sum(len(who.loses) for who in repair.touched)
    gains = sum(len(who.gains) for who in repair.touched)
    head = Text(f"须通知 {len(repair.touched)} 人：减少 {loses} 人次，新增 {gains} 人次；其余的人不变")
    if not repair.touched:
        return Text("没有人需要变动")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("志愿者", no_wrap=True)
    table.add_column("变动", overflow="fold")
    names = _names(reader, [who.volunteer for who in repair.touched])
    for who in repair.touched:
        table.add_row(Text(names.get(who.volunteer, "（已不在库中）")), Text(who.sentence))
    return Group(head, table)


def _names(reader: Reader, ids: list[str]) -> dict[str, str]:
    rows = reader.query(Match("v", Volunteer).where(is_in("v.id", ids)).select("v.id", "v.name"))
    return {row["v.id"]: row["v.name"] for row in rows}

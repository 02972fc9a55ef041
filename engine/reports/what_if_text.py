"""What-ifs in the terminal: one row each, the plan as it is above them."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from solver.what_if import WhatIf

PARTS = ("低于最少", "缺必备", "低于期望", "不便（米）")


def what_if_text(rows: Sequence[WhatIf]) -> RenderableType:
    """Cost and bound part by part, what of the inconvenience is change, the mean walk, how many are touched."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("如果", overflow="fold")
    for heading in (*PARTS, "其中变动", "人次", "平均步行", "须通知"):
        table.add_column(heading, justify="right")
    for row in rows:
        costs = (_cell(c, b) for c, b in zip(row.plan.cost.parts(), row.plan.bound.parts(), strict=True))
        walk = f"{row.mean_walk:.0f} 米"
        table.add_row(Text(row.name), *costs, str(row.stability), str(row.served), walk, f"{len(row.touched)} 人")
    return Group(table, Text("≥ 之后是下界；没有下界的数已证明最优。各行都与第一行的计划比较。"))


def _cell(cost: int, bound: int) -> str:
    return str(cost) if cost == bound else f"{cost} ≥{bound}"

"""What a district's folder holds, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model import NODES

SHOWN = (
    *("Subdistrict", "Community", "Road", "Segment", "Junction", "Station", "Organization"),
    *("Volunteer", "Team", "Category", "Theme", "ShiftTemplate"),
)


@dataclass(frozen=True, slots=True)
class DistrictReport:
    """How many of each label the folder brought, and how many nodes and edges of the graph that changed."""

    district: str
    counts: Mapping[str, int]
    changed: int

    def __str__(self) -> str:
        terms = {node.LABEL: node.TERM for node in NODES}
        listed = "，".join(f"{terms[label]} {self.counts[label]}" for label in SHOWN if self.counts.get(label))
        return f"{self.district}：{listed}；{f'{self.changed} 处有更新' if self.changed else '没有变化'}"

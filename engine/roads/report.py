"""What an import of roads has done."""

from __future__ import annotations

from dataclasses import dataclass

from engine.coordinates import CoordinateSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many nodes of one kind the file added, changed and found as they were, and how many had to go."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """How many the file holds."""
        return self.added + self.changed + self.unchanged

    def __str__(self) -> str:
        parts = (("新增", self.added), ("改动", self.changed), ("未变", self.unchanged), ("删去", self.removed))
        return f"{self.total:,}（" + "，".join(f"{word} {number:,}" for word, number in parts if number) + "）"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadReport:
    """The roads, segments and junctions of a file, and what the whole network looks like since."""

    file: str
    coordinates: CoordinateSystem
    assumed: bool
    """Nothing said which system it is; WGS-84 was taken, as the standard of the format says."""
    roads: Tally
    segments: Tally
    junctions: Tally
    metres: int
    """The length of the file's segments."""
    components: int
    """In how many parts the store's network falls."""
    reach: float
    """The part of the network's length that hangs together in the greatest of them, 0 to 1."""
    linked: int
    """How many volunteers and stations have another nearest junction than before."""
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        system = f"{self.coordinates}（文件未写明，按标准取）" if self.assumed else str(self.coordinates)
        return "\n".join(
            [
                f"已导入路网“{self.file}”，坐标系 {system}，全长 {self.metres / 1000:,.1f} 公里",
                f"  道路 {self.roads}",
                f"  路段 {self.segments}",
                f"  路口 {self.junctions}",
                f"  全部路网分为 {self.components} 片，最大一片占总长 {self.reach:.1%}",
                f"  更新了 {self.linked} 处住址、工作地点和服务站的最近路口",
                *(f"  注意：{warning}" for warning in self.warnings),
            ]
        )

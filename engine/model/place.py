"""Places: district, subdistricts, communities, roads, segments, junctions, stations. Coordinates are WGS-84 degrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import Fault
from engine.model.node import Node, prop
from engine.model.terms import RoadClass, StationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class District(Node):
    """The district (区), with the planning rules that hold in all of it."""

    LABEL: ClassVar[str] = "District"
    TERM: ClassVar[str] = "区"

    name: str = prop("名称", pattern=r"\S.{0,59}")
    metres_per_minute: int = prop("步行速度（米/分钟）", default=75, at_least=1)
    limit_metres: int = prop("步行上限（米）", default=2000, at_least=0)
    rest: int = prop("隔日两班之间休息（分钟）", default=600, at_least=0)
    gap: int = prop("同日两班之间间隔（分钟）", default=30, at_least=0)
    minors_quiet: tuple[int, ...] = prop(
        "未成年人静默时段（当日分钟，起止）", default=(1260, 420), at_least=0, at_most=1440
    )
    demo: bool = prop("示范区", default=False)
    """Its people are invented; every page says so."""

    def own_faults(self) -> Iterator[Fault]:
        if len(self.minors_quiet) != 2:
            yield Fault("须有起、止两个时刻", "未成年人静默时段")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subdistrict(Node):
    """A subdistrict (街道)."""

    LABEL: ClassVar[str] = "Subdistrict"
    TERM: ClassVar[str] = "街道"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Community(Node):
    """A community (社区) of a subdistrict."""

    LABEL: ClassVar[str] = "Community"
    TERM: ClassVar[str] = "社区"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,59}")
    lat: float | None = prop("纬度", default=None, at_least=-90, at_most=90)
    lon: float | None = prop("经度", default=None, at_least=-180, at_most=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Road(Node):
    """A road (道路): a name, a class, and its segments."""

    LABEL: ClassVar[str] = "Road"
    TERM: ClassVar[str] = "道路"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,79}")
    road_class: RoadClass = prop("等级", indexed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Node):
    """A stretch of road (路段) between two junctions, with its centre line."""

    LABEL: ClassVar[str] = "Segment"
    TERM: ClassVar[str] = "路段"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,119}")
    metres: int = prop("长度（米）", at_least=1)
    lat: float = prop("中点纬度", at_least=-90, at_most=90)
    lon: float = prop("中点经度", at_least=-180, at_most=180)
    line: tuple[float, ...] = prop("中心线（经度、纬度交替）", at_least=-180, at_most=180)

    def own_faults(self) -> Iterator[Fault]:
        if len(self.line) < 4 or len(self.line) % 2:
            yield Fault("中心线至少两个点，每点经度、纬度各一", "中心线")


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction(Node):
    """A point where segments meet or end: a node of the walking network."""

    LABEL: ClassVar[str] = "Junction"
    TERM: ClassVar[str] = "路口"

    lat: float = prop("纬度", indexed=True, at_least=-90, at_most=90)
    lon: float = prop("经度", indexed=True, at_least=-180, at_most=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station(Node):
    """A volunteer service station (志愿服务站) or kiosk (服务亭)."""

    LABEL: ClassVar[str] = "Station"
    TERM: ClassVar[str] = "服务站"

    name: str = prop("名称", indexed=True, pattern=r"\S.{0,79}")
    kind: StationKind = prop("类型", default=StationKind.STATION)
    lat: float = prop("纬度", at_least=-90, at_most=90)
    lon: float = prop("经度", at_least=-180, at_most=180)
    functions: tuple[str, ...] = prop("功能", default=())

"""A small street with the organizations of two lines, and rows of rosters that hold."""

from __future__ import annotations

from engine.model import (
    LINE_TERMS,
    Category,
    Community,
    Junction,
    Line,
    Organization,
    Road,
    RoadClass,
    Segment,
    Station,
    Team,
)
from engine.store import Edge
from engine.store.port import GraphStore

HEADER = ["姓名", "手机号", "单位/支部", "住址", "可服务时间"]


def person(number: int, name: str = "", organization: str = "福华街社区第一党支部", **changes: str) -> list[str]:
    """A row under HEADER that holds."""
    row = {"姓名": name or f"甲{'零一二三四五六七八九'[number % 10]}", "手机号": f"1000000{number:04}"}
    row |= {"单位/支部": organization, "住址": "福华街12号院", "可服务时间": "工作日晚上"} | changes
    return [row[title] for title in HEADER]


def seed(store: GraphStore) -> None:
    """福华街 with three junctions, two segments, a station, and organizations of two lines."""
    with store.tx() as tx:
        tx.upsert_nodes(Line(id=line.value, name=term) for line, term in LINE_TERMS.items())
        tx.upsert_nodes(
            [
                Organization(id="o-party", name="福华街街道党工委"),
                Organization(id="o-first", name="福华街社区第一党支部"),
                Organization(id="o-second", name="铭功路社区（第二）党支部"),
                Organization(id="o-women", name="福华街妇联"),
                Community(id="c-fuhua", name="福华街社区", lat=34.7400, lon=113.6510),
                Road(id="r-fuhua", name="福华街", road_class=RoadClass.MAIN),
                Road(id="r-ming", name="铭功路", road_class=RoadClass.BRANCH),
                Station(id="s-fuhua", name="福华街服务站", lat=34.7401, lon=113.6501),
                Station(id="s-ming", name="铭功路服务站", lat=34.7501, lon=113.6601),
                Team(id="t-one", name="第一志愿服务队"),
                Category(id="traffic", name="文明交通劝导", minors=False),
                *(Junction(id=f"j-{n}", lat=34.7400, lon=113.6500 + n / 1000) for n in range(3)),
                Junction(id="j-ming", lat=34.7500, lon=113.6600),
                segment("g-west", "福华街（西段）", 34.7400, 113.6505),
                segment("g-east", "福华街（东段）", 34.7400, 113.6515),
                segment("g-ming", "铭功路全段", 34.7500, 113.6595),
            ]
        )
        tx.upsert_edges("IN_LINE", Organization, Line, [Edge("o-party", "PARTY"), Edge("o-women", "WOMEN")])
        tx.upsert_edges(
            "PART_OF", Organization, Organization, [Edge("o-first", "o-party"), Edge("o-second", "o-party")]
        )
        tx.upsert_edges(
            "HAS_SEGMENT",
            Road,
            Segment,
            [Edge("r-fuhua", "g-west"), Edge("r-fuhua", "g-east"), Edge("r-ming", "g-ming")],
        )


def segment(id: str, name: str, lat: float, lon: float) -> Segment:
    """A hundred metres from west to east."""
    return Segment(id=id, name=name, metres=100, lat=lat, lon=lon, line=(lon - 0.0005, lat, lon + 0.0005, lat))

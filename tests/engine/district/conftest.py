"""The demo district, read once, and a small district in a folder that a test may break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.district import DistrictReport, load_district
from engine.store import GraphStore, open_store

ERQI = Path(__file__).parents[3] / "data" / "erqi"
TODAY = date(2026, 11, 20)

TWO_STREETS = {
    "district.toml": """
id = "small"
name = "小区"
[rules]
limit_metres = 1500
minors_quiet = ["21:00", "07:00"]
[[lines]]
id = "PARTY"
name = "党员"
departments = ["组织部"]
part = 600
tolerance = 100
[[lines]]
id = "WOMEN"
name = "巾帼"
departments = ["妇联"]
[[categories]]
id = "traffic"
name = "交通"
minors = false
[[categories]]
id = "c2"
name = "待定"
placeholder = true
[[themes]]
month = "2026-11"
name = "出行"
favours = [{ category = "交通", desired = 1, priority = 1 }]
""",
    "subdistricts.csv": "名称\n东街道\n",
    "communities.csv": "名称,街道,经度,纬度\n一社区,东街道,113.65,34.74\n",
    "roads.csv": "名称,等级,街道\n横街,主干道,东街道\n竖路,支路,\n",
    "streets.geojson": """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"id": "h-1", "name": "横街1段", "road": "横街", "from": "A", "to": "B"}, \
"geometry": {"type": "LineString", "coordinates": [[113.650, 34.740], [113.652, 34.740]]}},
{"type": "Feature", "properties": {"id": "h-2", "name": "横街2段", "road": "横街", "from": "B", "to": "C"}, \
"geometry": {"type": "LineString", "coordinates": [[113.652, 34.740], [113.653, 34.7401], [113.654, 34.740]]}},
{"type": "Feature", "properties": {"id": "s-1", "name": "竖路1段", "road": "竖路", "from": "B", "to": "D"}, \
"geometry": {"type": "LineString", "coordinates": [[113.652, 34.740], [113.652, 34.742]]}}
]}
""",
    "organizations.csv": (
        "名称,类型,上级,认领路段\n一支部,支部,组织部,横街2段\n二支部,支部,一支部,\n巾帼队,单位,妇联,\n"
    ),
    "stations.csv": (
        "名称,类型,社区,经度,纬度,覆盖路段,功能\n一站,志愿服务站,一社区,113.651,34.7401,横街1段；横街2段,\n"
    ),
    "teams.csv": "名称,服务道路\n一队,横街\n",
    "templates.csv": (
        "名称,时间,最少,期望,最多,优先级,类别,人人须有,不得有,至少几人有,志愿服务队,地点\n"
        "早高峰,周一至周五 7:00-8:30,1,2,3,2,交通,成年,,带队=1,,横街1段；一站\n"
        "周末队伍,周六 8:30-10:30,1,1,9,1,交通,,,,一队,横街2段\n"
    ),
    "responsibilities.csv": (
        "地点,职责,级别或类别,姓名,手机号,起,止\n"
        "横街,路长,一级,赵甲子,10000000001,2024-03-01,2025-12-31\n"
        "横街1段,路长,四级,钱乙丑,10000000002,,\n"
        "横街,九员,工商,钱乙丑,10000000002,2024-03-01,\n"
        "横街2段,督导员,,赵甲子,10000000001,2026-01-01,\n"
    ),
    "volunteers/PARTY.csv": (
        "姓名,手机号,单位/支部,经纬度,坐标系,可服务时间,服务站,认领路段,志愿服务队\n"
        '赵甲子,10000000001,一支部,"113.6512,34.7403",WGS-84,周一至周五 6:30-9:00,一站,横街1段,一队\n'
        '钱乙丑,10000000002,二支部,"113.6531,34.7398",WGS-84,周六 8:00-12:00,一站,,一队\n'
    ),
}
"""File → content of a district of two streets and two people."""


@pytest.fixture
def two_streets(tmp_path: Path) -> Path:
    """The folder of the small district."""
    folder = tmp_path / "small"
    (folder / "volunteers").mkdir(parents=True)
    for file, content in TWO_STREETS.items():
        (folder / file).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GraphStore, DistrictReport]]:
    """A store with the demo district in it, and what loading it reported."""
    store = open_store(f"sqlite://{tmp_path_factory.mktemp('erqi') / 'graph.db'}")
    store.migrate()
    yield store, load_district(store, ERQI, today=TODAY)
    store.close()


@pytest.fixture(scope="module")
def erqi(loaded: tuple[GraphStore, DistrictReport]) -> GraphStore:
    """A store with the demo district in it; for reading only."""
    return loaded[0]

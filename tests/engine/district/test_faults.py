"""Every kind of fault of every file is found, and says where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.district import load_district
from engine.errors import DistrictFaults
from engine.store import GraphStore
from tests.engine.district.test_loading import edit

LINE = "[[113.652, 34.740], [113.652, 34.742]]"
FAVOUR = "themes[1].favours[1]."
CUT_OFF = "这 2 个路口与其余路网不相连"

BREAKS = [
    # file, what stood there, what stands there now, row, field, message
    ("district.toml", 'id = "small"', "id = ", 2, "", "不是完整的 TOML"),
    ("district.toml", 'name = "小区"', "nom = 3", None, "nom", "不认识这一项"),
    ("district.toml", 'name = "小区"', "nom = 3", None, "name", "没有填"),
    ("district.toml", "limit_metres = 1500", "limit_metres = -1", None, "步行上限（米）", "太小"),
    ("district.toml", '"07:00"]', '"7 Uhr"]', None, "rules.minors_quiet", "写法不对"),
    ("district.toml", 'id = "PARTY"', 'id = "PARTEI"', None, "lines[1].id", "没有这个条线"),
    ("district.toml", "part = 600", "part = 6000", None, "lines[1].应占比例（千分之）", "太大"),
    ("district.toml", '["妇联"]', "[]", None, "lines[2].departments", "没有牵头部门"),
    ("district.toml", '["妇联"]', '["组织部"]', None, "lines[2].departments", "这个单位已经有了"),
    ("district.toml", 'id = "c2"', 'id = "traffic"', None, "categories[2]", "编号或名称重复"),
    ("district.toml", 'month = "2026-11"', 'month = "November"', None, "themes[1].月份", "写法不对"),
    ("district.toml", 'category = "交通"', 'category = "环保"', None, FAVOUR + "category", "没有这个活动类别"),
    ("district.toml", "desired = 1", "desired = -1", None, FAVOUR + "desired", "写法不对"),
    ("subdistricts.csv", "东街道", "东街道\n东街道", 3, "名称", "这个街道已经有了"),
    ("subdistricts.csv", "东街道", "东 街道", 2, "名称", "名称中不能有空格"),
    ("subdistricts.csv", "东街道", "东、西街道", 2, "名称", "名称中不能有空格、顿号"),
    ("communities.csv", "东街道", "西街道", 2, "街道", "没有这个街道"),
    ("communities.csv", "113.65,", "东经,", 2, "经度", "不是数"),
    ("communities.csv", ",34.74", ",134.74", 2, "纬度", "太大"),
    ("district.toml", 'id = "small"', "", None, "id", "没有填"),
    ("district.toml", 'id = "c2"', 'id = " "', None, "categories[2].id", "没有填"),
    ("district.toml", 'id = "WOMEN"', "id = [1]", None, "lines[2].id", "没有这个条线"),
    ("district.toml", 'name = "交通"', "name = 7", None, "categories[1].名称", "类型不对"),
    ("district.toml", "[rules]", "rules = 3\n[other]", None, "rules", "写法不对"),
    ("district.toml", 'month = "2026-11"\n', "", None, "themes[1].month", "没有填"),
    ("roads.csv", "横街,主干道,东街道", '横街,"主干道,东街道', 3, "", "不是完整的 CSV"),
    ("communities.csv", "一社区,", ",", 2, "名称", "没有填"),
    ("roads.csv", "主干道", "高速", 2, "等级", "不认识"),
    ("roads.csv", "竖路", "横街", 3, "名称", "这个道路已经有了"),
    ("roads.csv", "竖路,支路,", "竖路,支路,\n空路,支路,", None, "名称", "这条道路没有路段"),
    ("roads.csv", "等级", "级别", 1, "", "缺少列：等级"),
    ("roads.csv", "横街,主干道,东街道", "横街,主干道,东街道,多", 2, "", "多出 1 格"),
    ("streets.geojson", '"road": "竖路"', '"road": "直路"', None, "road", "第 3 个要素所属的道路没有登记"),
    ("streets.geojson", '"id": "h-2"', '"id": "h-1"', None, "id", "第 2 个要素编号重复"),
    ("streets.geojson", '"横街2段"', '"横街1段"', None, "name", "第 2 个要素名称重复"),
    ("streets.geojson", '"横街2段"', '""', None, "name", "第 2 个要素没有填"),
    ("streets.geojson", '"from": "A"', '"from": "A 1"', None, "from", "第 1 个要素不能有空格"),
    ("streets.geojson", '"from": "A"', '"from": "C"', None, "to", "第 2 个要素与同名路口相距"),
    ("streets.geojson", LINE, "[[113.652, 34.740]]", None, "geometry", "须为 LineString"),
    ("streets.geojson", LINE, "[[0, 340], [0, 341]]", None, "纬度", "太大"),
    ("streets.geojson", '"from": "B", "to": "D"', '"from": "E", "to": "D"', None, "from/to", CUT_OFF),
    ("streets.geojson", LINE, "[[113.652, NaN], [113.652, 34.742]]", None, "geometry", "须为 LineString"),
    ("streets.geojson", "]}\n", "\n", 6, "", "不是完整的 JSON"),
    ("streets.geojson", '"features"', '"merkmale"', None, "", "不是 GeoJSON 要素集合"),
    ("organizations.csv", "支部,组织部", "党组,组织部", 2, "类型", "不认识"),
    ("organizations.csv", "支部,组织部", "支部,宣传部", 2, "上级", "没有这个单位"),
    ("organizations.csv", "支部,组织部", "支部,二支部", 2, "上级", "上级绕成了圈"),
    ("organizations.csv", "横街2段", "横街9段", 2, "认领路段", "没有这个路段"),
    ("stations.csv", "志愿服务站", "茶馆", 2, "类型", "不认识"),
    ("stations.csv", "一社区", "", 2, "社区", "没有填"),
    ("stations.csv", "横街2段", "横街9段", 2, "覆盖路段", "没有这个路段"),
    ("teams.csv", "一队,横街", "一队,斜街", 2, "服务道路", "没有这个道路"),
    ("templates.csv", "周一至周五 7:00-8:30", "有空的时候", 2, "时间", "时间看不明白"),
    ("templates.csv", "周一至周五 7:00-8:30", "周一 7:00-8:30；周二 9:00-10:00", 2, "时间", "各天的时段不同"),
    ("templates.csv", "1,2,3,2", "3,2,1,2", 2, "人数", "人数须满足"),
    ("templates.csv", "1,2,3,2", "一,2,3,2", 2, "最少", "不是整数"),
    ("templates.csv", "1,2,3,2", "1,2,3,9", 2, "优先级", "太大"),
    ("templates.csv", "交通,成年", "唱歌,成年", 2, "类别", "没有这个活动类别"),
    ("templates.csv", "成年", "勇敢", 2, "人人须有", "没有这个词"),
    ("templates.csv", "带队=1", "带队一人", 2, "至少几人有", "写法不对"),
    ("templates.csv", "一队,横街2段", "二队,横街2段", 3, "志愿服务队", "没有这个志愿服务队"),
    ("templates.csv", "一队,横街2段", "一队,", 3, "地点", "没有填"),
    ("volunteers/PARTY.csv", "10000000001", "tel", 2, "手机号", "不是手机号"),
    ("volunteers/PARTY.csv", "二支部", "三支部", 3, "单位/支部", ""),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "row", "field", "message"), BREAKS)
def test_the_fault_is_found_where_it_stands(
    store: GraphStore, two_streets: Path, file: str, old: str, new: str, row: int | None, field: str, message: str
) -> None:
    store.migrate()
    edit(two_streets, file, old, new)
    with pytest.raises(DistrictFaults) as caught:
        load_district(store, two_streets)
    found = [(fault.file, fault.row, fault.field) for fault in caught.value.faults if message in fault.message]
    assert (file, row, field) in found
    assert not any(store.counts().values())


@pytest.mark.parametrize("file", ["district.toml", "subdistricts.csv", "roads.csv", "streets.geojson", "templates.csv"])
def test_a_missing_file_is_a_fault(store: GraphStore, two_streets: Path, file: str) -> None:
    store.migrate()
    (two_streets / file).unlink()
    with pytest.raises(DistrictFaults, match=f"{file} 缺少这个文件"):
        load_district(store, two_streets)


def test_a_district_without_teams_loads(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    (two_streets / "teams.csv").unlink()
    edit(two_streets, "templates.csv", "周末队伍,周六 8:30-10:30,1,1,9,1,交通,,,,一队,横街2段\n", "")
    edit(two_streets, "volunteers/PARTY.csv", ",一队\n", ",\n")
    assert load_district(store, two_streets).counts["Team"] == 0


@pytest.mark.parametrize("file", ["roads.csv", "district.toml", "streets.geojson"])
def test_a_file_that_is_not_utf8_is_told_so(store: GraphStore, two_streets: Path, file: str) -> None:
    store.migrate()
    (two_streets / file).write_bytes((two_streets / file).read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(DistrictFaults, match="不是 UTF-8 文本"):
        load_district(store, two_streets)


def test_a_roster_of_no_line_is_a_fault(store: GraphStore, two_streets: Path) -> None:
    store.migrate()
    (two_streets / "volunteers" / "党员.csv").write_text("姓名\n", encoding="utf-8")
    with pytest.raises(DistrictFaults, match=r"volunteers/党员\.csv 看不出是哪个条线的名册"):
        load_district(store, two_streets)


def test_the_faults_of_all_files_are_listed_at_once(store: GraphStore, two_streets: Path) -> None:
    """Each file has one fault of its own; none is told twice by a file that refers to the broken row."""
    store.migrate()
    edit(two_streets, "district.toml", "part = 600", "part = 6000")
    edit(two_streets, "communities.csv", "113.65,", "东经,")
    edit(two_streets, "roads.csv", "主干道", "高速")
    edit(two_streets, "stations.csv", "志愿服务站", "茶馆")
    edit(two_streets, "organizations.csv", "一支部,支部", "一支部,党组")
    edit(two_streets, "templates.csv", "1,2,3,2", "一,2,3,2")
    edit(two_streets, "volunteers/PARTY.csv", "10000000002", "12345")
    with pytest.raises(DistrictFaults) as caught:
        load_district(store, two_streets)
    assert [fault.file for fault in caught.value.faults] == [
        "district.toml",
        "communities.csv",
        "roads.csv",
        "organizations.csv",
        "stations.csv",
        "templates.csv",
        "volunteers/PARTY.csv",
    ]
    assert "roads.csv 第 2 行「等级」：不认识" in str(caught.value)
    assert not any(store.counts().values())

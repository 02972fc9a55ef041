"""Subdistricts, communities, stations, organizations and teams of the invented town."""

from __future__ import annotations

import math

from making.town import Point, Stretch, Town, bend

SUBDISTRICTS = {"fh": "福华街街道", "ym": "一马路街道", "jz": "建中街街道"}

COMMUNITIES: dict[str, dict[str, Point]] = {
    area: {name: bend(point) for name, point in places.items()}
    for area, places in {
        "fh": {
            "春风社区": (360, 1400),
            "晨光社区": (1240, 1410),
            "夏荷社区": (360, 800),
            "秋实社区": (1240, 800),
            "冬青社区": (400, 200),
            "晚霞社区": (1260, 200),
        },
        "ym": {
            "国槐社区": (2170, 1970),
            "银杏社区": (2800, 1950),
            "梧桐社区": (2200, 1450),
            "白榆社区": (2800, 1400),
            "青杨社区": (2450, 1090),
        },
        "jz": {
            "红梅社区": (2180, 700),
            "兰草社区": (2820, 700),
            "翠竹社区": (2150, 240),
            "金菊社区": (2800, 250),
            "雪松社区": (2450, -120),
        },
    }.items()
}

KIOSK = "铁英街为民城管服务亭"
KIOSK_FUNCTIONS = ("基础阵地", "公示宣传", "便民急救", "展示发布", "拓展合作")

DEPARTMENTS = {
    "PARTY": ("二七区委组织部",),
    "WORKERS": ("二七区总工会",),
    "YOUTH": ("共青团二七区委", "二七区教体局"),
    "WOMEN": ("二七区妇联",),
    "SOCIAL_WORK": ("二七区民政局",),
}


def organizations() -> list[tuple[str, str, str, str]]:
    """(name, kind, parent, claimed segments) of every organization under the departments."""
    rows = []
    for area, subdistrict in SUBDISTRICTS.items():
        rows.append((f"{subdistrict}党工委", "单位", "二七区委组织部", ""))
        rows += [(f"{name}党支部", "支部", f"{subdistrict}党工委", "") for name in COMMUNITIES[area]]
        rows.append((f"{subdistrict}总工会", "单位", "二七区总工会", ""))
        rows.append((f"{subdistrict}妇联", "单位", "二七区妇联", ""))
        rows.append((f"{subdistrict}妇联巾帼志愿队", "单位", f"{subdistrict}妇联", ""))
    return [
        *rows,
        ("长虹商场工会", "单位", "建中街街道总工会", "长虹路2段；长虹路3段"),
        ("铁英电器厂工会", "单位", "建中街街道总工会", "铁英街2段；铁英街3段"),
        ("建中街街道团工委", "单位", "共青团二七区委", ""),
        ("星光示例中学", "学校", "二七区教体局", "星光路3段"),
        ("站前社会工作服务中心", "社会组织", "二七区民政局", "站前横街1段"),
        ("建中社会工作服务中心", "社会组织", "二七区民政局", ""),
        ("灯笼巷邻里互助社", "社会组织", "二七区民政局", "灯笼巷1段；灯笼巷2段"),
    ]


def stations(town: Town) -> list[tuple[str, str, str, Point, list[Stretch], tuple[str, ...]]]:
    """(name, kind, community, place, covered segments, functions): one a community, and the kiosk in 铁英街."""
    rows = []
    for area, communities in COMMUNITIES.items():
        covered: dict[str, list[Stretch]] = {name: [] for name in communities}
        for stretch in town.of_area(area):
            covered[min(communities, key=lambda name: math.dist(communities[name], stretch.line[2]))].append(stretch)
        for name, point in communities.items():
            x, y = min((stretch.line[2] for stretch in covered[name]), key=lambda p: math.dist(p, point))
            rows.append((f"{name}志愿服务站", "志愿服务站", name, (x + 14, y + 11), covered[name], ()))
    street = town.of_road("铁英街")
    x, y = street[1].line[2]
    rows.append((KIOSK, "服务亭", "翠竹社区", (x, y + 6), street, KIOSK_FUNCTIONS))
    return rows


def teams() -> list[tuple[str, str]]:
    """(name, road) of the seven teams of 一马路街道."""
    roads = ("一马路", "大同路", "陇海路", "操场街", "钱塘路", "敦睦路", "站前横街")
    return [(f"{road}志愿服务队", road) for road in roads]

"""Writes the files of the demo district anew: ``python data/make_erqi.py [FOLDER]``.

The files in ``data/erqi`` are the source: they are read, edited and tested, this script is not. It is kept to show how
they came to be, and to make variants. Everything is invented but the street names that a newspaper page mentions.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from making import demand, duties, people, places, town  # noqa: E402

SEED = 20261123
CLASSES = {"MAIN": "主干道", "SECONDARY": "次干道", "BRANCH": "支路", "LANE": "背街小巷"}


def main(folder: Path) -> None:
    """All files but district.toml, which is written by hand."""
    (folder / "volunteers").mkdir(parents=True, exist_ok=True)
    streets = town.build()
    crowd = people.make(streets, SEED)
    claimed = {name for person in crowd for name in person.row["认领路段"].split("、") if name}
    wanted = demand.make(streets, claimed)
    demand.settle(crowd, wanted)
    for person in crowd:
        person.row["可服务时间"] = people.times(person.free)
    write_places(folder, streets)
    write_streets(folder / "streets.geojson", streets)
    write_templates(folder / "templates.csv", wanted)
    write_rosters(folder / "volunteers", crowd)
    head = "地点 职责 级别或类别 姓名 手机号 起 止".split()
    write(folder / "responsibilities.csv", head, duties.make(streets, crowd))


def write_places(folder: Path, streets: town.Town) -> None:
    names = places.SUBDISTRICTS
    write(folder / "subdistricts.csv", ["名称"], [[name] for name in names.values()])
    write(
        folder / "communities.csv",
        ["名称", "街道", "经度", "纬度"],
        [[name, names[area], *town.lonlat(p)] for area, own in places.COMMUNITIES.items() for name, p in own.items()],
    )
    write(folder / "organizations.csv", ["名称", "类型", "上级", "认领路段"], places.organizations())
    write(
        folder / "roads.csv",
        ["名称", "等级", "街道"],
        [[street.name, CLASSES[street.road_class], names.get(street.area, "")] for street in town.STREETS],
    )
    write(
        folder / "stations.csv",
        ["名称", "类型", "社区", "经度", "纬度", "覆盖路段", "功能"],
        [
            [name, kind, community, *town.lonlat(point), "；".join(s.name for s in covered), "；".join(functions)]
            for name, kind, community, point, covered, functions in places.stations(streets)
        ],
    )
    write(folder / "teams.csv", ["名称", "服务道路"], places.teams())


def write_streets(path: Path, streets: town.Town) -> None:
    """One feature a line, so that a change shows as one line."""
    lines = []
    for stretch in streets.stretches:
        properties = {
            "id": stretch.id,
            "name": stretch.name,
            "road": stretch.street.name,
            "from": stretch.start,
            "to": stretch.end,
        }
        geometry = {"type": "LineString", "coordinates": [town.lonlat(point) for point in stretch.line]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False))
    path.write_text('{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def write_templates(path: Path, wanted: Iterable[demand.Wanted]) -> None:
    head = "名称 时间 最少 期望 最多 优先级 类别 人人须有 不得有 至少几人有 志愿服务队 地点".split()
    rows = [
        [
            each.name,
            f"{people.weekdays(each.days)} {'-'.join(each.hours)}",
            *each.heads,
            each.priority,
            each.category,
            each.all_have,
            "",
            each.some_have,
            "；".join(each.teams),
            "；".join(each.places),
        ]
        for each in wanted
    ]
    write(path, head, rows)


def write_rosters(folder: Path, crowd: Sequence[people.Person]) -> None:
    """One roster a line; who is in two lines stands in both, with the same row but for the organization."""
    for line in people.LINES:
        own = [person.row for person in crowd if person.line == line]
        own += [p.row | {"单位/支部": p.second[1]} for p in crowd if p.second and p.second[0] == line]
        write(folder / f"{line}.csv", people.HEADERS, [[row[name] for name in people.HEADERS] for row in own])


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "erqi")

"""Who answers for the roads and segments of the invented town: people of the rosters, some of them in a second term."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from making.people import Person
from making.places import SUBDISTRICTS
from making.town import Street, Town

HANDOVER = ("2025-12-31", "2026-01-01")
"""The last day of the former third-level chiefs, the first day of those in office."""
FOUNDED = "2024-03-01"
Row = tuple[str, str, str, str, str, str, str]


def make(town: Town, crowd: list[Person]) -> Iterator[Row]:
    """(place, duty, level or kind, name, phone, since, until), subdistrict by subdistrict, road by road."""
    for area in SUBDISTRICTS:
        adults = [p.row for p in crowd if p.area == area and not p.row["未成年人"]]
        leaders = [row for row in adults if row["技能"] == "带队"]
        others = cycle([row for row in adults if row["技能"] != "带队"])
        first, second, thirds = leaders[0], cycle(leaders[1:3]), cycle(leaders[3:])
        for street in dict.fromkeys(stretch.street for stretch in town.of_area(area)):
            if street.road_class in ("MAIN", "SECONDARY"):
                yield _row(street.name, "路长", "一级", first, FOUNDED)
                yield _row(street.name, "路长", "二级", next(second), FOUNDED)
            yield _row(street.name, "路长", "三级", next(thirds), FOUNDED, HANDOVER[0])
            yield _row(street.name, "路长", "三级", next(thirds), HANDOVER[1])
            yield from _below(town, street, others)


def _below(town: Town, street: Street, others: Iterator[dict[str, str]]) -> Iterator[Row]:
    """On a main road the two kinds of responders that are known; everywhere a chief and a steward of one segment."""
    if street.road_class == "MAIN":
        yield from (_row(street.name, "九员", kind, next(others), FOUNDED) for kind in ("工商", "食药"))
    segment = town.of_road(street.name)[0].name
    yield _row(segment, "路长", "四级", next(others), HANDOVER[1])
    yield _row(segment, "督导员", "", next(others), HANDOVER[1])


def _row(place: str, duty: str, rank: str, person: dict[str, str], since: str, until: str = "") -> Row:
    return place, duty, rank, person["姓名"], person["手机号"], since, until

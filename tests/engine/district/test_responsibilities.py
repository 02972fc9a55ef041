"""Who answers for what comes with the district's folder: exactly what the file says, or every fault of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.district import load_district
from engine.errors import DistrictFaults
from engine.model import Node, Road, Segment, Volunteer
from engine.store import GraphStore, Match
from tests.engine.district.test_loading import edit

FILE = "responsibilities.csv"


def held(store: GraphStore, edge: str, place: type[Node]) -> dict[tuple[str, str], dict[str, Any]]:
    question = Match("v", Volunteer).hop(edge, "t", place, edge_alias="e").select("v.name", "t.id", "e")
    return {(row["v.name"], row["t.id"]): row["e"] for row in store.query(question)}


def test_each_row_is_an_edge_with_its_rank_and_term(store: GraphStore, two_streets: Path) -> None:
    load_district(store, two_streets)
    assert held(store, "CHIEF_OF", Road) == {
        ("赵甲子", "road:横街"): {"level": 1, "since": "2024-03-01", "until": "2025-12-31"}
    }
    assert held(store, "CHIEF_OF", Segment) == {("钱乙丑", "segment:h-1"): {"level": 4}}
    assert held(store, "RESPONDS_FOR", Road) == {("钱乙丑", "road:横街"): {"kind": "工商", "since": "2024-03-01"}}
    assert held(store, "STEWARD_OF", Segment) == {("赵甲子", "segment:h-2"): {"since": "2026-01-01"}}


def test_a_corrected_row_takes_the_place_of_the_mistaken_one(store: GraphStore, two_streets: Path) -> None:
    load_district(store, two_streets)
    edit(two_streets, FILE, "横街,路长,一级,赵甲子,10000000001", "横街,路长,二级,钱乙丑,10000000002")
    assert load_district(store, two_streets).changed == 2  # one edge gone, one new
    assert {pair: edge["level"] for pair, edge in held(store, "CHIEF_OF", Road).items()} == {("钱乙丑", "road:横街"): 2}
    assert load_district(store, two_streets).changed == 0


def test_a_district_need_not_name_anybody(store: GraphStore, two_streets: Path) -> None:
    (two_streets / FILE).unlink()
    load_district(store, two_streets)
    assert held(store, "CHIEF_OF", Road) == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("横街,路长", "纵街,路长", "第 2 行「地点」：没有这个道路或路段"),
        ("横街,九员", "横街1段,九员", "第 4 行「地点」：没有这个道路"),
        ("横街2段,督导员", "横街,督导员", "第 5 行「地点」：没有这个路段"),
        ("路长,一级", "站长,一级", "第 2 行「职责」：不认识"),
        ("路长,一级", "路长,五级", "第 2 行「级别或类别」：不认识"),
        ("九员,工商", "九员,", "第 4 行「级别或类别」：没有填"),
        ("督导员,,", "督导员,一级,", "第 5 行「级别或类别」：督导员没有级别"),
        ("2025-12-31", "2023-12-31", "第 2 行「止」：止早于起"),
        ("2025-12-31", "年底", "第 2 行「止」"),
        ("赵甲子,10000000001,2026", "孙丙寅,10000000001,2026", "第 5 行「手机号」：名册里没有这个姓名和手机号的人"),
        ("赵甲子,10000000001,2026", "赵甲子,1000,2026", "第 5 行「手机号」：不是手机号"),
        ("横街1段,路长,四级,钱乙丑,10000000002", "横街,路长,四级,赵甲子,10000000001", "第 3 行「职责」：与第 2 行重复"),
    ],
)
def test_what_is_wrong_is_told_without_naming_anybody(
    store: GraphStore, two_streets: Path, old: str, new: str, said: str
) -> None:
    edit(two_streets, FILE, old, new)
    with pytest.raises(DistrictFaults) as caught:
        load_district(store, two_streets)
    assert f"{FILE} {said}" in str(caught.value)
    assert not any(secret in str(caught.value) for secret in ("赵甲子", "孙丙寅", "10000000001", "1000,"))
    assert not any(store.counts().values())

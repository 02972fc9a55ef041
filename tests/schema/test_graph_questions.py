"""The questions that only a graph answers well, asked of the town through the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.model import Organization, Road, Segment, Volunteer
from engine.store import Edge, GraphStore, open_store
from schema.ids import global_id
from tests.schema import town
from tests.schema.conftest import Ask, CountingStore

PLAN, V1, V2, V3 = global_id("Plan", "p1"), *(global_id("Volunteer", id) for id in ("v1", "v2", "v3"))
A = global_id("Segment", "a")
REFUSAL = "... on Refusal { code message }"


@pytest.fixture(scope="module")
def answered_for(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The town, where 甲一 was chief of Lantern Road until the end of 2025 and 乙二 is since; the office claims a."""
    opened = open_store(str(tmp_path_factory.mktemp("answered") / "graph.db"))
    town.build(opened)
    with opened.tx() as tx:
        terms = [
            Edge("v1", "lantern", {"level": 3, "since": "2024-03-01", "until": "2025-12-31"}),
            Edge("v2", "lantern", {"level": 3, "since": "2026-01-01"}),
        ]
        tx.upsert_edges("CHIEF_OF", Volunteer, Road, terms)
        tx.upsert_edges("RESPONDS_FOR", Volunteer, Road, [Edge("v2", "lantern", {"kind": "工商"})])
        tx.upsert_edges("CLAIMS", Organization, Segment, [Edge("office", "a", {"since": "2026-01-01"})])
    yield opened
    opened.close()


@pytest.fixture
def graph(answered_for: GraphStore) -> GraphStore:
    return answered_for


def asked(field: str, arguments: str, found: str) -> str:
    """Each answer's type is named like its field."""
    kind = field[0].upper() + field[1:]
    return f"{{ {field}({arguments}) {{ ... on {kind} {{ {found} }} {REFUSAL} }} }}"


WHO = """day road { name } responsible {
    duty level kind wholeRoad since until volunteer { name } organization { name } lines { name }
}"""


async def test_a_past_day_has_its_own_chief(answer: Ask) -> None:
    data: Any = await answer(asked("whoAnswers", f'segment: "{A}", day: "2025-06-01"', WHO))
    assert data["whoAnswers"]["day"] == "2025-06-01"
    assert data["whoAnswers"]["road"] == {"name": "灯笼路"}
    chief, responder, claim = data["whoAnswers"]["responsible"]
    assert chief == {
        "duty": "CHIEF",
        "level": 3,
        "kind": "",
        "wholeRoad": True,
        "since": "2024-03-01",
        "until": "2025-12-31",
        "volunteer": {"name": "甲一"},
        "organization": None,
        "lines": [{"name": "党员"}],
    }
    assert (responder["kind"], responder["since"], responder["volunteer"]) == ("工商", None, {"name": "乙二"})
    assert (claim["duty"], claim["wholeRoad"], claim["volunteer"]) == ("CLAIM", False, {"name": "甲一"})


async def test_without_a_day_it_is_today(answer: Ask, counted: CountingStore) -> None:
    data: Any = await answer(asked("whoAnswers", f'segment: "{A}"', WHO))
    people = [one["volunteer"] or one["organization"] for one in data["whoAnswers"]["responsible"]]
    assert [who["name"] for who in people] == ["乙二", "乙二", "甲一", "东街机关支部"]
    # seven of the service; the road, all volunteers, all organizations and all lines at once
    assert len(counted.questions) == 7 + 4


async def test_a_point_is_answered_by_the_nearest_segment(answer: Ask) -> None:
    """The segments of the town lie on each other from 113.65 E, 34.75 N; 0.0003° east of them are 27 m."""
    point = "point: { latitude: 34.7505, longitude: 113.6503 }"
    data: Any = await answer(asked("whoAnswers", f'{point}, day: "2025-06-01"', f"metres segment {{ id }} {WHO}"))
    told: Any = await answer(
        asked("whoAnswers", f'segment: "{A}", day: "2025-06-01"', f"metres segment {{ id }} {WHO}")
    )
    assert data["whoAnswers"] == {**told["whoAnswers"], "metres": 27}
    assert told["whoAnswers"]["metres"] is None


async def test_fragility_names_who_and_the_shifts(answer: Ask, counted: CountingStore) -> None:
    found = (
        "count withdrawals { shiftCount more who { ... on Volunteer { name } } shifts { left missing shift { id } } }"
    )
    data: Any = await answer(asked("fragility", f'plan: "{PLAN}", of: VOLUNTEER, first: 1', found))
    assert data["fragility"] == {
        "count": 2,
        "withdrawals": [
            {
                "shiftCount": 1,
                "more": 1,
                "who": {"name": "甲一"},
                "shifts": [{"left": 0, "missing": 1, "shift": {"id": global_id("Shift", "s1")}}],
            }
        ],
    }
    assert len(counted.questions) == 2 + 2  # the plan, whether it may be seen; people and shifts come at once


@pytest.mark.parametrize(("kind", "name"), [("ORGANIZATION", "东街机关支部"), ("STATION", "水井服务站")])
async def test_fragility_of_organizations_and_stations(answer: Ask, kind: str, name: str) -> None:
    found = "withdrawals { shiftCount who { ... on Organization { name } ... on Station { name } } }"
    data: Any = await answer(asked("fragility", f'plan: "{PLAN}", of: {kind}', found))
    assert data["fragility"]["withdrawals"] == [{"shiftCount": 2, "who": {"name": name}}]


async def test_each_road_of_the_plan_is_one_deep(answer: Ask) -> None:
    found = "count roads { depth shiftCount road { name } volunteers { name phone } shifts { startTime } }"
    data: Any = await answer(asked("thinRoads", f'plan: "{PLAN}"', found))
    assert data["thinRoads"]["count"] == 2
    lantern = {"depth": 1, "shiftCount": 1, "road": {"name": "灯笼路"}, "shifts": [{"startTime": "07:00"}]}
    assert {**lantern, "volunteers": [{"name": "甲一", "phone": "138****8000"}]} in data["thinRoads"]["roads"]


async def test_a_chain_leads_through_organizations_or_there_is_none(answer: Ask) -> None:
    found = "chain { steps stops { link organization { name } through { name } } }"
    data: Any = await answer(asked("shortestChain", f'a: "{V1}", b: "{V2}"', found))
    stop = {"link": "MEMBER", "organization": {"name": "东街机关支部"}, "through": None}
    assert data["shortestChain"]["chain"] == {"steps": 2, "stops": [stop]}
    data = await answer(asked("shortestChain", f'a: "{V1}", b: "{V3}"', found))
    assert data["shortestChain"] == {"chain": None}


async def test_a_neighbourhood_of_four_junctions_tells_nothing(answer: Ask) -> None:
    data: Any = await answer(asked("stationsInReach", f'volunteer: "{V1}"', "count stations { atMost }"))
    assert data["stationsInReach"] == {"count": 0, "stations": []}


@pytest.mark.parametrize(
    ("field", "arguments", "code"),
    [
        ("whoAnswers", f'segment: "{global_id("Segment", "none")}"', "NOT_FOUND"),
        ("whoAnswers", f'segment: "{PLAN}"', "INVALID_INPUT"),
        ("whoAnswers", "day: null", "INVALID_INPUT"),
        ("whoAnswers", f'segment: "{A}", point: {{ latitude: 34.75, longitude: 113.65 }}', "INVALID_INPUT"),
        ("whoAnswers", "point: { latitude: 34.75, longitude: 113.66 }", "NOT_FOUND"),
        ("whoAnswers", "point: { latitude: 113.65, longitude: 34.75 }", "INVALID_INPUT"),
        ("fragility", f'plan: "{global_id("Plan", "none")}", of: STATION', "NOT_FOUND"),
        ("fragility", f'plan: "{PLAN}", of: STATION, first: 101', "INVALID_INPUT"),
        ("thinRoads", f'plan: "{global_id("Plan", "none")}"', "NOT_FOUND"),
        ("thinRoads", f'plan: "{PLAN}", first: 0', "INVALID_INPUT"),
        ("shortestChain", f'a: "{V1}", b: "{V1}"', "INVALID_INPUT"),
        ("shortestChain", f'a: "{V1}", b: "{global_id("Volunteer", "none")}"', "NOT_FOUND"),
        ("stationsInReach", f'volunteer: "{global_id("Volunteer", "none")}"', "NOT_FOUND"),
        ("stationsInReach", f'volunteer: "{V1}", within: 2001', "INVALID_INPUT"),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_a_code(
    answer: Ask, field: str, arguments: str, code: str
) -> None:
    data: Any = await answer(asked(field, arguments, "__typename"))
    assert data[field]["code"] == code


async def test_no_answer_holds_what_is_hidden(answer: Ask) -> None:
    person = "{ name phone }"
    documents = (
        asked("whoAnswers", f'segment: "{A}"', f"responsible {{ volunteer {person} }}"),
        asked("shortestChain", f'a: "{V1}", b: "{V2}"', f"chain {{ stops {{ through {person} }} }}"),
        asked("stationsInReach", f'volunteer: "{V3}"', "stations { atMost station { name } }"),
        asked("thinRoads", f'plan: "{PLAN}"', f"roads {{ volunteers {person} }}"),
    )
    for document in documents:
        text = json.dumps(await answer(document), ensure_ascii=False)
        assert not any(secret in text for secret in (town.PHONE[:8], town.HOME, "忌口", "丙三"))

"""Who answers for a spot on a day: by duty, level and term, with lines; the same as a plain reading of all edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.model import Line, Node, Organization, Road, RoadClass, Segment, Volunteer
from engine.responsibility import HELD, Duty, Responsibility, who_answers
from engine.store import Edge, GraphStore
from tests.counting import Counting
from tests.engine.store.fuhua_street import volunteer

BEFORE, DAY, AFTER = date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)
PEOPLE, OFFICES = ("甲", "乙", "丙"), ("branch", "union")


def segment(id: str) -> Segment:
    return Segment(id=id, name=id, metres=100, lat=34.7, lon=113.6, line=(113.6, 34.7, 113.601, 34.7))


@pytest.fixture
def lantern_road(store: GraphStore) -> GraphStore:
    """A road of two segments, a lone segment, three people, a party branch and a union; nobody answers for anything."""
    with store.tx() as tx:
        tx.upsert_nodes(
            [Road(id="road", name="灯笼路", road_class=RoadClass.MAIN), *(volunteer(id, pinyin=id) for id in PEOPLE)]
        )
        tx.upsert_nodes([segment("west"), segment("east"), segment("lone")])
        tx.upsert_nodes([Organization(id=id, name=id) for id in OFFICES])
        tx.upsert_nodes([Line(id="PARTY", name="党员"), Line(id="WORKERS", name="职工")])
        tx.upsert_edges("HAS_SEGMENT", Road, Segment, [Edge("road", "west"), Edge("road", "east")])
        tx.upsert_edges("IN_LINE", Organization, Line, [Edge("branch", "PARTY"), Edge("union", "WORKERS")])
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("甲", "branch", {"since": AFTER.isoformat()})])
    return store


def hold(store: GraphStore, edge: str, who: str, place: str, **properties: object) -> None:
    """The person or organization has this edge to the road or segment."""
    source: type[Node] = Organization if who in OFFICES else Volunteer
    with store.tx() as tx:
        tx.upsert_edges(edge, source, Road if place == "road" else Segment, [Edge(who, place, properties)])


def told(found: tuple[Responsibility, ...]) -> list[tuple[object, ...]]:
    return [(one.duty, one.who, one.level, one.kind, one.whole_road) for one in found]


def test_all_duties_come_by_rank_from_the_road_and_the_segment(lantern_road: GraphStore) -> None:
    hold(lantern_road, "CLAIMS", "branch", "west")
    hold(lantern_road, "CLAIMS", "丙", "west")
    hold(lantern_road, "STEWARD_OF", "乙", "west")
    hold(lantern_road, "RESPONDS_FOR", "丙", "road", kind="工商")
    hold(lantern_road, "CHIEF_OF", "甲", "west", level=4)
    hold(lantern_road, "CHIEF_OF", "乙", "road", level=1)
    hold(lantern_road, "CHIEF_OF", "丙", "east", level=4)  # of another segment
    spot = who_answers(lantern_road, "west", DAY)
    assert (spot.road, spot.day) == ("road", DAY)
    assert told(spot.responsible) == [
        (Duty.CHIEF, "乙", 1, "", True),
        (Duty.CHIEF, "甲", 4, "", False),
        (Duty.RESPONDER, "丙", None, "工商", True),
        (Duty.STEWARD, "乙", None, "", False),
        (Duty.CLAIM, "丙", None, "", False),
        (Duty.CLAIM, "branch", None, "", False),
    ]


@pytest.mark.parametrize(("day", "chief"), [(BEFORE, "甲"), (DAY, "乙"), (AFTER, "乙")])
def test_a_term_includes_its_first_and_last_day(lantern_road: GraphStore, day: date, chief: str) -> None:
    hold(lantern_road, "CHIEF_OF", "甲", "road", level=3, since="2024-03-01", until=BEFORE.isoformat())
    hold(lantern_road, "CHIEF_OF", "乙", "road", level=3, since=DAY.isoformat())
    assert [one.who for one in who_answers(lantern_road, "west", day).responsible] == [chief]


def test_lines_are_those_of_memberships_that_had_not_ended(lantern_road: GraphStore) -> None:
    """甲's roster was read after the day; his membership of the union ended before it."""
    with lantern_road.tx() as tx:
        ended = Edge("甲", "union", {"until": BEFORE.isoformat()})
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [ended])
    hold(lantern_road, "STEWARD_OF", "甲", "west")
    hold(lantern_road, "CLAIMS", "union", "west")
    found = {one.who: one.lines for one in who_answers(lantern_road, "west", DAY).responsible}
    assert found == {"甲": ("PARTY",), "union": ("WORKERS",)}


def test_a_segment_without_a_road_has_its_own_people(lantern_road: GraphStore) -> None:
    hold(lantern_road, "CHIEF_OF", "甲", "road", level=1)
    hold(lantern_road, "STEWARD_OF", "乙", "lone")
    spot = who_answers(lantern_road, "lone", DAY)
    assert (spot.road, told(spot.responsible)) == (None, [(Duty.STEWARD, "乙", None, "", False)])


def test_an_unknown_segment_is_not_found(lantern_road: GraphStore) -> None:
    with pytest.raises(NotFound):
        who_answers(lantern_road, "road", DAY)


def test_seven_questions_however_many_answer(lantern_road: GraphStore) -> None:
    for who in PEOPLE:
        hold(lantern_road, "CLAIMS", who, "west")
    counting = Counting(lantern_road)
    who_answers(counting, "west", DAY)
    assert counting.asked == 1 + len(HELD) == 7


terms = st.none() | st.sampled_from([BEFORE, DAY, AFTER])
edges = st.tuples(
    st.sampled_from([(duty, label, place) for duty, label, place in HELD]),
    st.integers(0, 2),
    st.sampled_from(["west", "east", "road"]),
    terms,
    terms,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(edges, max_size=12), day=st.sampled_from([BEFORE, DAY, AFTER]))
def test_the_answer_is_that_of_a_plain_reading(
    lantern_road: GraphStore,
    held: list[tuple[tuple[Duty, type[Node], type[Node]], int, str, date | None, date | None]],
    day: date,
) -> None:
    written = {}
    with lantern_road.tx() as tx:
        for duty, holder, place in HELD:
            tx.delete_edges(duty.value, holder, place)
        for (duty, holder, place), number, spot, since, until in held:
            who = PEOPLE[number] if holder is Volunteer else OFFICES[number % 2]
            if (place is Road) != (spot == "road"):
                continue
            term = {key: one.isoformat() for key, one in (("since", since), ("until", until)) if one}
            rank = {Duty.CHIEF: {"level": number + 1}, Duty.RESPONDER: {"kind": "工商"}}.get(duty, {})
            tx.upsert_edges(duty.value, holder, place, [Edge(who, spot, {**term, **rank})])
            written[duty, who, spot] = (since or date.min, until or date.max)
    expected = {(d, w, s == "road") for (d, w, s), (a, b) in written.items() if s != "east" and a <= day <= b}
    found = who_answers(lantern_road, "west", day).responsible
    assert len(found) == len(expected)
    assert {(one.duty, one.who, one.whole_road) for one in found} == expected

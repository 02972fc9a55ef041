"""How many volunteers deep roads are held: by hand, and as a plain count on random plans."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.model import AssignmentStatus
from engine.planning.thin_roads import ThinRoad, thin_roads
from engine.store import GraphStore
from tests.counting import Counting
from tests.engine.planning.plans import PLAN, SERVING, Week

ROADS = {"s1": "lantern", "s2": "lantern", "s3": "bamboo", "s4": "reed"}


def test_a_road_that_one_person_holds_is_one_deep_and_a_road_that_nobody_holds_is_not(store: GraphStore) -> None:
    """乙 declined lantern, so 甲 holds both its shifts; bamboo has two people; nobody serves on reed."""
    seats = {("甲", "s1"): SERVING, ("甲", "s2"): SERVING, ("甲", "s3"): SERVING, ("丙", "s3"): SERVING}
    Week(dict.fromkeys(ROADS, 1), {**seats, ("乙", "s2"): AssignmentStatus.DECLINED}, roads=ROADS).write(store)
    lantern, bamboo = ThinRoad("lantern", ("甲",), ("s1", "s2")), ThinRoad("bamboo", ("丙", "甲"), ("s3",))
    assert thin_roads(store, PLAN) == [lantern]
    assert thin_roads(store, PLAN, 2) == [lantern, bamboo]


def test_a_shift_inside_a_station_is_on_no_road(store: GraphStore) -> None:
    Week({"s1": 1}, {("甲", "s1"): SERVING}, stations={"s1": "well"}).write(store)
    assert thin_roads(store, PLAN) == []


def test_a_plan_that_nobody_knows_is_not_found(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        thin_roads(store, "none")


pairs = st.tuples(st.sampled_from(["甲", "乙", "丙"]), st.sampled_from(sorted(ROADS)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seats=st.dictionaries(pairs, st.sampled_from([SERVING, AssignmentStatus.WITHDRAWN]), max_size=9),
    depth=st.integers(0, 3),
)
def test_the_answer_is_that_of_a_plain_count_by_two_questions(
    store: GraphStore, seats: dict[tuple[str, str], AssignmentStatus], depth: int
) -> None:
    Week(dict.fromkeys(ROADS, 1), seats, roads=ROADS).write(store)
    expected = []
    for road in set(ROADS.values()):
        on = {(v, s) for (v, s), status in seats.items() if ROADS[s] == road and status is SERVING}
        who, held = sorted({v for v, _ in on}), sorted({s for _, s in on})
        expected += [ThinRoad(road, tuple(who), tuple(held))] if 0 < len(who) <= depth else []
    counting = Counting(store)
    found = thin_roads(counting, PLAN, depth)
    assert counting.asked == 2
    assert found == sorted(expected, key=lambda one: (len(one.volunteers), -len(one.shifts), one.road))

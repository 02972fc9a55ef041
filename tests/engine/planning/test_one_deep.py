"""The roads where always the same person serves: by hand, and as a plain count on random plans."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.model import AssignmentStatus
from engine.planning.one_deep import OneDeep, roads_one_deep
from engine.store import GraphStore
from tests.counting import Counting
from tests.engine.planning.plans import PLAN, SERVING, Week

ROADS = {"s1": "lantern", "s2": "lantern", "s3": "bamboo", "s4": "reed"}


def test_a_road_held_by_one_person_is_one_deep_and_a_road_held_by_nobody_is_not(store: GraphStore) -> None:
    """乙 declined lantern, so 甲 holds both its shifts; bamboo has two people; nobody serves on reed."""
    seats = {("甲", "s1"): SERVING, ("甲", "s2"): SERVING, ("甲", "s3"): SERVING, ("丙", "s3"): SERVING}
    Week(dict.fromkeys(ROADS, 1), {**seats, ("乙", "s2"): AssignmentStatus.DECLINED}, roads=ROADS).write(store)
    assert roads_one_deep(store, PLAN) == [OneDeep("lantern", "甲", ("s1", "s2"))]


def test_a_shift_inside_a_station_is_on_no_road(store: GraphStore) -> None:
    Week({"s1": 1}, {("甲", "s1"): SERVING}, stations={"s1": "well"}).write(store)
    assert roads_one_deep(store, PLAN) == []


def test_a_plan_that_nobody_knows_is_not_found(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        roads_one_deep(store, "none")


pairs = st.tuples(st.sampled_from(["甲", "乙", "丙"]), st.sampled_from(sorted(ROADS)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seats=st.dictionaries(pairs, st.sampled_from([SERVING, AssignmentStatus.WITHDRAWN]), max_size=7))
def test_the_answer_is_that_of_a_plain_count_by_two_questions(
    store: GraphStore, seats: dict[tuple[str, str], AssignmentStatus]
) -> None:
    Week(dict.fromkeys(ROADS, 1), seats, roads=ROADS).write(store)
    on = defaultdict(set)
    for (volunteer, shift), status in seats.items():
        if status is SERVING:
            on[ROADS[shift]].add((volunteer, shift))
    expected = {
        OneDeep(road, min(pairs)[0], tuple(sorted(shift for _, shift in pairs)))
        for road, pairs in on.items()
        if len({volunteer for volunteer, _ in pairs}) == 1
    }
    counting = Counting(store)
    found = roads_one_deep(counting, PLAN)
    assert (set(found), len(found), counting.asked) == (expected, len(expected), 2)
    assert [len(one.shifts) for one in found] == sorted((len(one.shifts) for one in found), reverse=True)

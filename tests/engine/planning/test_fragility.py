"""Whose withdrawal leaves which shifts below their minimum: by hand, and as a plain recount on random plans."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.model import AssignmentStatus
from engine.planning.fragility import Loss, Withdrawing, fragility
from engine.store import GraphStore
from tests.counting import Counting
from tests.engine.planning.plans import PLAN, SERVING, Week

VOLUNTEER, ORGANIZATION, STATION = Withdrawing

LANTERN_WEEK = Week(
    shifts={"dawn": 1, "noon": 2, "dusk": 1, "night": 2},
    seats={
        ("甲", "dawn"): SERVING,
        ("甲", "noon"): SERVING,
        ("乙", "noon"): SERVING,
        ("乙", "dusk"): SERVING,
        ("丙", "dusk"): SERVING,
        ("丁", "night"): SERVING,
        ("丙", "night"): AssignmentStatus.DECLINED,
    },
    stations={"dusk": "well"},
    based={"甲": "well", "乙": "gate", "丙": "gate"},
    members=[("甲", "branch"), ("乙", "branch"), ("丙", "union")],
    parts=[("branch", "committee"), ("union", "committee")],
)
"""甲 alone holds dawn; noon needs 甲 and 乙; dusk, at the well station, has one to spare; night lacks one already."""


def told(store: GraphStore, kind: Withdrawing) -> list[tuple[str, list[str]]]:
    return [(one.who, [loss.shift for loss in one.losses]) for one in fragility(store, PLAN, kind)]


def test_a_volunteer_takes_away_only_his_own(store: GraphStore) -> None:
    LANTERN_WEEK.write(store)
    assert told(store, VOLUNTEER) == [("甲", ["dawn", "noon"]), ("丁", ["night"]), ("乙", ["noon"])]


def test_an_organization_takes_away_what_its_parts_give(store: GraphStore) -> None:
    """Together 乙 and 丙 empty dusk, which neither does alone; 丁 belongs nowhere."""
    LANTERN_WEEK.write(store)
    assert told(store, ORGANIZATION) == [("committee", ["dawn", "dusk", "noon"]), ("branch", ["dawn", "noon"])]


def test_a_closed_station_loses_its_people_and_its_own_shifts(store: GraphStore) -> None:
    """The well: 甲 is based there, dusk is held there. The gate: 乙 and 丙."""
    LANTERN_WEEK.write(store)
    assert told(store, STATION) == [("well", ["dawn", "dusk", "noon"]), ("gate", ["dusk", "noon"])]


def test_a_loss_says_who_is_left_and_how_many_are_missing_and_how_many_more_than_now(store: GraphStore) -> None:
    """noon needs 2 and keeps 1; night needs 2, has 丁 alone, and would have nobody: 2 missing, 1 more than now."""
    LANTERN_WEEK.write(store)
    found = {one.who: one for one in fragility(store, PLAN, VOLUNTEER)}
    assert found["乙"].losses == (Loss("noon", left=1, missing=1, more=1),)
    assert found["丁"].losses == (Loss("night", left=0, missing=2, more=1),)
    assert found["甲"].more == 2


def test_a_membership_that_ended_before_the_week_does_not_count(store: GraphStore) -> None:
    week = Week(shifts={"dawn": 1}, seats={("甲", "dawn"): SERVING}, ended=[("甲", "branch")])
    week.write(store)
    assert fragility(store, PLAN, ORGANIZATION) == []


def test_a_plan_that_nobody_knows_is_not_found(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        fragility(store, "none", VOLUNTEER)


@pytest.mark.parametrize(("kind", "questions"), [(VOLUNTEER, 2), (STATION, 2), (ORGANIZATION, 3)])
def test_a_few_questions_whatever_the_plan(store: GraphStore, kind: Withdrawing, questions: int) -> None:
    LANTERN_WEEK.write(store)
    counting = Counting(store)
    fragility(counting, PLAN, kind)
    assert counting.asked == questions


PEOPLE, SHIFTS, OFFICES, STATIONS = ("甲", "乙", "丙", "丁"), ("s1", "s2", "s3"), ("o1", "o2", "o3"), ("t1", "t2")
people, shifts, offices, stations = map(st.sampled_from, (PEOPLE, SHIFTS, OFFICES, STATIONS))
weeks = st.builds(
    Week,
    shifts=st.fixed_dictionaries({id: st.integers(0, 3) for id in SHIFTS}),
    seats=st.dictionaries(st.tuples(people, shifts), st.sampled_from([SERVING, AssignmentStatus.WITHDRAWN])),
    stations=st.dictionaries(shifts, stations),
    based=st.dictionaries(people, stations),
    members=st.lists(st.tuples(people, offices), max_size=5, unique=True),
    parts=st.sets(st.sampled_from([("o1", "o2"), ("o2", "o3"), ("o1", "o3")])),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(week=weeks)
def test_the_answer_is_that_of_counting_each_shift_with_and_without(store: GraphStore, week: Week) -> None:
    week.write(store)
    tree = nx.DiGraph(list(week.parts))
    tree.add_nodes_from(OFFICES)
    serving = {pair for pair, status in week.seats.items() if status is SERVING}

    def gives(kind: Withdrawing, who: str, volunteer: str, shift: str) -> bool:
        if kind is VOLUNTEER:
            return volunteer == who
        if kind is STATION:
            return who in (week.based.get(volunteer), week.stations.get(shift))
        return any(v == volunteer and (o == who or nx.has_path(tree, o, who)) for v, o in week.members)

    for kind, all_of_them in ((VOLUNTEER, PEOPLE), (ORGANIZATION, OFFICES), (STATION, STATIONS)):
        expected = {}
        for who in all_of_them:
            stay = {(v, s) for v, s in serving if not gives(kind, who, v, s)}
            for shift, least in week.shifts.items():
                now, left = (sum(s == shift for _, s in some) for some in (serving, stay))
                if left < now and left < least:
                    expected[who, shift] = (left, least - left, max(0, least - left) - max(0, least - now))
        found = fragility(store, PLAN, kind)
        assert {(o.who, x.shift): (x.left, x.missing, x.more) for o in found for x in o.losses} == expected
        ranks = [(-len(one.losses), -one.more, one.who) for one in found]
        assert ranks == sorted(ranks)

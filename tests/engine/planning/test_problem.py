"""The graph's facts as the solver reads them."""

from __future__ import annotations

import pytest

from engine.demand import make_week
from engine.errors import NothingToPlan
from engine.model import (
    Assignment,
    AssignmentStatus,
    Category,
    Organization,
    Plan,
    PlanStatus,
    Segment,
    Shift,
    ShiftTemplate,
    Station,
    Team,
    Volunteer,
)
from engine.planning.facts import read_facts
from engine.planning.problem import build_problem, presence, without
from engine.store import Edge, GraphStore
from solver.problem import Presence, Problem, Share
from solver.problem import Volunteer as Person
from tests.engine.planning.conftest import TODAY, WEEK, change


def problem_of(store: GraphStore, scope: str = "old-town", **more: object) -> Problem:
    make_week(store, WEEK)
    return build_problem(read_facts(store, WEEK, scope), **more)  # type: ignore[arg-type]


def person_of(problem: Problem, id: str) -> Person:
    return next(volunteer for volunteer in problem.volunteers if volunteer.id == id)


def test_a_week_without_shifts_is_nothing_to_plan(lantern_street: GraphStore) -> None:
    with pytest.raises(NothingToPlan):
        read_facts(lantern_street, WEEK)


def test_a_segment_with_a_shift_is_split_in_its_middle(lantern_street: GraphStore) -> None:
    network = problem_of(lantern_street).network
    assert len(network.nodes) == 3 + 2
    assert sorted(metres for _, _, metres in network.edges) == [100, 100, 100, 100]


def test_a_person_is_at_work_from_half_an_hour_before_to_a_while_after(lantern_street: GraphStore) -> None:
    # 丙 works Monday 9:00–17:00 at the middle: there from 8:30 (510) to 18:15 (1095).
    problem = problem_of(lantern_street)
    (at,) = person_of(problem, "丙").at
    assert (at.start, at.end) == (510, 1095)
    assert at != Presence(510, 1095, person_of(problem, "丙").home)


def test_a_lunch_break_is_spent_near_the_workplace() -> None:
    assert presence([(540, 720), (840, 1080)]) == [(510, 1155)]


def test_nobody_is_free_while_he_works_or_is_away(lantern_street: GraphStore) -> None:
    change(lantern_street, "丙", free_hours=(405, 600, 2000, 2100))
    change(lantern_street, "乙", away=("2026-11-23",))
    problem = problem_of(lantern_street)
    assert person_of(problem, "丙").free == ((405, 540), (2000, 2100))
    assert person_of(problem, "乙").free == ()


def test_what_is_cut_out_of_the_middle_leaves_both_ends() -> None:
    assert without([(0, 100)], [(40, 60), (90, 120)]) == [(0, 40), (60, 90)]


def test_tags_say_line_age_and_skills(lantern_street: GraphStore) -> None:
    problem = problem_of(lantern_street)
    assert person_of(problem, "甲").tags == ("line:PARTY", "adult", "leader")
    assert person_of(problem, "丁").tags == ("minor",)
    assert problem.rules.minors.no_categories == ("traffic",)


def test_what_a_persons_organizations_claim_counts_for_him(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.upsert_nodes([Organization(id="works", name="灯笼厂")])
        tx.upsert_edges("PART_OF", Organization, Organization, [Edge("branch", "works")])
        tx.upsert_edges("CLAIMS", Organization, Segment, [Edge("works", "half-east")])
    problem = problem_of(lantern_street)
    assert person_of(problem, "甲").claims == ("half-west",)
    assert person_of(problem, "乙").organization_claims == ("half-east",)
    assert person_of(problem, "丁").organization_claims == ()


def test_people_of_other_subdistricts_are_not_asked(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.upsert_nodes([Station(id="elsewhere", name="别处站", lat=34.74, lon=113.652)])
        tx.delete_edges("BASED_AT", Volunteer, Station)
        tx.upsert_edges("BASED_AT", Volunteer, Station, [Edge("甲", "station"), Edge("乙", "elsewhere")])
    assert [person.id for person in problem_of(lantern_street).volunteers] == ["甲"]
    assert len(problem_of(lantern_street, "").volunteers) == 4


def test_shares_of_the_lines_weigh_only_where_they_are_asked_for(lantern_street: GraphStore) -> None:
    assert problem_of(lantern_street).shares == ()
    assert problem_of(lantern_street, "", shares=True).shares == (Share(tag="line:PARTY", part=500, tolerance=100),)


def test_wishes_pairs_escorts_and_teams_come_along(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.upsert_edges("PREFERS", Volunteer, Category, [Edge("甲", "traffic", {"cost": -100})])
        tx.upsert_edges("TOGETHER", Volunteer, Volunteer, [Edge("甲", "乙")])
        tx.upsert_edges("ESCORTS", Volunteer, Volunteer, [Edge("丙", "丁")])
        tx.upsert_nodes([Team(id="lions", name="舞狮队")])
        tx.upsert_edges("IN_TEAM", Volunteer, Team, [Edge("乙", "lions"), Edge("丙", "lions")])
        tx.update(ShiftTemplate, "rush", {"for_teams": True})
        tx.upsert_edges("OPEN_TO", ShiftTemplate, Team, [Edge("rush", "lions")])
    problem = problem_of(lantern_street)
    assert person_of(problem, "甲").prefers[0].category == "traffic"
    assert problem.together == (("甲", "乙"),)
    assert dict(problem.escorts) == {"丁": ("丙",)}
    assert problem.teams[0].members == ("丙", "乙") or problem.teams[0].members == ("乙", "丙")
    assert [shift.teams for shift in problem.team_shifts] == [("lions",), ("lions",)]
    assert problem.shifts == ()


def test_recent_service_by_a_plan_in_force_counts_as_load_and_as_a_place_served(lantern_street: GraphStore) -> None:
    published, draft = PlanStatus.PUBLISHED, PlanStatus.DRAFT
    _plans_of_last_week(lantern_street, [("old-town", published), ("old-town", published), ("old-town", draft)])
    person = person_of(problem_of(lantern_street), "甲")
    # Only version 2 is in force: one shift, not three.
    assert (person.load, person.served) == (1, ("half-east",))


def test_a_shift_that_two_scopes_plans_name_is_served_once(lantern_street: GraphStore) -> None:
    _plans_of_last_week(lantern_street, [("old-town", PlanStatus.PUBLISHED), ("", PlanStatus.PUBLISHED)])
    person = person_of(problem_of(lantern_street), "甲")
    # Both plans are in force, and both offer 甲 the same shift: counting offers would give a load of two.
    assert (person.load, person.served) == (1, ("half-east",))


def _plans_of_last_week(store: GraphStore, plans: list[tuple[str, PlanStatus]]) -> None:
    """Plans of one offer each, the same shift for the same person; numbered from 1."""
    make_week(store, "2026-W47")
    numbers = dict.fromkeys(("below_minimum", "needs_unmet", "below_desired", "inconvenience"), 0)
    bounds = {f"bound_{name}": 0 for name in numbers}
    with store.tx() as tx:
        for number, (scope, status) in enumerate(plans, start=1):
            plan = Plan(
                id=f"p{number}", week="2026-W47", scope=scope, number=number, status=status,
                created_at=TODAY.isoformat(), **numbers, **bounds,
            )  # fmt: skip
            tx.upsert_nodes([plan, Assignment(id=f"a{number}", week=WEEK, status=AssignmentStatus.OFFERED, metres=100)])
            tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge(f"a{number}", plan.id)])
            tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("甲", f"a{number}")])
            tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge(f"a{number}", "shift:2026-W47:rush:half-east:1")])

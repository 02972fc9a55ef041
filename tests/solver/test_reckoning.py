"""An edit judged by what it touches is judged exactly as by the whole week: rules, cost, what is lacking, walks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.check import lacks
from solver.cost import cost_of
from solver.plan import Cost, Plan, Status
from solver.problem import Pair, Problem, Share, Team, TeamShift
from solver.reckoning import Edit, Reckoning
from solver.rules import RULES
from solver.rules.week import Week
from tests.solver.conftest import Street
from tests.solver.test_optimum import LAW, NETWORK, WALKS, shifts, volunteers

PEOPLE = ("ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal")


class Case(NamedTuple):
    """A plan, however bad, and edits, one after the other: pairs less, pairs more, what stays fixed meanwhile."""

    problem: Problem
    pairs: tuple[Pair, ...]
    teams: tuple[Pair, ...]
    edits: list[tuple[list[Pair], list[Pair], list[Pair]]]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Enough people and shifts that most of them lie outside of what an edit touches."""
    people = [draw(volunteers(name)) for name in PEOPLE]
    wanted = [draw(shifts(f"s{i}")) for i in range(6)]
    minors = [v.id for v in people if "minor" in v.tags]
    adults = [v.id for v in people if "minor" not in v.tags]
    pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from([s.id for s in wanted]))
    ties = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda tie: tie[0] != tie[1])
    escorts = st.lists(st.sampled_from(adults), max_size=2, unique=True).map(tuple) if adults else st.just(())
    members = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple)
    return Problem(
        week="2026-W48",
        network=NETWORK,
        volunteers=tuple(people),
        shifts=tuple(wanted),
        walk=draw(WALKS),
        rules=LAW,
        together=tuple(draw(st.lists(ties, max_size=3))),
        escorts={minor: draw(escorts) for minor in draw(st.sets(st.sampled_from(minors)))} if minors else {},
        teams=(Team(id="band", members=draw(members)), Team(id="choir", members=draw(members))),
        team_shifts=(
            TeamShift(id="parade", place="park", node=2, start=600, end=660, teams=("band", "choir")),
            TeamShift(id="concert", place="gate", node=0, start=1140, end=1200, teams=("choir",)),
        ),
        bans=tuple(draw(st.lists(pairs, max_size=2))),
        previous=draw(st.none() | st.lists(pairs, max_size=3, unique=True).map(tuple)),
        shares=draw(st.sampled_from([(), (Share(tag="PARTY", part=400, tolerance=50), Share(tag="leader", part=90))])),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    problem = draw(problems())
    every = [(name, shift.id) for name in PEOPLE for shift in problem.shifts]
    options = [(team.id, shift.id) for shift in problem.team_shifts for team in problem.teams]
    pairs = tuple(draw(st.lists(st.sampled_from(every), max_size=16, unique=True)))
    now, edits = pairs, []
    for _ in range(draw(st.integers(1, 3))):
        without = draw(st.lists(st.sampled_from(now), unique=True, max_size=3)) if now else []
        left = [pair for pair in now if pair not in without]
        others = [*(pair for pair in every if pair not in left), ("who", "where")]
        comes = draw(st.lists(st.sampled_from(others), unique=True, max_size=3))
        if without and draw(st.booleans()):  # moved, as people are
            there = draw(st.sampled_from([shift.id for shift in problem.shifts]))
            comes = [(name, there) for name in {name for name, _ in without} if (name, there) not in left]
        fixed = [pair for pair in left if pair[0] in PEOPLE]
        edits.append((without, comes, draw(st.lists(st.sampled_from(fixed), unique=True, max_size=3)) if fixed else []))
        now = (*left, *comes)
    return Case(problem, pairs, tuple(draw(st.lists(st.sampled_from(options), max_size=2, unique=True))), edits)


def week_of(problem: Problem, pairs: tuple[Pair, ...], teams: tuple[Pair, ...]) -> Week:
    nothing = Cost()
    return Week(
        problem,
        Plan(week=problem.week, status=Status.FEASIBLE, assignments=pairs, teams=teams, cost=nothing, bound=nothing),
    )


def broken(week: Week) -> Iterator[tuple[str, str | None, str | None, str]]:
    return ((v.rule, v.volunteer, v.shift, v.message) for rule in RULES for v in rule.violations(week))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_an_edit_is_judged_by_what_it_touches_as_by_the_whole_week(case: Case) -> None:
    problem, pairs, teams, edits = case
    reckoning = Reckoning.of(problem, pairs, teams)
    for without, with_, pins in edits:
        bans = tuple(ban for ban in problem.bans if ban not in with_)
        edit = Edit(tuple(without), tuple(with_), tuple(pins), bans)
        found = reckoning.judged(edit)
        fixed = replace(problem, pins=edit.pins, bans=edit.bans)
        before, pairs = week_of(fixed, pairs, teams), edit.of(pairs)
        after = week_of(fixed, pairs, teams)
        old = {key[:3] for key in broken(before)}
        assert [(v.rule, v.volunteer, v.shift, v.message) for v in found.broken] == [
            key for key in broken(after) if key[:3] not in old
        ]
        assert found.after.cost == cost_of(after)
        assert list(found.after.lacks) == list(lacks(after))
        assert found.after.pairs == pairs
        assert found.after.walks == {
            name: tuple(after.metres(after.volunteers[name], duty.shift) for duty in duties)
            for name, duties in after.duties.items()
        }
        for name in {name for name, _ in edit.pairs} & after.duties.keys():
            mine, whole = ([(d.shift.id, d.pinned, d.team) for d in week.duties[name]] for week in (found.week, after))
            assert mine == whole
        reckoning = found.after


def test_only_what_is_touched_is_looked_at(street: Street) -> None:
    people = [street.person(f"p{n}") for n in range(50)]
    problem = street.problem(people, [street.shift(f"s{n}", place=f"place {n}") for n in range(50)])
    reckoning = Reckoning.of(problem, [(f"p{n}", f"s{n}") for n in range(50)], ())
    found = reckoning.judged(Edit((("p7", "s7"),), (("p7", "s8"),)))
    assert found.week.volunteers.keys() == {"p7", "p8"}
    assert found.week.shifts.keys() == {"s7", "s8"}


def test_who_is_tied_to_a_pinned_person_is_judged_by_the_whole_week(street: Street) -> None:
    people = [street.person("ann"), street.person("bob"), street.person("far away")]
    problem = street.two(volunteers=people, together=(("ann", "bob"),))
    reckoning = Reckoning.of(problem, [("ann", "early"), ("bob", "early")], ())
    move = Edit((("ann", "early"),), (("ann", "late"),))
    assert reckoning.judged(move).week.volunteers.keys() == {"ann", "bob"}
    found = reckoning.judged(replace(move, pins=(("bob", "early"),)))
    assert found.week.volunteers.keys() == {"ann", "bob", "far away"}
    # bob's pin would bring ann: she may not leave him there, nor go elsewhere without him
    assert {(v.rule, v.volunteer, v.shift) for v in found.broken} == {
        ("together", "bob", "early"),
        ("together", "ann", "late"),
    }

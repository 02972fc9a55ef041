"""The judge: what a plan says of itself is true, and whatever is broken by hand is named."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.check import check
from solver.plan import Cost, Kind, PinLeftOut, Shortfall, Status
from solver.problem import Need, Team

ANN, BOB = ("ann", "early"), ("bob", "early")


def rules_of(report):
    return [violation.rule for violation in report.violations]


def test_a_good_plan_is_reported_with_its_cost_its_parts_and_its_metres(street):
    problem = street.two(volunteers=[street.person("ann", home=2), street.person("bob")])
    report = check(problem, street.plan(problem, ANN, BOB))
    assert report.holds
    assert (report.metres_walked, report.breakdown.over_desired) == (1000, 300)
    assert report.cost == Cost(inconvenience=1300)


@pytest.mark.parametrize(
    ("lie", "rule"),
    [
        ({"week": "2026-W49"}, "plan"),
        ({"assignments": (ANN, ANN)}, "plan"),
        ({"assignments": (ANN, ("zoe", "early"))}, "plan"),
        ({"assignments": (ANN, ("ann", "never"))}, "plan"),
        ({"teams": (("choir", "parade"),)}, "plan"),
        ({"teams": (("band", "never"),)}, "plan"),
        ({"cost": Cost(0, 2, 0, 149), "bound": Cost(0, 2, 0, 149)}, "cost"),
        ({"bound": Cost(0, 2, 0, 151), "status": Status.FEASIBLE}, "bound"),
        ({"bound": Cost(0, 2, 0, 149)}, "status"),
        ({"status": Status.FEASIBLE}, "status"),
        ({"shortfalls": ()}, "shortfalls"),
        ({"pins_left_out": (PinLeftOut(volunteer="bob", shift="early", reason="max"),)}, "pin"),
    ],
)
def test_one_lie_is_found_and_named(street, lie, rule):
    band, parade = Team(id="band", members=("bob",)), street.team_shift("parade", 3000, priority=2)
    problem = street.two(teams=(band,), team_shifts=(parade,))
    honest = street.plan(problem, ANN)
    assert (honest.cost, rules_of(check(problem, honest))) == (Cost(0, 2, 0, 150), [])
    assert rules_of(check(problem, replace(honest, **lie))) == [rule]


def test_a_team_pair_named_twice_is_found(street):
    band, parade = Team(id="band", members=("bob",)), street.team_shift("parade", 3000)
    problem = street.two(teams=(band,), team_shifts=(parade,))
    assert street.broken(problem, teams=[("band", "parade")] * 2) == ["plan"]


def test_every_shortfall_must_be_listed_with_its_true_number(street):
    shift = street.shift("early", min=2, desired=3, some_have=(Need(tag="leader", count=1),))
    parade = street.team_shift("parade", teams=())
    problem = street.problem([street.person("ann")], [shift], team_shifts=(parade,))
    honest = street.plan(problem, ANN)
    assert honest.shortfalls == (
        Shortfall(shift="early", kind=Kind.MINIMUM, missing=1),
        Shortfall(shift="early", kind=Kind.DESIRED, missing=1),
        Shortfall(shift="early", kind=Kind.NEED, tag="leader", missing=1),
        Shortfall(shift="parade", kind=Kind.TEAM, missing=1),
    )
    wrong = replace(honest, shortfalls=(replace(honest.shortfalls[0], missing=2), *honest.shortfalls[1:]))
    assert [v.message for v in check(problem, wrong).violations] == [
        "所列缺口不实：班次 early 距最低人数差 2 人",
        "缺口未列出：班次 early 距最低人数差 1 人",
    ]


def test_a_violation_reads_as_its_sentence(street):
    report = street.report(street.two(bans=(ANN,)), ANN)
    assert str(report.violations[0]) == "已禁止的安排：ann 不应安排到班次 early"


def crowded_week(street):
    """Four adults and one minor, four shifts in two evenings, all of it possible."""
    people = [*(street.person(f"v{i}") for i in range(4)), street.person("kid", tags=("minor",))]
    shifts = [street.shift(f"s{i}", 1000 + 130 * (i % 2) + 1440 * (i // 2), max=3) for i in range(4)]
    return people, shifts


PAIRS = st.sets(st.tuples(st.sampled_from(["v0", "v1", "v2", "v3", "kid"]), st.sampled_from(["s0", "s1", "s2", "s3"])))


def naive(people, shifts, pairs, bans):
    """The rules of this small world, written down a second time and in another way."""
    broken = set()
    when = {s.id: (s.start, s.end) for s in shifts}
    for shift in shifts:
        there = {v for v, s in pairs if s == shift.id}
        if len(there) > shift.max:
            broken.add("max")
        if there == {"kid"}:
            broken.add("minor")
        if "kid" in there and shift.end > 1260 + 1440 * (shift.start // 1440):
            broken.add("minor")
    for person in people:
        mine = sorted(when[s] for v, s in pairs if v == person.id)
        if len(mine) > person.max_week:
            broken.add("week_cap")
        if any(b[0] < a[1] for a, b in pairwise(mine)):
            broken.add("no_overlap")
        free = {minute for a, b in person.free for minute in range(a, b)}
        if any(not set(range(a, b)) <= free for a, b in mine):
            broken.add("free")
    return broken | ({"ban"} if pairs & bans else set())


@settings(max_examples=200)
@given(pairs=PAIRS, bans=PAIRS, caps=st.integers(0, 3), room=st.integers(0, 3), until=st.integers(1000, 3000))
def test_the_judge_agrees_with_the_rules_written_down_a_second_time(street, pairs, bans, caps, room, until):
    people, shifts = crowded_week(street)
    people = [replace(p, max_week=caps, free=((900, until),)) for p in people]
    shifts = [replace(s, max=room) for s in shifts]
    problem = street.problem(people, shifts, bans=tuple(sorted(bans)))
    assert set(street.broken(problem, *sorted(pairs))) == naive(people, shifts, pairs, bans)

"""A bottleneck is a proof: its arithmetic is done again here from the rules alone, person by person."""

from itertools import combinations

import pytest

from solver.explain import Bottleneck, bottleneck
from solver.explain.sentences import bottleneck_sentence
from solver.plan import Kind
from solver.problem import Need, Problem, Volunteer
from solver.rules.minor import barred
from solver.rules.no_overlap import overlap
from solver.rules.rest import too_close
from solver.rules.tags import lacking, unwanted
from solver.rules.week import is_free, node_at
from solver.solve import solve_with_reasons
from solver.walking import Walking
from tests.solver.town import town


def can_serve(problem: Problem, person: Volunteer, shifts: list) -> list:
    """Those of the shifts from which no rule of the person and the shift alone keeps him."""
    walking = Walking(problem.network)
    return [
        s
        for s in shifts
        if is_free(person, s)
        and not lacking(person, s)
        and not unwanted(person, s)
        and not ("minor" in person.tags and barred(problem, s))
        and (person.id, s.id) not in problem.bans
        and walking.metres(node_at(person, s.start), s.node) <= problem.walk.limit_metres
    ]


def most_of(problem: Problem, person: Volunteer, shifts: list) -> int:
    """How many of the shifts one week of the person can hold, by trying every set of them."""
    able = can_serve(problem, person, shifts)
    for size in range(min(len(able), person.max_week), 0, -1):
        for chosen in combinations(able, size):
            days = [s.start // 1440 for s in chosen]
            apart = all(not overlap(a, b) and not too_close(problem.rules, a, b) for a, b in combinations(chosen, 2))
            if apart and max(map(days.count, days)) <= person.max_day:
                return size
    return 0


def prove(problem: Problem, found: Bottleneck) -> None:
    """The shifts want what is said, nobody else can come, and those who can give no more than is said."""
    shifts = [s for s in problem.shifts if s.id in found.shifts]
    if found.kind is Kind.NEED:
        wanted = sum(need.count for s in shifts for need in s.some_have if need.tag == found.tag)
        asked = [v for v in problem.volunteers if found.tag in v.tags]
    else:
        wanted = sum(s.min if found.kind is Kind.MINIMUM else s.desired for s in shifts)
        asked = list(problem.volunteers)
    assert found.wanted == wanted
    most = {v.id: most_of(problem, v, shifts) for v in asked}
    tied = {name for pair in problem.together for name in pair}
    assert {name for name, count in most.items() if count and name not in tied} <= set(found.people)
    assert {name for name in found.people if name not in tied} <= {name for name, count in most.items() if count}
    alone = sum(count for name, count in most.items() if name not in tied)
    assert alone <= found.most <= sum(most.values())
    assert found.most < found.wanted


def test_two_shifts_at_one_hour_want_more_than_the_people_who_are_free(street) -> None:
    people = [street.person("ann"), street.person("bob"), street.person("away", free=()), street.person("far", home=5)]
    shifts = [street.shift("s", min=2, desired=2), street.shift("t", min=2, desired=2), street.shift("u", 5 * 1440)]
    problem = street.problem(people, shifts)
    solution = solve_with_reasons(problem)
    short = solution.plan.shortfalls[0].shift
    found = bottleneck(solution, short)
    assert found is not None
    prove(problem, found)
    assert (found.kind, found.wanted, found.most, found.missing) == (Kind.MINIMUM, 4, 2, 2)
    assert (found.shifts, found.people) == (("s", "t"), ("ann", "bob"))
    assert bottleneck_sentence(found) == "这 2 个班次按最少人数要 4 人次，能来的 2 人合计至多 2 人次，至少缺 2 人次"


def test_one_shift_alone_is_enough_when_it_alone_wants_too_many(street) -> None:
    people = [street.person("ann"), street.person("away", free=())]
    problem = street.problem(
        people, [street.shift("s", min=2, desired=2), street.shift("t", 1440 * 3, min=1, desired=1)]
    )
    found = bottleneck(solve_with_reasons(problem), "s")
    assert found is not None
    prove(problem, found)
    assert (found.shifts, found.people, found.wanted, found.most) == (("s",), ("ann",), 2, 1)


def test_a_need_is_proved_over_those_who_have_the_tag(street) -> None:
    people = [street.person("ann", tags=("adult", "leader")), street.person("bob"), street.person("cat")]
    need = (Need(tag="leader"),)
    shifts = [street.shift("s", min=1, desired=1, some_have=need), street.shift("t", min=1, desired=1, some_have=need)]
    problem = street.problem(people, shifts)
    solution = solve_with_reasons(problem)
    (fall,) = solution.plan.shortfalls
    found = bottleneck(solution, fall.shift)
    assert found is not None
    prove(problem, found)
    assert (found.tag, found.people, found.wanted, found.most) == ("leader", ("ann",), 2, 1)


def test_nobody_at_all_is_a_proof_too(street) -> None:
    problem = street.problem([street.person("away", free=())], [street.shift("s", min=1, desired=1)])
    found = bottleneck(solve_with_reasons(problem), "s")
    assert found is not None
    assert (found.people, found.most) == ((), 0)
    assert "没有人能来" in bottleneck_sentence(found)


def test_nothing_is_proved_where_nothing_lacks_or_the_plan_only_chose_otherwise(street) -> None:
    full = street.problem([street.person("ann")], [street.shift("s", min=1, desired=1)])
    assert bottleneck(solve_with_reasons(full), "s") is None
    # ann could lead s; t asks for her as one of two people, and a minimum comes before a need
    people = [street.person("ann", tags=("adult", "leader")), street.person("bob")]
    shifts = [
        street.shift("s", min=1, desired=1, some_have=(Need(tag="leader"),)),
        street.shift("t", min=1, desired=1, none_have=("outsider",)),
    ]
    bob = street.person("bob", tags=("adult", "outsider"))
    traded = solve_with_reasons(street.problem([people[0], bob], shifts))
    assert [fall.kind for fall in traded.plan.shortfalls] == [Kind.NEED]
    assert bottleneck(traded, "s") is None


@pytest.mark.parametrize("seed", range(8))
def test_every_bottleneck_of_a_town_holds(seed: int) -> None:
    problem = town(people=18, places=8, seed=seed)
    solution = solve_with_reasons(problem)
    found = [b for s in problem.shifts if (b := bottleneck(solution, s.id)) is not None]
    assert found
    for one in set(found):
        prove(problem, one)


def test_the_asked_shift_is_among_those_of_the_proof() -> None:
    solution = solve_with_reasons(town(people=18, places=8, seed=3))
    for shift in {fall.shift for fall in solution.plan.shortfalls}:
        found = bottleneck(solution, shift)
        assert found is None or shift in found.shifts

"""What would help: one more person is worth what the plan gains by him, and no more than that."""

from dataclasses import replace

import pytest

from solver.explain import By, what_would_help
from solver.explain.chains import unfolded
from solver.explain.sentences import group_sentence, single_sentence
from solver.explain.worth import outlook, split
from solver.models.prices import GRAIN, Prices
from solver.plan import Cost
from solver.problem import Need, Volunteer
from solver.solve import solve, solve_with_reasons
from tests.solver.town import town


def test_the_parts_of_a_folded_number_come_back() -> None:
    for parts in ((1, 0, 0, 1082), (0, -2, 3, -4999), (2, 0, -1, 0), (0, 0, 0, -1)):
        a, b, c, d = parts
        assert unfolded(a * 10**12 + b * 10**9 + c * 10**6 + d) == Cost(*parts)


def test_a_newcomer_fills_an_empty_seat_or_frees_someone_for_one(street) -> None:
    # ann alone can reach both; she is kept at s. One more at s frees her for t, 500 m further on: 1 seat for 500 m
    ann = street.person("ann", max_week=1)
    shifts = [
        street.shift("s", min=1, desired=1, max=1, priority=2),
        street.shift("t", node=1, place="park", min=1, desired=1, max=1, priority=1),
    ]
    solution = solve_with_reasons(street.problem([ann], shifts))
    assert outlook(solution).worths.seat == (Cost(1, 0, 0, -500), Cost(1, 0, 0, 0))
    by_place = {group.key: group for group in what_would_help(solution) if group.by is By.PLACE}
    (single,) = by_place["gate"].best
    assert (single.shift, single.end, single.worth, single.people) == ("s", "t", Cost(1, 0, 0, -500), 0)
    assert single_sentence(single).startswith("s 多 1 人：“低于最少人数”少 1，不便多 500 米，腾出的人手最终补到 t")
    assert by_place["park"].best[0].people == 1  # ann, who serves elsewhere at that hour


def test_the_sums_are_by_line_place_hour_and_skill(street) -> None:
    people = [
        street.person("ann", tags=("adult", "line:PARTY"), free=()),
        street.person("bob", tags=("adult", "line:WOMEN", "first_aid"), free=()),
        street.person("far", tags=("adult", "line:WOMEN"), free=(), home=5),
    ]
    shifts = [
        street.shift("s", min=1, desired=1, some_have=(Need(tag="first_aid"),)),
        street.shift("t", street.evening + 1440, min=1, desired=2, priority=2),
    ]
    groups = {(g.by, g.key): g for g in what_would_help(solve_with_reasons(street.problem(people, shifts)))}
    assert {(by, key): g.total for (by, key), g in groups.items()} == {
        (By.LINE, "line:PARTY"): Cost(3, 0, 0, 0),
        (By.LINE, "line:WOMEN"): Cost(3, 0, 0, 0),
        (By.PLACE, "gate"): Cost(3, 1, 0, 0),
        (By.HOUR, str(18 * 60)): Cost(1, 1, 0, 0),
        (By.HOUR, str(1440 + 18 * 60)): Cost(2, 0, 0, 0),
        (By.SKILL, "first_aid"): Cost(1, 1, 0, 0),
    }
    assert [(s.shift, s.tag, s.people) for s in groups[By.SKILL, "first_aid"].best] == [("s", "first_aid", 1)]
    assert {s.people for s in groups[By.LINE, "line:WOMEN"].best} == {1}
    assert group_sentence(groups[By.HOUR, "1080"]) == "周一 18 时：多 1 人次，合计“低于最少人数”少 1，“缺必备人员”少 1"


def test_a_gap_at_which_several_chains_end_counts_once_in_a_sum(street) -> None:
    people = [street.person(name, max_week=1) for name in ("ann", "bob")]
    shifts = [
        street.shift("s", min=1, desired=1, max=1, priority=2),
        street.shift("t", min=1, desired=1, max=1, priority=2),
        street.shift("u", place="park", min=1, desired=1, max=1, priority=1),
    ]
    solution = solve_with_reasons(street.problem(people, shifts))
    assert outlook(solution).worths.seat == (Cost(1, 0, 0, 0),) * 3  # one more at s or t frees somebody for u
    groups = {(g.by, g.key): (g.total, g.people) for g in what_would_help(solution)}
    assert groups[By.PLACE, "gate"] == groups[By.HOUR, "1080"] == (Cost(1, 0, 0, 0), 1)


def test_a_need_that_is_met_is_worth_something_when_its_leader_could_go_elsewhere(street) -> None:
    ann = street.person("ann", tags=("adult", "leader"), max_week=1)
    shifts = [
        street.shift("s", min=1, desired=1, max=1, priority=3, some_have=(Need(tag="leader"),)),
        street.shift("t", min=1, desired=1, max=1, priority=1),
    ]
    worths = outlook(solve_with_reasons(street.problem([ann], shifts))).worths
    # anybody at s frees ann, but s loses its leader (3): still better, the minimum comes first
    assert worths.seat[0] == Cost(1, -3, 0, 0)
    assert worths.need == (Cost(1, 0, 0, 0),)


@pytest.mark.parametrize("seed", range(4))
def test_a_chain_keeps_its_promise_when_the_newcomer_really_comes(seed: int) -> None:
    """Whoever can serve that one shift, at its door, makes the best plan better by at least the worth."""
    problem = replace(town(people=14, places=5, seed=seed), shares=())
    solution = solve_with_reasons(problem)
    worths, instance = outlook(solution).worths, solution.instance
    promised = [(s, "adult", worths.seat[s]) for s in range(len(problem.shifts))]
    promised += [
        (int(s), tag, worth) for s, tag, worth in zip(instance.need_shift, instance.need_tags, worths.need, strict=True)
    ]
    for s, tag, worth in promised:
        shift = problem.shifts[s]
        newcomer = Volunteer(
            id="new",
            home=shift.node,
            tags=tuple({"adult": None, tag: None}),
            free=((shift.start, shift.end),),
            max_week=1,
        )
        after = solve(replace(problem, volunteers=(*problem.volunteers, newcomer))).cost
        parts = zip(solution.plan.cost.parts(), worth.parts(), strict=True)
        assert after <= Cost(*(before - gain for before, gain in parts))


def test_prices_that_the_search_leaves_are_split_from_the_left(street) -> None:
    weights = (40_000, 16_000, 8_000, 1)
    assert split(57_500, weights) == Cost(1, 1, 0, 1500)
    assert split(-5, weights) == Cost()
    shift = street.shift("s", min=1, desired=1, some_have=(Need(tag="leader"),))
    solution = solve_with_reasons(street.problem([street.person("ann", free=())], [shift]))
    zero = Prices.zero(solution.instance)
    prices = replace(zero, seat=zero.seat + 40_000 * GRAIN, need=zero.need + 16_250 * GRAIN)
    worths = outlook(replace(solution, prices=prices, weights=weights)).worths
    assert (worths.seat, worths.need) == ((Cost(1, 0, 0, 0),), (Cost(1, 1, 0, 250),))


def test_no_help_is_needed_where_nothing_lacks_and_nobody_walks(street) -> None:
    assert what_would_help(solve_with_reasons(street.problem([street.person("ann")], [street.shift("s")]))) == ()

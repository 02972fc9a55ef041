"""The reasons of a plan's shortfalls, counted quickly, are those of the waterfall that looks at everybody."""

import random
from dataclasses import replace

import pytest

from solver.explain.causes import causes
from solver.explain.empty import why_empty
from solver.explain.picture import picture
from solver.plan import Why
from solver.solve import solve_with_reasons
from tests.solver.town import town


@pytest.mark.parametrize("seed", range(3))
def test_the_quick_count_says_what_the_waterfall_says(seed: int) -> None:
    problem, chance = town(people=40, places=10, seed=seed, teams=1), random.Random(seed)
    people = tuple(replace(v, max_day=chance.choice((1, 2)), max_minutes=300) for v in problem.volunteers)
    bans = tuple((chance.choice(people).id, chance.choice(problem.shifts).id) for _ in range(20))
    adults = [v.id for v in people if "adult" in v.tags]
    escorts = {v.id: tuple(chance.sample(adults, chance.randrange(3))) for v in people if "minor" in v.tags}
    solution = solve_with_reasons(replace(problem, volunteers=people, bans=tuple(dict.fromkeys(bans)), escorts=escorts))
    view = picture(solution)
    for shift in problem.shifts:
        for tag in (None, "leader", "minor"):
            found = why_empty(solution, shift.id, tag)
            assert causes(view, shift.id, tag) == (found.steps, len(found.left))


def test_an_empty_list_of_escorts_means_any_adult(street) -> None:
    people = [street.person("ann"), street.person("kid", home=1, tags=("minor",))]
    solution = solve_with_reasons(
        street.problem(people, [street.shift("s", min=1, desired=1, max=2)], escorts={"kid": ()})
    )
    assert solution.plan.assignments == (("ann", "s"),)
    assert why_empty(solution, "s").left == (("kid", ()),)  # ann is beside him, only nobody more is wanted
    assert causes(picture(solution), "s", None) == ((), 1)


def test_a_minor_with_an_empty_list_of_escorts_needs_an_adult_there(street) -> None:
    kid = street.person("kid", tags=("minor",))
    solution = solve_with_reasons(street.problem([kid], [street.shift("s", min=1, desired=1)], escorts={"kid": ()}))
    assert why_empty(solution, "s").steps == (Why("没有可陪同的成年人", 1),)
    assert causes(picture(solution), "s", None) == (why_empty(solution, "s").steps, 0)

"""One sum that keeps the order of the parts."""

import random

import pytest

from benchmarks.solver.greedy import greedy
from benchmarks.solver.objective import folding
from solver.models.build import build
from solver.models.whole import whole_model
from solver.plan import Cost
from solver.solve import solve
from tests.solver.town import town


def random_costs(low: int, span: int) -> list[Cost]:
    chance = random.Random(5)
    return [Cost(*(chance.randrange(4) for _ in range(3)), low + chance.randrange(span)) for _ in range(40)]


def test_the_sum_orders_costs_as_the_vector_does_and_says_the_vector_again() -> None:
    fold = folding(whole_model(build(town(people=20, places=4, seed=1, teams=1))))
    costs = random_costs(fold.low, fold.span)
    assert sorted(costs, key=fold.fold) == sorted(costs)
    assert [fold.unfold(fold.fold(cost)) for cost in costs] == costs


@pytest.mark.parametrize("seed", range(4))
def test_the_inconvenience_of_plans_lies_within_the_span(seed: int) -> None:
    problem = town(people=20, places=4, seed=seed, teams=1)
    fold = folding(whole_model(build(problem)))
    for plan in (greedy(problem), solve(problem)):
        assert 0 <= plan.cost.inconvenience - fold.low < fold.span

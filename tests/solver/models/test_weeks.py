"""The best week of one person, against every set of his candidates."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from solver.models.build import build, clash
from solver.models.prices import GRAIN, Prices, candidate_prices, excess, relax
from solver.problem import DAY
from tests.solver.town import town

PLAIN = (0, 0, 0, 1)


def least(instance, unit: int, price, having: int | None = None) -> int:
    """The least cost of the unit's weeks, by trying every set of at most three candidates."""
    lo, hi = int(instance.unit_ptr[unit]), int(instance.unit_ptr[unit + 1])
    variant = int(instance.unit_variants[unit])
    caps = [instance.problem.volunteers[m].max_day for m in instance.units[unit]]
    best = 0 if having is None else 1 << 60
    for count in range(1, int(instance.variants.most[variant]) + 1):
        for week in combinations(range(lo, hi), count):
            spans = [instance.problem.shifts[instance.candidate_shift[c]] for c in week]
            if having is not None and having not in week:
                continue
            if any(clash((a.start, a.end), (b.start, b.end), 30, 600) for a, b in combinations(spans, 2)):
                continue
            if any([s.start // DAY for s in spans].count(s.start // DAY) > min(caps) for s in spans):
                continue
            load = GRAIN * instance.variants.load[variant, :count].sum()
            best = min(best, int(price[list(week)].sum() + load))
    return best


@pytest.fixture(scope="module")
def priced():
    instance = build(town(people=12, places=4, seed=1))
    chance = np.random.default_rng(7)
    zero = Prices.zero(instance)
    prices = replace(zero, seat=chance.integers(0, 4000, len(zero.seat)) * GRAIN)
    return instance, prices, candidate_prices(instance, prices, PLAIN)


def test_it_is_the_cheapest_of_all_sets_that_the_rules_allow(priced) -> None:
    instance, prices, price = priced
    found = relax(instance, prices, PLAIN).values - GRAIN * instance.variants.fixed
    assert any(found < 0)
    for unit in range(len(instance.units)):
        assert found[instance.unit_variants[unit]] == least(instance, unit, price)


def test_what_a_candidate_costs_beyond_it_is_exact(priced) -> None:
    instance, prices, price = priced
    beyond = excess(instance, prices, PLAIN)
    for unit in range(len(instance.units)):
        best = least(instance, unit, price)
        for c in range(int(instance.unit_ptr[unit]), int(instance.unit_ptr[unit + 1])):
            if beyond[c] < 1 << 59:
                assert beyond[c] == least(instance, unit, price, having=c) - best

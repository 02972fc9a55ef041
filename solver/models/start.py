"""The first plan: teams by one assignment problem, everybody else by sweeps from an empty week."""

import numpy as np

from solver.crowd import Ints
from solver.models.instance import Instance
from solver.models.prices import Prices, relax
from solver.models.sweep import Sweeper
from solver.models.tally import NOBODY, Choice, variants_with

SERVED = 10**7  # what a served team shift is worth in the first choice of teams: more than any walk


def first_teams(instance: Instance) -> tuple[int, ...]:
    """As many team shifts served as possible, by priority, then with the least walking and load."""
    together: list[int] = []
    goes: dict[int, set[int]] = {}
    for option in sorted(relax(instance, Prices.zero(instance), (0, SERVED, 0, 1)).chosen):
        units = instance.unit_of[list(instance.options[option].goers)].tolist()
        beside = {option}.union(*(goes.get(unit, ()) for unit in units))
        if all(variant is not None for _, variant in variants_with(instance, beside)):
            together.append(option)
            for unit in units:
                goes.setdefault(unit, set()).add(option)
    return tuple(together)


def orders(instance: Instance, seed: int, count: int, units: Ints | None = None) -> list[Ints]:
    """`count` seeded orders of these units, or of all, the first by how few candidates a unit has."""
    many = np.diff(instance.unit_ptr)
    few = np.argsort(many, kind="stable") if units is None else units[np.argsort(many[units], kind="stable")]
    generator = np.random.default_rng(seed)
    return [few, *(generator.permutation(len(few)) for _ in range(count - 1))][:count]


def first_choice(instance: Instance, sweeper: Sweeper, seed: int, sweeps: int = 4) -> Choice:
    """A whole plan, at once."""
    return sweeper.sweep(Choice(NOBODY, first_teams(instance)), orders(instance, seed, sweeps))

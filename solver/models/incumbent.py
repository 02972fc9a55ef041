"""The best plan so far and the best bound so far; both only ever get better."""

from collections.abc import Callable

import numpy as np

from solver.models.instance import Instance
from solver.models.prices import GRAIN, Prices, relax
from solver.models.tally import Choice, cost_of, cover_of, seats
from solver.plan import Cost
from solver.progress import Clock, Progress


class Incumbent:
    """Keeps the best choice, its cost, the bound, and tells whoever listens; no plan's parts lie below `least`."""

    def __init__(
        self, instance: Instance, choice: Choice, clock: Clock, listen: Callable[[Progress], None] | None
    ) -> None:
        self.instance, self.clock, self.listen = instance, clock, listen
        self.choice, self.cost = choice, cost_of(instance, choice)
        self.floor, self.least = _floor(instance), _out_of_reach(instance)
        self.bound = min(self.cost, Cost(*self.least, self.floor))
        self.stage = "初始方案"
        self.tell()

    @property
    def proved(self) -> bool:
        """Whether nothing can be better."""
        return self.cost == self.bound

    def enter(self, stage: str) -> None:
        """A new stage begins."""
        self.stage = stage
        self.tell()

    def offer(self, choice: Choice) -> bool:
        """Take the choice if it is better."""
        cost = cost_of(self.instance, choice)
        if cost >= self.cost:
            return False
        self.choice, self.cost = choice, cost
        self.tell()
        return True

    def raise_bound(self, bound: Cost) -> None:
        """Take the bound if it is higher; no bound is above the cost of a plan."""
        if self.bound < bound:
            self.bound = min(bound, self.cost)
            self.tell()

    def tell(self) -> None:
        """Say how far the search has come."""
        if self.listen is not None:
            self.listen(Progress(self.stage, self.cost, self.bound, self.clock.seconds))


def _out_of_reach(instance: Instance) -> tuple[int, int, int]:
    """What no plan's cover is below: what would be missing if everyone came to every shift that he can come to, and the
    teams went where most is served, each once."""
    everyone = np.arange(len(instance.candidate_unit))
    return cover_of(instance, everyone, seats(instance, everyone), instance.teams.matched(-instance.teams.priority))


def _floor(instance: Instance) -> int:
    """What no plan's inconvenience is below, whatever its cover."""
    return relax(instance, Prices.zero(instance), (0, 0, 0, 1)).bound // GRAIN

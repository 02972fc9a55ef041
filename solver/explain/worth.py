"""What one more person is worth at each shift, and one with each tag asked for: by prices, or by chains."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from solver.crowd import Ints
from solver.explain.chains import NONE, Chains, chains_of, unfolded
from solver.explain.moves import Moves, moves_of
from solver.explain.picture import Picture, picture
from solver.models.prices import GRAIN, Prices, Weights4
from solver.models.solution import Solution
from solver.plan import Cost

NOTHING = Cost()


@dataclass(frozen=True, slots=True)
class Worths:
    """By shift and by need (both in the problem's order), in the parts of the cost; zero where one more is no help.

    `ends` name, where chains were followed, the shift at which the help arrives in the end.
    """

    seat: tuple[Cost, ...]
    need: tuple[Cost, ...]
    seat_end: tuple[int, ...]
    need_end: tuple[int, ...]


def split(value: int, weights: Weights4) -> Cost:
    """A weighted sum as parts, taken from the left; metres at the end, none below zero."""
    parts, left = [], max(0, value)
    for weight in weights:
        parts.append(left // weight if weight else 0)
        left -= parts[-1] * weight
    return Cost(*parts)


def worths_by_price(view: Picture, prices: Prices, weights: Weights4) -> Worths:
    """What the prices say: a need's price comes on top of its shift's."""
    at = view.instance.need_shift
    seat = tuple(split(value // GRAIN, weights) for value in prices.seat.tolist())
    need = tuple(split(value // GRAIN, weights) for value in (prices.seat[at] + prices.need).tolist())
    return Worths(seat, need, tuple(range(len(seat))), tuple(at.tolist()))


def worths_by_chains(view: Picture, chains: Chains) -> Worths:
    """What the chains prove."""

    def told(values: list[int]) -> tuple[Cost, ...]:
        return tuple(NOTHING if value == NONE or value <= 0 else unfolded(value) for value in values)

    return Worths(
        told(chains.seat.tolist()),
        told(chains.need.tolist()),
        tuple(chains.seat_end.tolist()),
        tuple(chains.need_end.tolist()),
    )


class Outlook:
    """The tables of one solution that take a while: the exchanges that it leaves open, and the worths."""

    def __init__(self, solution: Solution) -> None:
        self.view = picture(solution)
        self.moves: Moves = moves_of(self.view)
        shift = self.view.instance.candidate_shift[self.moves.taken]
        self._order = np.argsort(shift, kind="stable")
        self._ptr = np.searchsorted(shift[self._order], np.arange(len(self.view.problem.shifts) + 1))

    @cached_property
    def worths(self) -> Worths:
        """By the prices that the search left, or else by chains."""
        solution = self.view.solution
        if solution.prices is not None and any(solution.weights):
            return worths_by_price(self.view, solution.prices, solution.weights)
        return worths_by_chains(self.view, chains_of(self.view, self.moves))

    def moves_to(self, shift: int) -> tuple[Ints, Ints]:
        """The exchanges that bring somebody to a shift: what is left, who comes (as candidates)."""
        rows = self._order[self._ptr[shift] : self._ptr[shift + 1]]
        return self.moves.left[rows], self.moves.taken[rows]


@lru_cache(maxsize=4)
def outlook(solution: Solution) -> Outlook:
    """The outlook of a solution, kept while it is among the last ones asked about."""
    return Outlook(solution)

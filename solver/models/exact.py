"""Proof for what fits into one model: first the three cover parts, folded in a provable order, then the inconvenience.

The linear relaxation of the cover usually tells what cover is possible. That guess becomes a ceiling; under it the
inconvenience is solved over the candidates with the least reduced costs, and over more of them until the gap proves
that no other candidate can help (reduced-cost fixing). A plan that keeps the ceiling proves the guess as well.
"""

import math

import numpy as np

from solver.crowd import Ints
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.mip import Answer, Mask, Relaxation, relaxation, solve_part, solve_street
from solver.models.prices import GRAIN, Weights4, excess, relax
from solver.models.tally import Choice
from solver.models.whole import Model
from solver.plan import Cost

ROUNDING = 1e-4
NOTHING = 10**15
PLAIN: Weights4 = (0, 0, 0, 1)
FIRST_REACH = 600  # metres of reduced cost within which the first part of the candidates lies
STREET_NODES = 20
NODES = 2_000
GUESS_FROM = 5_000  # candidates: below, the cover is solved at once


def cover_weights(instance: Instance) -> Weights4:
    """Weights of the first three parts under which one unit of an earlier part outweighs all of the later ones."""
    short = int(((instance.desired - instance.minimum) * instance.priority).sum())
    unmet = int((instance.need_count * instance.need_priority).sum() + instance.team_shift_priority.sum())
    return ((short + 1) * (unmet + 1), short + 1, 1, 0)


def folded_cover(cost: Cost, weights: Weights4) -> int:
    """The cover parts as one number."""
    return weights[0] * cost.below_minimum + weights[1] * cost.needs_unmet + weights[2] * cost.below_desired


def unfold(weights: Weights4, value: int) -> tuple[int, int, int]:
    """The cover parts of which the folded sum is `value`."""
    return value // weights[0], value % weights[0] // weights[1], value % weights[1]


def choice_of(model: Model, answer: Answer) -> Choice | None:
    """The answer's candidates and options."""
    x = answer.x
    if x is None:
        return None
    candidates, options = (np.flatnonzero(x[slice(*model.columns[name])] > 0.5) for name in ("candidate", "option"))
    return Choice(model.pool[candidates], tuple(options.tolist()))


def rounded_up(value: float) -> int:
    """The least whole number that the value proves."""
    return math.ceil(value - ROUNDING) if math.isfinite(value) else -NOTHING


class Proof:
    """The steps of the proof on one model, each feeding the incumbent."""

    def __init__(self, model: Model, best: Incumbent, seed: int) -> None:
        self.model, self.best, self.seed = model, best, seed
        self.instance = model.instance
        self.weights = cover_weights(model.instance)
        self.everyone = np.ones(len(self.instance.candidate_unit), dtype=bool)

    def run(self) -> None:
        """Prove as much as the clock allows."""
        self.best.enter("岗位覆盖")
        if not len(self.everyone) and not self.instance.options:
            self.best.raise_bound(self.best.cost)  # there is nothing to choose
        elif len(self.everyone) < GUESS_FROM:
            self._solve_cover()
        else:
            self._relax_cover()
            if self.best.clock.over() or self._inconvenience(self.best.bound.parts()[:3]):
                return
            self._solve_cover()
        if self._covered() and not self.best.proved and not self.best.clock.over():
            self._inconvenience(self.best.cost.parts()[:3])

    def _solve(self, part: Mask, weights: Weights4, caps: tuple[int, ...] = ()) -> Answer:
        """The part by the solver that suits its size; a street that HiGHS leaves open goes on with SCIP."""
        clock = self.best.clock
        if len(self.everyone) < GUESS_FROM:
            least = self._covered()
            answer = solve_street(self.model, weights, caps, clock=clock, nodes=STREET_NODES, least=least)
            choice = choice_of(self.model, answer)
            if choice is not None:
                self.best.offer(choice)
            if answer.proved or clock.over():
                return answer
        return solve_part(self.model, part, weights, caps, clock=clock, nodes=NODES, seed=self.seed)

    def _covered(self) -> bool:
        return self.best.cost.parts()[:3] == self.best.bound.parts()[:3]

    def _relax_cover(self) -> None:
        found = relaxation(self.model, self.everyone, self.weights, clock=self.best.clock)
        if found is not None:
            self._cover_bound(relax(self.instance, found.prices, self.weights).bound / GRAIN)

    def _cover_bound(self, value: float) -> None:
        if math.isfinite(value):
            self.best.raise_bound(Cost(*unfold(self.weights, max(0, rounded_up(value))), self.best.floor))

    def _solve_cover(self) -> None:
        answer = self._solve(self.everyone, self.weights)
        choice = choice_of(self.model, answer)
        if choice is not None:
            self.best.offer(choice)
        self._cover_bound(answer.bound)

    def _inconvenience(self, caps: tuple[int, int, int]) -> bool:
        """Solve the last part under the ceilings; whether they can be kept (or nothing more can be said in time)."""
        best = self.best
        best.enter("就近就便")
        if len(self.everyone) < GUESS_FROM:
            bound, beyond = best.bound.inconvenience, np.zeros(len(self.everyone), dtype=np.int64)
        else:
            found = relaxation(self.model, self.everyone, PLAIN, caps, clock=best.clock)
            if found is None:
                return best.clock.over()
            bound, beyond = self._reduced(found, caps)
            best.raise_bound(Cost(*caps, bound))
        reach = FIRST_REACH * GRAIN
        while not best.clock.over():
            part = beyond <= reach
            answer = self._solve(part, PLAIN, caps)
            choice = choice_of(self.model, answer)
            if choice is not None:
                best.offer(choice)
            kept = self._covered()
            if kept and not part.all():  # who takes another candidate pays at least the reach on top of the bound
                best.raise_bound(Cost(*caps, min(rounded_up(answer.bound), bound + reach // GRAIN)))
            if part.all() and kept:
                best.raise_bound(Cost(*caps, min(best.cost.inconvenience, rounded_up(answer.bound))))
            if part.all() or not answer.proved:
                break
            if kept:
                gap = (best.cost.inconvenience - bound) * GRAIN
                if gap <= reach:  # a plan with a candidate outside of the part would not be better
                    best.raise_bound(best.cost)
                    return True
                best.raise_bound(Cost(*caps, bound))
                reach = gap
            else:
                reach = max(4 * reach, FIRST_REACH * GRAIN, GRAIN)
        return self._covered() or best.clock.over()

    def _reduced(self, found: Relaxation, caps: tuple[int, int, int]) -> tuple[int, Ints]:
        """The bound in whole metres, and by how much each candidate lies beyond it (in grains)."""
        relaxed = relax(self.instance, found.prices, found.weights)
        worth = sum((found.weights[k] - PLAIN[k]) * caps[k] for k in range(3))
        bound = rounded_up(relaxed.bound / GRAIN - worth)
        slack = (bound + worth) * GRAIN - relaxed.bound  # the bound was rounded up; a candidate's share of that is not
        return bound, excess(self.instance, found.prices, found.weights) - slack

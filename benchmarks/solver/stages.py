"""The order of the cost's parts for solvers that know one sum: folded into it, or solved in two stages."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.solver.found import Found
from benchmarks.solver.objective import Folding, folding
from solver.models.build import build
from solver.models.exact import choice_of, unfold
from solver.models.mip import Answer
from solver.models.prices import Weights4
from solver.models.tally import Choice, cost_of, plan_of
from solver.models.whole import Floats, Model, whole_model
from solver.plan import Cost
from solver.problem import Problem

ROUNDING = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One sum to minimise, with the first parts at most `caps`, until a time, from a start if there is one."""

    model: Model
    weights: Weights4
    until: float
    caps: tuple[int, ...] = ()
    start: Floats | None = None

    def seconds(self) -> float:
        """The seconds that are left, hardly any when the time is over."""
        return max(0.01, self.until - time.monotonic())


Solver = Callable[[Stage, Callable[[], None]], Answer]
"""Solves a stage; calls back at each plan."""


class Run:
    """A solver's run on a problem: the clock, the best choice, the bound."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        self.began, self.limit = time.monotonic(), seconds
        self.first: float | None = None
        self.model = whole_model(build(problem))
        self.folding: Folding = folding(self.model)
        self.bound = Cost(0, 0, 0, self.folding.low)
        self.choice: Choice | None = None

    @property
    def seconds(self) -> float:
        """Since the problem was handed over."""
        return time.monotonic() - self.began

    def in_one_sum(self, solver: Solver) -> Found:
        """All parts folded into one sum."""
        answer = self._solve(
            solver, Stage(model=self.model, weights=self.folding.weights, until=self.began + self.limit)
        )
        # the model's own constant stands outside of the folding, which begins at the least inconvenience
        self.bound = max(self.bound, self.folding.unfold(_rounded_up(answer.bound) - self.folding.low))
        return self.found()

    def in_two_stages(self, solver: Solver) -> Found:
        """First the cover, in half of the time; then the inconvenience under that cover, in what is left."""
        cover = self.folding.cover
        answer = self._solve(solver, Stage(model=self.model, weights=cover, until=time.monotonic() + self._left() / 2))
        self.bound = Cost(*unfold(cover, max(0, _rounded_up(answer.bound))), self.folding.low)
        if self.choice is not None and self._left() > 0:
            caps = cost_of(self.model.instance, self.choice).parts()[:3]
            stage = Stage(
                model=self.model, weights=(0, 0, 0, 1), until=self.began + self.limit, caps=caps, start=answer.x
            )  # fmt: skip
            last = self._solve(solver, stage)
            if self.bound.parts()[:3] == caps and math.isfinite(last.bound):
                self.bound = max(self.bound, Cost(*caps, _rounded_up(last.bound)))
        return self.found()

    def found(self) -> Found:
        """What has been found so far."""
        plan = None
        if self.choice is not None:
            plan = plan_of(self.model.instance, self.choice, min(self.bound, cost_of(self.model.instance, self.choice)))
        return Found(plan=plan, first=self.first, seconds=self.seconds)

    def _left(self) -> float:
        return max(0.0, self.limit - self.seconds)

    def _solve(self, solver: Solver, stage: Stage) -> Answer:
        answer = solver(stage, self._told)
        choice = choice_of(self.model, answer)
        if choice is not None:
            self._told()
            if self.choice is None or self._cost(choice) < self._cost(self.choice):
                self.choice = choice
        return answer

    def _cost(self, choice: Choice) -> Cost:
        return cost_of(self.model.instance, choice)

    def _told(self) -> None:
        if self.first is None:
            self.first = self.seconds


def _rounded_up(value: float) -> int:
    return math.ceil(value - ROUNDING) if math.isfinite(value) else 0

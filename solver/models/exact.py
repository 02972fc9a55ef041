"""Proof for what fits into one model: first the three cover parts, folded in a provable order, then the inconvenience."""

import math

import numpy as np

from solver.models.incumbent import LOWEST, Incumbent
from solver.models.instance import Instance
from solver.models.mip import Answer, relaxation, solve_part
from solver.models.prices import GRAIN, Weights4, excess, relax
from solver.models.tally import Choice
from solver.models.whole import Model
from solver.plan import Cost

ROUNDING = 1e-4
PLAIN: Weights4 = (0, 0, 0, 1)


def cover_weights(instance: Instance) -> Weights4:
    """Weights of the first three parts under which one unit of an earlier part outweighs all of the later ones."""
    short = int(((instance.desired - instance.minimum) * instance.priority).sum())
    unmet = int((instance.need_count * instance.need_priority).sum() + instance.team_shift_priority.sum())
    return ((short + 1) * (unmet + 1), short + 1, 1, 0)


def unfold(instance: Instance, value: int) -> tuple[int, int, int]:
    """The cover parts of which the folded weight sum is `value`."""
    first, second, _, _ = cover_weights(instance)
    return value // first, value % first // second, value % second


def choice_of(model: Model, answer: Answer) -> Choice | None:
    """The answer's candidates and options."""
    if answer.x is None:
        return None

    def taken(name: str) -> tuple[int, ...]:
        lo, hi = model.columns[name]
        return tuple(int(i) for i in np.flatnonzero(answer.x[lo:hi] > 0.5)) if answer.x is not None else ()

    return Choice(taken("candidate"), taken("option"))


def prove_cover(model: Model, best: Incumbent) -> bool:
    """Find the least cover parts and prove them; False when the clock ended it."""
    instance, weights = model.instance, cover_weights(model.instance)
    best.enter("岗位覆盖")
    everyone = np.ones(len(instance.candidate_unit), dtype=bool)
    folded = folded_cover(best.cost, weights)
    found = relaxation(model, everyone, weights)
    if found is not None:
        bound = math.ceil(relax(instance, found[1], weights).bound / GRAIN - ROUNDING)
        best.raise_bound(Cost(*unfold(instance, max(0, bound)), LOWEST))
        if bound >= folded:
            return True
    if best.clock.over():
        return False
    answer = solve_part(model, everyone, weights, seconds=best.clock.left())
    choice = choice_of(model, answer)
    if choice is not None:
        best.offer(choice)
    bound = math.ceil(answer.bound - ROUNDING)
    best.raise_bound(Cost(*unfold(instance, max(0, bound)), LOWEST))
    return bound >= folded_cover(best.cost, weights)


def folded_cover(cost: Cost, weights: Weights4) -> int:
    """The cover parts as one number."""
    return weights[0] * cost.below_minimum + weights[1] * cost.needs_unmet + weights[2] * cost.below_desired


def prove_inconvenience(model: Model, best: Incumbent) -> None:
    """With the cover parts proved: find the least inconvenience, over the candidates that reduced costs leave."""
    instance = model.instance
    best.enter("就近就便")
    caps = best.cost.parts()[:3]
    everyone = np.ones(len(instance.candidate_unit), dtype=bool)
    found = relaxation(model, everyone, PLAIN, caps)
    part = everyone
    if found is not None:
        _, prices, weights = found
        relaxed = relax(instance, prices, weights)
        worth = sum((weights[k] - PLAIN[k]) * caps[k] for k in range(3))
        bound = math.ceil(relaxed.bound / GRAIN - worth - ROUNDING)
        best.raise_bound(Cost(*caps, bound))
        if best.proved or best.clock.over():
            return
        part = excess(instance, prices, weights) <= (best.cost.inconvenience - bound) * GRAIN
    answer = solve_part(model, part, PLAIN, caps, seconds=best.clock.left())
    choice = choice_of(model, answer)
    if choice is not None:
        best.offer(choice)
    if answer.proved:
        best.raise_bound(Cost(*caps, min(best.cost.inconvenience, math.ceil(answer.bound - ROUNDING))))
    elif answer.bound > LOWEST:
        best.raise_bound(Cost(*caps, min(best.cost.inconvenience, math.ceil(answer.bound - ROUNDING))))

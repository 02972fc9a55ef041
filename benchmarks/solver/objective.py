"""The cost vector as one whole number that keeps its order, and the bound that such a number says."""

from dataclasses import dataclass

import numpy as np

from solver.models.exact import cover_weights, folded_cover, unfold
from solver.models.prices import Weights4
from solver.models.whole import Model
from solver.plan import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """Weights of the cover parts; `span`: above any difference of two plans' inconvenience; `low`: none is less."""

    cover: Weights4
    span: int
    low: int

    @property
    def weights(self) -> Weights4:
        """One weight for each part, each unit of an earlier part being worth more than all of the later ones."""
        return (self.cover[0] * self.span, self.cover[1] * self.span, self.cover[2] * self.span, 1)

    def fold(self, cost: Cost) -> int:
        """The cost as one number, not below zero."""
        return folded_cover(cost, self.cover) * self.span + cost.inconvenience - self.low

    def unfold(self, value: int) -> Cost:
        """The cost that folds to this number; of a lower bound, a bound."""
        value = max(0, value)
        return Cost(*unfold(self.cover, value // self.span), value % self.span + self.low)


def folding(model: Model) -> Folding:
    """The least weights that keep the order in this model."""
    low, high = _range(model)
    return Folding(cover=cover_weights(model.instance), span=high - low + 1, low=low)


def _range(model: Model) -> tuple[int, int]:
    """Two numbers between which the inconvenience of every plan lies: nobody serves more often than he may."""
    instance, cost = model.instance, model.parts[3]
    units = len(instance.units)
    cheapest, dearest = np.zeros(units, dtype=np.int64), np.zeros(units, dtype=np.int64)
    np.minimum.at(cheapest, instance.candidate_unit, instance.candidate_cost)
    np.maximum.at(dearest, instance.candidate_unit, instance.candidate_cost)
    most = np.array(
        [instance.variants.most[a:b].max() for a, b in zip(*_neighbours(instance.unit_variants), strict=True)]
    )
    rest = np.arange(len(cost)) >= model.columns["option"][0]
    bounded = rest & np.isfinite(model.upper)
    others = cost[bounded] * model.upper[bounded]
    people = int(np.maximum(instance.maximum, instance.base_seats).sum())
    shares = len(instance.problem.shares) * (2 * instance.problem.weights.share * people + 1)
    constant = int(model.constant[3])
    low = constant + int((cheapest * most).sum() + np.minimum(0, others).sum())
    high = constant + int((dearest * most).sum() + np.maximum(0, others).sum()) + shares
    return low, high


def _neighbours(starts: np.ndarray) -> tuple[list[int], list[int]]:
    return starts[:-1].tolist(), starts[1:].tolist()

"""A verified plan together with what it was made from."""

from dataclasses import dataclass

from solver.models.instance import Instance
from solver.models.prices import Prices, Weights4
from solver.models.tally import Choice
from solver.plan import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A plan, and what explanations are made from; compared by identity.

    `prices`, if the search ended with some, are valid for the sum of the cost's parts weighted by `weights`.
    """

    plan: Plan
    instance: Instance
    choice: Choice
    prices: Prices | None = None
    weights: Weights4 = (0, 0, 0, 0)

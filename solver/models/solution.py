"""A verified plan together with what it was made from."""

from dataclasses import dataclass

from solver.models.instance import Instance
from solver.models.tally import Choice
from solver.plan import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A plan, and what explanations are made from; compared by identity."""

    plan: Plan
    instance: Instance
    choice: Choice

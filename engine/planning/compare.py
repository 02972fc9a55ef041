"""Two versions of a plan side by side."""

from __future__ import annotations

from dataclasses import dataclass

from engine.planning.seats import SeatedPlan, read_plan
from engine.store.port import Reader

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """What the second version adds to and takes from the first, as (volunteer, shift), teams' members included."""

    before: str
    after: str
    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    kept: int
    touched: tuple[str, ...]
    """The volunteers whose week differs."""
    cost_before: tuple[int, int, int, int]
    cost_after: tuple[int, int, int, int]


def compare_plans(reader: Reader, before: str, after: str) -> PlanComparison:
    """The difference of two versions. Raises ``NotFound``."""
    old, new = read_plan(reader, before), read_plan(reader, after)
    pairs_old, pairs_new = _pairs(old), _pairs(new)
    added, removed = sorted(pairs_new - pairs_old), sorted(pairs_old - pairs_new)
    return PlanComparison(
        before=before,
        after=after,
        added=tuple(added),
        removed=tuple(removed),
        kept=len(pairs_old & pairs_new),
        touched=tuple(sorted({volunteer for volunteer, _ in (*added, *removed)})),
        cost_before=old.plan.costs(),
        cost_after=new.plan.costs(),
    )


def _pairs(seated: SeatedPlan) -> set[Pair]:
    return {seat.pair for seat in seated.seats if seat.serving}

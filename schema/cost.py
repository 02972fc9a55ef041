"""What a plan costs, in the four parts of the planning problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import strawberry

MAX_INT = 2**31 - 1


@strawberry.type(description="Four parts; a better earlier part is worth any later part (代价).")
class Cost:
    below_minimum: int = strawberry.field(description="People missing to the minimum, by priority (低于最少人数).")
    needs_unmet: int = strawberry.field(description="Needed skills and teams missing, by priority (缺必备人员).")
    below_desired: int = strawberry.field(
        description="People missing to the desired number, by priority (低于期望人数)."
    )
    inconvenience: int = strawberry.field(description="Walks, wishes, claims and load, in metres (不便).")

    @classmethod
    def of(cls, *parts: int) -> Self:
        """The cost with these four parts, in the order in which they count."""
        below_minimum, needs_unmet, below_desired, inconvenience = parts
        return cls(
            below_minimum=below_minimum,
            needs_unmet=needs_unmet,
            below_desired=below_desired,
            inconvenience=inconvenience,
        )

    @classmethod
    def known(cls, *parts: int) -> Self | None:
        """The cost, or none while a part is beyond all that a plan can cost: the search does not know it yet."""
        return cls.of(*parts) if all(abs(part) <= MAX_INT for part in parts) else None


def gap_of(cost: Sequence[int], bound: Sequence[int], metres: int) -> float:
    """The gap of the first part where the two differ; for inconvenience divided by the metres that are walked."""
    for part, (paid, least) in enumerate(zip(cost, bound, strict=True)):
        if paid != least:
            return float(paid - least) if part < 3 else (paid - least) / max(metres, 1)
    return 0.0

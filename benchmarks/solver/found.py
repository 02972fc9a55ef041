"""What a run of a peer gives."""

from dataclasses import dataclass

from solver.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The plan, if any; the seconds to the first one and in all; whether the bound is more than the plainest."""

    plan: Plan | None
    first: float | None
    seconds: float
    bounds: bool = True

"""What a run of a peer gives."""

from dataclasses import dataclass

from solver.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The plan, if any was found; the seconds that the first one and the whole run took; whether its bound says much."""

    plan: Plan | None
    first: float | None
    seconds: float
    bounds: bool = True

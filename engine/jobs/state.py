"""What a planning job is asked to do, how far it is, and how fast others learn of it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model import PlanJob
from solver.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What is to be planned: the week, a subdistrict's id or empty, and how."""

    week: str
    scope: str = ""
    base: str = ""
    seconds: float | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """How far a job is; ``progress`` is none before the solver has said anything."""

    job: PlanJob
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often servers that share a graph write to each other, and look."""

    tick: float = 0.5
    """Seconds from one writing down of running jobs to the next, and from one look at a job of another server to the
    next: what happens there is heard here after two of them at most."""
    look: float = 5.0
    """Seconds from one look for jobs without a server to the next."""
    looks: int = 12
    """After so many looks in a row without a sign of life a job is lost."""

"""Jobs whose server is gone: found without a clock, so that servers need not agree on the time.

A server that lives counts up the beat of its jobs. Who looks again and again and finds the same beat each time knows
that the server is gone, or frozen, or cut off from the store. A look takes the writers' turn: where a long write holds
up the beats it holds up the looks too, and a store that is away is not taken for a server that is.
"""

from __future__ import annotations

from collections.abc import Container

from engine.jobs.record import interrupt
from engine.model import JobProgress, JobStatus, PlanJob
from engine.store import GraphStore, Match, eq, is_in
from engine.store.port import Reader

RUNNING = Match("j", PlanJob).where(eq("j.status", JobStatus.RUNNING.value)).select("j.id")


class LostJobs:
    """What one server has seen of the jobs of others; ``looks`` in a row without a sign of life make a job lost."""

    def __init__(self, store: GraphStore, looks: int) -> None:
        self._store, self._looks = store, looks
        self._seen: dict[str, tuple[int, int]] = {}
        """Job → the beat, and in how many looks after the first it was the same."""

    def look(self, own: Container[str]) -> list[str]:
        """Looks once at all that run, but for one's own; the jobs that are INTERRUPTED now since they are lost."""
        if not any(row["j.id"] not in own for row in self._store.query(RUNNING)):
            self._seen = {}
            return []
        with self._store.tx() as tx:
            seen = {job: self._again(job, beat) for job, beat in _beats(tx).items() if job not in own}
            lost = [job for job, (_, same) in seen.items() if same >= self._looks]
            for job in lost:
                interrupt(tx, job)
        self._seen = seen
        return lost

    def _again(self, job: str, beat: int) -> tuple[int, int]:
        before, same = self._seen.get(job, (None, 0))
        return beat, same + 1 if before == beat else 0


def _beats(reader: Reader) -> dict[str, int]:
    """Job that runs → its beat."""
    running = [row["j.id"] for row in reader.query(RUNNING)]
    beats = reader.query(Match("p", JobProgress).where(is_in("p.id", running)).select("p.id", "p.beat"))
    return {row["p.id"]: row["p.beat"] for row in beats}

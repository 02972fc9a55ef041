"""Planning jobs: run in this process, kept in the graph, heard of from every server on it."""

from __future__ import annotations

from engine.jobs.running import MAX_WAITING, Generate, Jobs
from engine.jobs.state import JobState, Pace, PlanRequest

__all__ = ["MAX_WAITING", "Generate", "JobState", "Jobs", "Pace", "PlanRequest"]

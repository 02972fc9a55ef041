"""A line in the terminal that says how far a long solve has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from solver.progress import Progress


@contextmanager
def progress_line(console: Console) -> Iterator[Callable[[Progress], None]]:
    """While the block runs, each progress that is handed over replaces the one shown; nothing is left behind."""
    with console.status("准备……") as status:
        yield lambda progress: status.update(progress_text(progress))


def progress_text(progress: Progress) -> str:
    """``改进 · 目前 (0, 0, 3, 5120)，下界 (0, 0, 3, 5098) · 1.2 秒``"""
    cost = progress.cost.parts() if progress.cost else "—"
    bound = progress.bound.parts() if progress.bound else "—"
    return f"{progress.stage} · 目前 {cost}，下界 {bound} · {progress.seconds:.1f} 秒"

"""Lines in the terminal that say how far a long solve, or a move of many rows, has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from solver.progress import Progress


@contextmanager
def progress_line(console: Console) -> Iterator[Callable[[Progress], None]]:
    """While the block runs, each progress that is handed over replaces the one shown; nothing is left behind."""
    with console.status("准备……") as status:
        yield lambda progress: status.update(progress_text(progress))


@contextmanager
def progress_bars(console: Console, rows: int | None) -> Iterator[Callable[[str, int], None]]:
    """While the block runs, a bar for each thing that is told to be done, with so many rows; nothing is left behind."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(doing: str, more: int) -> None:
            if doing not in tasks:
                tasks[doing] = bars.add_task(doing, total=rows)
            bars.advance(tasks[doing], more)

        yield told


def progress_text(progress: Progress) -> str:
    """``改进 · 目前 (0, 0, 3, 5120)，下界 (0, 0, 3, 5098) · 1.2 秒``"""
    cost = progress.cost.parts() if progress.cost else "—"
    bound = progress.bound.parts() if progress.bound else "—"
    return f"{progress.stage} · 目前 {cost}，下界 {bound} · {progress.seconds:.1f} 秒"

"""``./jiujin bench solver``: every peer on every problem, one after another, for the same time, judged by `check`."""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from rich.console import Console

from benchmarks.solver.measure import measure
from benchmarks.solver.problems import Case, cases, generated
from benchmarks.solver.table import head, rows
from benchmarks.where import where

TITLES = {
    "ours": "jiujin, 2 threads",
    "cpsat2": "CP-SAT whole, 2 workers",
    "cpsat1": "CP-SAT whole, 1 worker, linearization 2",
    "highs": "HiGHS whole (MathOpt)",
    "timefold": "Timefold",
    "greedy": "nearest first",
}
"""What the table calls each peer, in its order."""


def main(
    console: Console,
    *,
    problems: Sequence[str],
    generator: Path | None,
    sizes: Sequence[str],
    seeds: Sequence[str],
    demands: Sequence[str],
    peers: Sequence[str],
    seconds: float | None,
    markdown: Path | None,
) -> None:
    """Prints the table, problem by problem; the file, if one is named, holds the same lines."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        copy = stack.enter_context(markdown.open("w", encoding="utf-8")) if markdown else None
        made = [] if generator is None else generated(generator, sizes, seeds, demands, folder)
        _say(console, copy, [where(), "", *head()])
        for case in (*cases(problems, folder), *made):
            _say(console, copy, _rows(console, case, peers, seconds or case.limit, folder))


def _rows(console: Console, case: Case, peers: Sequence[str], seconds: float, folder: Path) -> Iterable[str]:
    results = []
    for peer in peers:
        with console.status(f"{case.title}：{TITLES[peer]}，{seconds:g} 秒……"):
            results.append(measure(peer, case.file, seconds, folder))
    return rows(f"{case.title}, {seconds:g} s", TITLES, results)


def _say(console: Console, copy: TextIO | None, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
        if copy is not None:
            copy.write(line + "\n")
            copy.flush()

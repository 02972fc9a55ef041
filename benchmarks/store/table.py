"""What was measured, as a table with two columns for each store, in the terminal and in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table

from benchmarks.store.measure import Timing
from benchmarks.store.questions import NESTED

HEAVIEST = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything measured on one store."""

    store: str
    load: Mapping[str, float]
    """Part → seconds."""
    questions: Mapping[str, Timing]
    replacements: Sequence[float]
    scans: Mapping[str, Sequence[str]]
    """Each of the heaviest questions → the steps of its plan that read all nodes, edges or a label."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should not exceed."""

    name: str
    unit: str
    most: float
    figure: Callable[[Measured], float]

    def line(self, measured: Sequence[Measured]) -> str:
        """Whether each store reaches it, and by how much one does not."""
        return f"{self.name} ≤ {self.most:g} {self.unit}：" + "；".join(map(self._judged, measured))

    def _judged(self, measured: Measured) -> str:
        over = self.figure(measured) - self.most
        verdict = "达到" if over <= 0 else f"超出 {over:.2f} {self.unit}"
        return f"{measured.store} {self.figure(measured):.2f}，{verdict}"


GOALS = (
    Goal(f"{NESTED}，p99", "ms", 25, lambda measured: measured.questions[NESTED].p99),
    Goal("替换一份周计划，中位数", "s", 1, lambda measured: statistics.median(measured.replacements)),
    Goal("全部写入", "s", 60, lambda measured: sum(measured.load.values())),
)


def headings(measured: Sequence[Measured]) -> list[str]:
    """The first line."""
    return ["做什么", *(f"{one.store} {part}" for one in measured for part in ("p50", "p99")), "行", "答案一致"]


def rows(measured: Sequence[Measured]) -> Iterator[list[str]]:
    """The writes in seconds, the questions in milliseconds."""
    first, *_ = measured
    for part in first.load:
        yield [f"写入{part}", *_seconds([[one.load[part]] for one in measured]), "", ""]
    yield ["全部写入", *_seconds([[sum(one.load.values())] for one in measured]), "", ""]
    yield ["替换一份周计划", *_seconds([one.replacements for one in measured]), "", ""]
    for name, timing in first.questions.items():
        answers = [one.questions[name] for one in measured]
        figures = [f"{value:.2f} ms" for answer in answers for value in (answer.median, answer.p99)]
        same = "是" if agree(measured, name) else "否"
        yield [name, *figures, f"{timing.rows:.0f}", same]


def agree(measured: Sequence[Measured], name: str) -> bool:
    """Whether all stores gave the question the same answers."""
    return len({one.questions[name].fingerprint for one in measured}) == 1


def heaviest(questions: Mapping[str, Timing]) -> list[str]:
    """The questions that took longest, the longest first."""
    return sorted(questions, key=lambda name: -questions[name].median)[:HEAVIEST]


def notes(measured: Sequence[Measured]) -> Iterator[str]:
    """The goals, and the plans of the heaviest questions."""
    for goal in GOALS:
        yield goal.line(measured)
    for one in measured:
        for name, steps in one.scans.items():
            yield f"{one.store}，{name}：" + ("；".join(steps) if steps else "没有全表或整类扫描")


def printed(title: str, measured: Sequence[Measured]) -> Table:
    """The table for the terminal."""
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings(measured)):
        table.add_column(heading, justify="right" if number else "left")
    for row in rows(measured):
        table.add_row(*row)
    return table


def markdown(title: str, measured: Sequence[Measured]) -> str:
    """The same, in Markdown."""
    head = headings(measured)
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows(measured))]
    lines.insert(1, "|---|" + "---:|" * (len(head) - 1))
    return "\n".join([title, "", *lines, "", *(f"- {note}" for note in notes(measured)), ""])


def _seconds(taken: Sequence[Sequence[float]]) -> list[str]:
    """Median and longest of each store."""
    return [
        cell
        for times in taken
        for cell in (f"{statistics.median(times):.2f} s", f"{max(times):.2f} s" if len(times) > 1 else "")
    ]

"""`rest` and `gap`: enough minutes between two shifts of a person; `gap` when they start on one day, `rest` otherwise.

Two pins may stand closer to each other. Shifts that overlap are the business of `no_overlap` alone.
"""

from collections.abc import Iterator
from itertools import combinations

from solver.problem import DAY, Rules, Shift, TeamShift
from solver.rules.no_overlap import overlap
from solver.rules.rule import Rule, Violation
from solver.rules.week import Week


def same_day(a: Shift | TeamShift, b: Shift | TeamShift) -> bool:
    """Whether both start on one day."""
    return a.start // DAY == b.start // DAY


def between(a: Shift | TeamShift, b: Shift | TeamShift) -> int:
    """Minutes from the end of the earlier to the start of the later, below 0 when they overlap."""
    return max(b.start - a.end, a.start - b.end)


def too_close(rules: Rules, a: Shift | TeamShift, b: Shift | TeamShift) -> bool:
    """Whether the two lie closer than `gap` or `rest` allows; not said of shifts that overlap."""
    return not overlap(a, b) and between(a, b) < (rules.gap if same_day(a, b) else rules.rest)


def _closer(week: Week, *, one_day: bool) -> Iterator[tuple[str, str, str, int]]:
    for name, duties in week.duties.items():
        for first, second in combinations(duties, 2):
            a, b = first.shift, second.shift
            if first.pinned and second.pinned:
                continue
            if same_day(a, b) == one_day and too_close(week.problem.rules, a, b):
                yield name, b.id, a.id, between(a, b)


def _rest(week: Week) -> Iterator[Violation]:
    for name, shift, other, minutes in _closer(week, one_day=False):
        yield REST.broken(name, shift, other=other, minutes=minutes, least=week.problem.rules.rest)


def _gap(week: Week) -> Iterator[Violation]:
    for name, shift, other, minutes in _closer(week, one_day=True):
        yield GAP.broken(name, shift, other=other, minutes=minutes, least=week.problem.rules.gap)


_SENTENCE = "{volunteer} 的班次 {other} 与 {shift} 之间只有 {minutes} 分钟，至少要 {least} 分钟"

REST = Rule(name="rest", title="隔日班次休息不足", sentence=_SENTENCE, violations=_rest)
GAP = Rule(name="gap", title="同日班次间隔不足", sentence=_SENTENCE, violations=_gap)

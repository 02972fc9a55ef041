"""What takes a person's time: spans of minutes, and whether one person can serve two of them."""

from typing import TypeVar

from solver.columns import Ints
from solver.problem import DAY

Event = tuple[int, int]  # start, end
Level = TypeVar("Level", int, Ints)


def clash(a: Event, b: Event, gap: int, rest: int) -> bool:
    """Whether one person cannot serve both."""
    first, second = min(a, b), max(a, b)
    return second[0] < first[1] + (gap if first[0] // DAY == second[0] // DAY else rest)


def load_cost(level: Level) -> Level:
    """L(k) of PLANNING.md, section 3; of one level, or of many."""
    return 100 * level + 25 * level * (level + 1)

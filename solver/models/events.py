"""What takes a person's time: spans of minutes, and whether one person can serve two of them."""

from solver.problem import DAY

Event = tuple[int, int]  # start, end


def clash(a: Event, b: Event, gap: int, rest: int) -> bool:
    """Whether one person cannot serve both."""
    first, second = min(a, b), max(a, b)
    return second[0] < first[1] + (gap if first[0] // DAY == second[0] // DAY else rest)


def load_cost(level: int) -> int:
    """L(k) of PLANNING.md, section 3."""
    return 100 * level + 25 * level * (level + 1)

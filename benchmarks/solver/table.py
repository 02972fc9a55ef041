"""The table: one row for each run, in Markdown, the best cost of a problem in bold."""

from collections.abc import Iterable, Iterator

from benchmarks.solver.measure import Parts, Result

HEADINGS = (
    "problem", "solver", "first plan, s", "in all, s", "cost", "bound", "gap", "gap to the best bound", "peak MB",
)  # fmt: skip


def head() -> Iterator[str]:
    """The first two lines."""
    yield _line(HEADINGS)
    yield "|" + "---|" * len(HEADINGS)


def rows(problem: str, titles: dict[str, str], results: list[Result]) -> Iterator[str]:
    """The rows of one problem."""
    sound = [result for result in results if result.cost is not None and not result.trouble]
    best = min((result.cost for result in sound if result.cost), default=None)
    highest = max((result.bound for result in sound if result.bound), default=None)
    for result in results:
        yield _line(_cells(problem, titles[result.peer], result, best, highest))


def _cells(problem: str, title: str, result: Result, best: Parts | None, highest: Parts | None) -> Iterator[str]:
    yield from (problem, title, _seconds(result.first), _seconds(result.seconds))
    cost = result.trouble if result.cost is None else _parts(result.cost)
    if result.cost is not None and result.trouble:
        cost += f" ({result.trouble})"
    yield f"**{cost}**" if result.cost is not None and result.cost == best and not result.trouble else cost
    yield _parts(result.bound)
    yield gap(result.cost, result.bound, result.metres)
    yield gap(result.cost, highest, result.metres)
    yield f"{result.megabytes:,.0f}"


def gap(cost: Parts | None, bound: Parts | None, metres: int) -> str:
    """The gap of the first part in which cost and bound differ: of the cost, for the last part of the metres walked."""
    if cost is None or bound is None:
        return "–"
    for number, (one, low) in enumerate(zip(cost, bound, strict=True), start=1):
        if one != low:
            whole = one if number < 4 else metres
            return f"part {number}: {100 * (one - low) / whole:.2f} %" if whole else f"part {number}: {one - low}"
    return "0"


def _parts(cost: Parts | None) -> str:
    return "–" if cost is None else ", ".join(f"{part:,}".replace(",", " ") for part in cost)


def _seconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.2f}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"

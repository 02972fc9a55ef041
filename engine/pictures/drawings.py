"""Each picture as SVG text: numbers stand in it, so that it is read without colours as well."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from engine.calendar import WEEKDAYS
from engine.pictures.figures import Bars, Figure, Fill, Hours, Parts
from engine.pictures.sheet import INK, RULE, SOFT, sheet

WIDTH, LEFT, RIGHT, TOP, FOOT = 760, 104, 64, 92, 44
ROW, GAP = 34, 4
BAR = "#1f4fa3"
SHADES = ((1.0, "#1a7f4b", "#ffffff"), (0.75, "#cfe6d8", INK), (0.5, "#ffe0a3", INK), (0.0, "#f3b1a8", INK))
"""From this part filled on: the cell's colour, and its number's."""
SHADE_TERMS = ("填满", "四分之三以上", "一半以上", "不到一半")
LINE_COLOURS = ("#005b8f", "#9c4400", "#006b4b", "#84386a", "#4a4a4a")
"""White letters are read on each."""


def drawn(figure: Figure, subject: str) -> str:
    """The SVG of a figure; ``subject`` says of which plan."""
    body, rows = _body(figure)
    height = TOP + rows * ROW + FOOT
    title = f"{figure.title} · {subject}"
    head = (
        f'<text x="24" y="36" font-size="19" font-weight="bold">{escape(title)}</text>',
        f'<text x="24" y="62" fill="{SOFT}">{escape(figure.sentence)}</text>',
    )
    return sheet(WIDTH, height, [*head, *body], title=title, description=figure.sentence)


def _body(figure: Figure) -> tuple[list[str], int]:
    """What stands below the heading, and how many rows high it is."""
    match figure:
        case Hours():
            return _hours(figure)
        case Bars():
            return _bars(figure)
        case Parts():
            return _parts(figure)


def _hours(figure: Hours) -> tuple[list[str], int]:
    wide = (WIDTH - LEFT - RIGHT) / 7
    lines = [
        f'<text x="{LEFT + (day + 0.5) * wide:.1f}" y="{TOP + 20}" text-anchor="middle">周{WEEKDAYS[day]}</text>'
        for day in range(7)
    ]
    for row, hour in enumerate(figure.hours, start=1):
        y = TOP + row * ROW
        lines.append(f'<text x="{LEFT - 12}" y="{y + 22}" text-anchor="end">{hour} 时</text>')
        for day in range(7):
            x = LEFT + day * wide
            lines += _cell(figure.cells.get((day, hour)), x, y, wide)
    rows = 1 + len(figure.hours)
    lines += _legend(list(zip((colour for _, colour, _ in SHADES), SHADE_TERMS, strict=True)), TOP + rows * ROW + 26)
    return lines, rows


def _cell(fill: Fill | None, x: float, y: int, wide: float) -> Iterator[str]:
    if fill is None:
        yield _rect(x, y, wide - GAP, ROW - GAP, "#f3f5f7")
        return
    filled, seats = fill
    part = filled / seats if seats else 1.0
    _, colour, ink = next(shade for shade in SHADES if part >= shade[0])
    yield _rect(x, y, wide - GAP, ROW - GAP, colour)
    middle = x + (wide - GAP) / 2
    yield f'<text x="{middle:.1f}" y="{y + 20}" text-anchor="middle" fill="{ink}">{filled}/{seats}</text>'


def _bars(figure: Bars) -> tuple[list[str], int]:
    most = max((count for _, count in figure.bars), default=1)
    lines = []
    for row, (label, count) in enumerate(figure.bars):
        y, long = TOP + row * ROW, (WIDTH - LEFT - RIGHT - 20) * count / most
        lines.append(f'<text x="{LEFT + 8}" y="{y + 20}" text-anchor="end">{escape(label)}</text>')
        lines.append(_rect(LEFT + 20, y, long, ROW - 8, BAR))
        lines.append(f'<text x="{LEFT + 28 + long:.1f}" y="{y + 20}">{count}</text>')
    lines.append(
        f'<text x="{LEFT + 20}" y="{TOP + len(figure.bars) * ROW + 26}" fill="{SOFT}">{escape(figure.unit)}</text>'
    )
    return lines, len(figure.bars)


def _parts(figure: Parts) -> tuple[list[str], int]:
    lines = []
    for row, (week, parts) in enumerate(figure.weeks):
        y, x = TOP + row * ROW, float(LEFT)
        lines.append(f'<text x="{LEFT - 8}" y="{y + 20}" text-anchor="end">{escape(week)}</text>')
        for rank, part in enumerate(parts):
            if not part or not part[1]:
                continue
            wide = (WIDTH - LEFT - 24) * part[0] / part[1]
            colour, label = LINE_COLOURS[rank % len(LINE_COLOURS)], _label(figure.lines[rank], part, wide)
            lines.append(_rect(x, y, max(0.0, wide - 2), ROW - 8, colour))
            if label:
                at = x + wide / 2 - 1
                lines.append(f'<text x="{at:.1f}" y="{y + 18}" text-anchor="middle" fill="#ffffff">{label}</text>')
            x += wide
    keys = [(LINE_COLOURS[rank % len(LINE_COLOURS)], line) for rank, line in enumerate(figure.lines)]
    lines += _legend(keys, TOP + len(figure.weeks) * ROW + 26)
    return lines, len(figure.weeks)


def _label(line: str, part: Fill, wide: float) -> str:
    """As much as has room."""
    count = str(part[0])
    both = f"{line} {count}"
    room = wide - 10
    if room >= 14 * len(line) + 9 * (len(count) + 1):
        return escape(both)
    return count if room >= 9 * len(count) else ""


def _legend(keys: list[tuple[str, str]], y: int) -> Iterator[str]:
    x = LEFT
    for colour, term in keys:
        yield _rect(x, y - 11, 14, 14, colour)
        yield f'<text x="{x + 20}" y="{y + 1}" fill="{SOFT}">{escape(term)}</text>'
        x += 44 + 14 * len(term)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" fill="{colour}" '
        f'stroke="{RULE}" stroke-width="0.5"/>'
    )

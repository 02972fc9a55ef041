"""Small charts as SVG: lines over a number, dots over named groups; colours that colour-blind people tell apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from engine.pictures.sheet import COLOURS, LATIN, sheet, ticks

DASHES = ("", "9 4", "3 3", "12 3 3 3")
WIDTH, HEIGHT = 760, 360
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 76, 56
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one kind of dots; ``steps``: a value holds until the next point."""

    name: str
    points: tuple[Point, ...]
    steps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Series over one pair of axes; with ``groups`` x counts them from 0, and ``bands`` are their targets."""

    title: str
    x: str
    y: str
    series: tuple[Series, ...]
    groups: tuple[str, ...] = ()
    bands: tuple[Point, ...] = ()
    from_zero: bool = True


def write_svg(path: Path, charts: Sequence[Chart]) -> None:
    """The charts stand below each other in the file."""
    height = HEIGHT * len(charts)
    body = [
        line
        for rank, chart in enumerate(charts)
        for line in (f'<g transform="translate(0 {rank * HEIGHT})">', *_Panel(chart).drawn(), "</g>")
    ]
    title = "; ".join(chart.title for chart in charts)
    path.write_text(sheet(WIDTH, height, body, title=title, fonts=LATIN), encoding="utf-8")


class _Panel:
    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        xs = [x for series in chart.series for x, _ in series.points] or [0.0]
        ys = [y for series in chart.series for _, y in series.points] + [y for band in chart.bands for y in band]
        self.x_ticks = list(range(len(chart.groups))) if chart.groups else ticks(min(0.0, *xs), max(xs))
        self.y_ticks = ticks(0.0 if chart.from_zero else min(ys or [0.0]), max(ys or [1.0]))
        pad = 0.5 if chart.groups else 0.0
        self.x_range = (self.x_ticks[0] - pad, max(self.x_ticks[-1], *xs) + pad) if len(xs) > 1 else (0.0, 1.0)
        self.y_range = self.y_ticks[0], self.y_ticks[-1]

    def drawn(self) -> Iterator[str]:
        chart = self.chart
        yield f'<text x="{LEFT}" y="26" font-size="17" font-weight="bold">{escape(chart.title)}</text>'
        yield from self._axes()
        for rank, (low, high) in enumerate(chart.bands):
            (x, top), (_, foot) = self._at((rank - 0.42, high)), self._at((rank - 0.42, low))
            width = self._at((rank + 0.42, 0))[0] - x
            yield f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{foot - top:.1f}" fill="#d9e2ea"/>'
        x = float(LEFT)
        for rank, series in enumerate(chart.series):
            colour = COLOURS[rank % 4]
            stroke = f'stroke="{colour}" stroke-width="2.5" stroke-dasharray="{DASHES[rank % 4]}"'
            yield from self._dots(rank, series, colour) if chart.groups else [self._line(series, stroke)]
            if chart.groups:
                yield f'<circle cx="{x + 13:.0f}" cy="49" r="6" fill="{colour}"/>'
            else:
                yield f'<line x1="{x:.0f}" x2="{x + 26:.0f}" y1="49" y2="49" {stroke}/>'
            yield f'<text x="{x + 32:.0f}" y="54">{escape(series.name)}</text>'
            x += 62 + 8.2 * len(series.name)

    def _axes(self) -> Iterator[str]:
        foot, middle = HEIGHT - BOTTOM, (TOP + HEIGHT - BOTTOM) / 2
        for tick in self.y_ticks:
            y = self._at((self.x_range[0], tick))[1]
            yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dfe4e8"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{tick:,.10g}</text>'
        for rank, tick in enumerate(self.x_ticks):
            text = escape(self.chart.groups[rank]) if self.chart.groups else f"{tick:,.10g}"
            yield f'<text x="{self._at((tick, 0))[0]:.1f}" y="{foot + 20}" text-anchor="middle">{text}</text>'
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{foot}" y2="{foot}" stroke="#1c2733"/>'
        centre = (LEFT + WIDTH - RIGHT) / 2
        yield f'<text x="{centre}" y="{HEIGHT - 12}" text-anchor="middle">{escape(self.chart.x)}</text>'
        turn = f'transform="rotate(-90 18 {middle})"'
        yield f'<text x="18" y="{middle}" text-anchor="middle" {turn}>{escape(self.chart.y)}</text>'

    def _line(self, series: Series, stroke: str) -> str:
        way: list[Point] = []
        for point in series.points:
            if series.steps and way:
                way.append((point[0], way[-1][1]))
            way.append(point)
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self._at, way))
        return f'<polyline points="{points}" fill="none" stroke-linejoin="round" {stroke}/>'

    def _dots(self, rank: int, series: Series, colour: str) -> Iterator[str]:
        aside = (rank - (len(self.chart.series) - 1) / 2) * 0.22
        for x, y in series.points:
            cx, cy = self._at((x + aside, y))
            yield f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="6" fill="{colour}"/>'

    def _at(self, point: Point) -> Point:
        (west, east), (south, north) = self.x_range, self.y_range
        x = LEFT + (point[0] - west) / ((east - west) or 1) * (WIDTH - LEFT - RIGHT)
        return x, HEIGHT - BOTTOM - (point[1] - south) / ((north - south) or 1) * (HEIGHT - BOTTOM - TOP)

"""What all drawings in SVG share: the sheet with its title and description, colours, round ticks."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, log10
from xml.sax.saxutils import escape

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#555555")
"""Colour-blind people tell them apart (Okabe and Ito 2008)."""
INK, SOFT, RULE = "#1c2733", "#44525f", "#dfe4e8"
LATIN = "DejaVu Sans, Verdana, sans-serif"
CHINESE = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def sheet(
    width: int, height: int, body: Iterable[str], *, title: str, description: str = "", fonts: str = CHINESE
) -> str:
    """The SVG text of a white sheet."""
    said = f"<desc>{escape(description)}</desc>" if description else ""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{fonts}" font-size="14" fill="{INK}">',
        f"<title>{escape(title)}</title>{said}",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def ticks(low: float, high: float) -> list[float]:
    """Five or so round numbers from `low` or below to `high` or above."""
    rough = (high - low or abs(high) or 1.0) / 5
    size = 10.0 ** floor(log10(rough))
    step = next(size * by for by in (1, 2, 2.5, 5, 10) if size * by >= rough * 0.999)
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [round(step * k, 12) for k in range(first, max(last, first + 1) + 1)]

"""Which fonts of the system print Chinese names, rare characters too."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

import typst

KNOWN = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimSun",
    "SimSun-ExtB",
    "SimSun-ExtG",
    "HanaMinA",
    "HanaMinB",
    "Plangothic P1",
    "Plangothic P2",
    "TH-Tshyn-P0",
    "TH-Tshyn-P1",
    "TH-Tshyn-P2",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
)
"""The best first; a character that one lacks is taken from the next that has it."""


@cache
def system_fonts() -> typst.Fonts:
    """All fonts of this machine, also those in the folder ``JIUJIN_FONTS``; looked for once."""
    folder = os.environ.get("JIUJIN_FONTS", "")
    return typst.Fonts(font_paths=[folder] if folder else [], include_embedded_fonts=False)


def chinese_fonts(families: Iterable[str] | None = None) -> tuple[str, ...]:
    """Those of the families (of this machine, unless given) that print Chinese, the best first."""
    there = {family.casefold() for family in (system_fonts().families() if families is None else families)}
    return tuple(name for name in KNOWN if name.casefold() in there)

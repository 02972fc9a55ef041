"""Which fonts of the system print Chinese names, rare characters too."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt
import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

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


def undrawn(text: str) -> tuple[str, ...]:
    """The characters of the text that no font of this machine draws, in their order.

    Marks that are not drawn by themselves, such as the selector of a variant, are none of them.
    """
    left = np.array(sorted({ord(letter) for letter in text if not _unseen(letter)}), dtype=np.int64)
    rank = {name: at for at, name in enumerate(KNOWN)}
    for font in sorted(system_fonts().fonts(), key=lambda font: rank.get(font.family, len(KNOWN))):
        if not len(left):
            break
        left = np.setdiff1d(left, _characters(font.path, font.index))
    return tuple(chr(code) for code in left)


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf") or "VARIATION SELECTOR" in unicodedata.name(letter, "")


@cache
def _characters(path: str, index: int) -> npt.NDArray[np.int64]:
    """What the font at this place of the file draws."""
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return np.array(sorted(font.getBestCmap() or ()), dtype=np.int64)

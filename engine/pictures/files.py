"""A plan's pictures as files: the map and the four of its numbers, as SVG or PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import typst

from engine.errors import FontMissing
from engine.exports.fonts import chinese_fonts, system_fonts
from engine.pictures.drawings import drawn
from engine.pictures.figures import figures
from engine.planning.view import PlanView
from engine.reports.plan_map import plan_map
from engine.reports.plan_text import week_term
from engine.store.port import Reader

NO_FONT = (
    "这台机器没有中文字体，不能画成 PNG；请安装，例如 Debian、Ubuntu：apt-get install fonts-noto-cjk；或用 --format svg"
)
Format = Literal["svg", "png"]
PIXELS_PER_INCH = 192.0
"""Twice the size in CSS pixels; sharp in print as wide as a column."""


def draw_pictures(reader: Reader, view: PlanView, folder: Path, form: Format = "svg") -> list[Path]:
    """The pictures are in the folder, which is made when it is not there; earlier ones of these names are replaced.

    Raises ``FontMissing`` for PNG on a machine without Chinese fonts; nothing is written then.
    """
    version = f"{view.scope_name} {week_term(view.plan.week)} 第 {view.plan.number} 版"
    subjects = {"lines": f"至 {view.plan.week}"}
    texts = {
        "map": plan_map(reader, view),
        **{found.name: drawn(found, subjects.get(found.name, version)) for found in figures(reader, view)},
    }
    made: Mapping[str, bytes] = {
        name: png_of(text) if form == "png" else text.encode("utf-8") for name, text in texts.items()
    }
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in made.items():
        part, path = folder / f".{name}.{form}.part", folder / f"{name}.{form}"
        part.write_bytes(content)
        part.replace(path)
        paths.append(path)
    return paths


def png_of(svg: str, fonts: Sequence[str] | None = None) -> bytes:
    """The picture as PNG, set by Typst with a Chinese font of this machine (or of those given)."""
    there = chinese_fonts(fonts)
    if not there:
        raise FontMissing(NO_FONT)
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f"#set text(font: ({', '.join(f'{_quoted(name)}' for name in there)},))\n"
        f'#image(bytes({_quoted(svg)}), format: "svg")\n'
    )
    made = typst.compile(source.encode("utf-8"), format="png", ppi=PIXELS_PER_INCH, font_paths=system_fonts())
    if not isinstance(made, bytes):
        raise TypeError("a picture has one page")
    return made


def _quoted(text: str) -> str:
    """A string of Typst's."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""Pictures as files: well-formed, on their sheet, without a name; PNG needs a Chinese font and says so."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.errors import FontMissing
from engine.exports.fonts import chinese_fonts
from engine.pictures import draw_pictures
from engine.pictures.drawings import drawn
from engine.pictures.figures import Bars, Figure, Hours, Parts
from engine.pictures.files import png_of
from engine.planning.view import view_plan
from engine.store import GraphStore
from tests.missing import skip_for_want_of
from tests.schema import town

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = (
    Hours("时段", {(day, hour): (day, 6) for day in range(7) for hour in range(24)}),
    Bars("load", "<班次>", "班次", "人数", tuple((f"{n} 次", n * n) for n in range(1, 15)), '有 "引号" & 反斜线 \\。'),
    Bars("walks", "步行", "步行", "人次", (), "还没有人派班。"),
    Parts(
        "占比", ("党员", "青少年", "社工"), tuple((f"2026-W{n}", ((98, 100), (2, 100), None)) for n in range(40, 48))
    ),
)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_drawing_is_well_formed_stays_on_its_sheet_and_says_what_it_shows(figure: Figure) -> None:
    root = ElementTree.fromstring(drawn(figure, "东街街道 <第 1 版>"))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.findtext(f"{SVG}desc") == figure.sentence
    assert "东街街道 <第 1 版>" in str(root.findtext(f"{SVG}title"))
    for shape in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(shape.get(name, 0)) for name in ("x", "y", "width", "height"))
        assert x >= 0 <= y
        assert x + wide <= width
        assert y + high <= height


def test_each_number_of_the_table_stands_in_the_drawing() -> None:
    words = {text.text for text in ElementTree.fromstring(drawn(FIGURES[0], "")).iter(f"{SVG}text")}
    assert {cell for row in FIGURES[0].table().rows for cell in row} <= words


def test_the_files_are_there_and_nobody_is_named_in_them(store: GraphStore, tmp_path: Path) -> None:
    town.build(store)
    paths = draw_pictures(store, view_plan(store, "p1"), tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(path.name for path in paths)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not any(name in text for name in ("甲一", "乙二", "丙三", town.HOME, town.PHONE[:-1]))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_png_is_made_of_any_drawing(figure: Figure, pytestconfig: pytest.Config) -> None:
    if not chinese_fonts():
        skip_for_want_of(pytestconfig, "NO PNG WAS DRAWN", "no Chinese fonts (fonts-noto-cjk)")
    made = png_of(drawn(figure, "东街街道"))
    assert made.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(made[16:20]) == 1520  # twice the drawing's width


def test_without_a_chinese_font_no_png_is_written_and_the_error_says_what_to_do() -> None:
    with pytest.raises(FontMissing, match="--format svg"):
        png_of("<svg/>", fonts=["DejaVu Sans"])

"""The PDF, read back from its own bytes: fonts are embedded, every character has a glyph, text is no markup."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.access import Secured
from engine.errors import FontMissing, InvalidInput
from engine.exports import Format, Roster, pdf, week_file
from engine.exports.fonts import KNOWN, chinese_fonts
from engine.exports.sections import By, sections
from engine.model import Role
from tests.engine.exports.conftest import Read
from tests.engine.exports.test_tables import RARE, renamed
from tests.missing import skip_for_want_of

Print = Callable[..., bytes]


@pytest.fixture
def printed(secured: Callable[..., Secured], request: pytest.FixtureRequest) -> Print:
    """Makes the PDF of a roster, on a machine that can."""
    if not chinese_fonts():
        skip_for_want_of(request.config, "NO CHINESE FONT: no PDF was made", "apt-get install fonts-noto-cjk")
    return lambda roster, by=By.ROAD: week_file(secured(), roster, Format.PDF, by)


def parts(file: bytes) -> bytes:
    """The file with every stream inflated."""
    found = [file]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", file, re.DOTALL):
        unpacker = zlib.decompressobj()
        try:
            found.append(unpacker.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def glyphs(file: bytes) -> dict[str, set[int]]:
    """Text → the glyphs by which it is drawn, as the tables for copying text say."""
    found: dict[str, set[int]] = {}
    for table in re.findall(rb"beginbfchar(.*?)endbfchar", parts(file), re.DOTALL):
        for glyph, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", table):
            found.setdefault(bytes.fromhex(text.decode()).decode("utf-16-be"), set()).add(int(glyph, 16))
    return found


def pages(file: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", parts(file)))


def test_each_road_begins_a_page_on_a4(read: Read, printed: Print) -> None:
    file = printed(read())
    assert file.startswith(b"%PDF-")
    assert pages(file) == 3
    assert set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", parts(file))) == {(b"595.2756", b"841.8898")}
    assert pages(printed(read(), By.STATION)) == 2
    assert pages(printed(read(Role.CHIEF))) == 1


def test_the_fonts_are_in_the_file(read: Read, printed: Print) -> None:
    inside = parts(printed(read()))
    names = {name.decode() for name in re.findall(rb"/FontName\s*/([^\s/]+)", inside)}
    family = chinese_fonts()[0].replace(" ", "").casefold()
    assert all(family in name.casefold() for name in names), names
    assert len(names) == len(re.findall(rb"/FontFile[23]?\s+\d+ 0 R", inside)) > 0


def test_rare_characters_of_names_have_glyphs(read: Read, printed: Print) -> None:
    drawn = glyphs(printed(renamed(read(), RARE)))
    for letter in (*RARE, *"灯笼路甲一戊五"):
        assert drawn.get(letter), f"no glyph for {letter}"
        assert 0 not in drawn[letter], f"an empty box for {letter}"


def test_a_character_that_no_font_has_is_named(read: Read, printed: Print) -> None:
    nobodys, marked = "\U0010fffd", "葛\U000e0100"  # a private one; a variant's selector, which is no character
    drawn = glyphs(printed(renamed(read(), f"甲{nobodys}{marked}")))
    assert nobodys not in "".join(drawn)
    assert all(0 not in found for found in drawn.values())
    assert set("甲葛〓U+10FFFD是本机字体没有的字") <= set("".join(drawn))
    assert "〓" not in "".join(glyphs(printed(renamed(read(), RARE + marked))))


@pytest.mark.parametrize("text", ["#panic()", "*甲*_乙_", "$x$", "#sys.inputs", "<a>", "@b", "`c`", "\\u{41}", "[d]#"])
def test_a_name_is_no_markup(read: Read, printed: Print, text: str) -> None:
    drawn = set("".join(glyphs(printed(renamed(read(), text, place=text)))))
    assert set(text) <= drawn


def test_the_paper_says_what_it_is_and_names_only_whom_its_reader_sees(read: Read, printed: Print) -> None:
    drawn = set("".join(glyphs(printed(read(Role.CHIEF)))))
    assert set("全区志愿服务排班表第页共版已发布妥善保管销毁") <= drawn
    assert set("甲一戊五") <= drawn
    assert not set("乙丁柳") & drawn


def test_the_same_roster_gives_the_same_bytes(read: Read, printed: Print) -> None:
    assert printed(read()) == printed(read())


def test_a_long_list_goes_on_over_pages_with_its_heading(read: Read, printed: Print) -> None:
    roster = read(Role.CHIEF)
    assert pages(printed(replace(roster, duties=roster.duties * 60))) > 2


def test_without_a_chinese_font_it_says_what_to_install(read: Read) -> None:
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        pdf.week_pdf(read(), (), fonts=())


def test_fonts_are_chosen_by_preference_whatever_their_order() -> None:
    assert chinese_fonts(["DejaVu Sans", "simsun", "Noto Sans CJK SC"]) == ("Noto Sans CJK SC", "SimSun")
    assert chinese_fonts(["DejaVu Sans"]) == ()
    assert len(KNOWN) == len(set(KNOWN))


def test_what_is_too_long_for_paper_is_refused(
    read: Read, secured: Callable[..., Secured], monkeypatch: pytest.MonkeyPatch
) -> None:
    roster: Roster = read()
    monkeypatch.setattr(pdf, "MOST_DUTIES", 2)
    with pytest.raises(InvalidInput, match="太长"):
        pdf.week_pdf(roster, sections(secured(), roster), fonts=KNOWN[:1])

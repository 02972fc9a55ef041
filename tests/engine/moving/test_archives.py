"""An archive that was altered, cut short or made up is refused as a whole; it is for its owner alone."""

from __future__ import annotations

import json
import random
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

import cli
from engine.district import load_district
from engine.errors import Conflict, InvalidInput, StoreUnavailable, UnreadableFile
from engine.moving import archive as archives
from engine.moving import back_up, opened_archive, sealed
from engine.moving.sealed import SealedFile
from engine.moving.sections import SECTIONS
from engine.moving.tally import Tally
from engine.store import MovableStore, open_store
from tests.engine.moving.contents import silent
from tests.engine.store.fuhua_street import fill

ROOT = Path(__file__).resolve().parents[3]
HEADINGS = {json.dumps(list(s.heading), separators=(",", ":")): s for s in SECTIONS}
PRIVATE = "13800138000"
"""Stands in rows that are refused; nothing says it again."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo district."""
    folder = tmp_path_factory.mktemp("demo")
    store = open_store(str(folder / "demo.db"))
    load_district(store, ROOT / "data" / "erqi")
    back_up(store, folder / "demo.jsonl.zst", silent)
    store.close()
    return folder / "demo.jsonl.zst"


@pytest.fixture
def street(origin: MovableStore, tmp_path: Path) -> Path:
    """A backup of a few people."""
    fill(origin)
    back_up(origin, tmp_path / "street.zst", silent)
    return tmp_path / "street.zst"


def lines_of(file: Path) -> list[str]:
    with file.open("rb") as raw:
        return list(SealedFile(raw).lines())


def forged(file: Path, lines: list[str]) -> Path:
    """A sealed file with these lines, counts and checksums being right."""
    tally = Tally()
    section = None
    for line in lines[1:-1]:
        if line in HEADINGS:
            section = HEADINGS[line]
        elif section and not line.startswith("["):
            tally.add(section, line)
    end = json.dumps(["end", {"counts": tally.counts, "checksums": tally.checksums()}])
    return sealed_with(file, [*lines[:-1], end])


def sealed_with(file: Path, lines: list[str]) -> Path:
    file.unlink(missing_ok=True)
    with sealed.sealed(file) as write:
        for line in lines:
            write(line)
    return file


def restored(file: Path, goal: Path) -> int:
    return cli.main(["restore", str(file), "--store", str(goal)])


def assert_refused(file: Path, goal: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """One error, and nothing was written. What was said."""
    assert restored(file, goal) == 2
    assert not goal.exists()
    told = capsys.readouterr()
    assert told.err.count("UNREADABLE_FILE") == 1
    assert PRIVATE not in told.out + told.err
    return told.err


@pytest.mark.parametrize("seed", range(200))
def test_a_changed_byte_is_noticed(demo: Path, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    altered = bytearray(demo.read_bytes())
    altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    (tmp_path / "altered.zst").write_bytes(altered)
    assert_refused(tmp_path / "altered.zst", tmp_path / "graph.db", capsys)


@pytest.mark.parametrize("kept", [0, 1, 39, 40, 41, 5_000, -41, -40, -1])
def test_what_was_cut_off_is_noticed(demo: Path, tmp_path: Path, kept: int, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cut.zst").write_bytes(demo.read_bytes()[:kept])
    assert_refused(tmp_path / "cut.zst", tmp_path / "graph.db", capsys)


def test_what_was_added_is_noticed(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "more.zst").write_bytes(demo.read_bytes() + b"\0")
    assert_refused(tmp_path / "more.zst", tmp_path / "graph.db", capsys)


def test_a_file_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "roster.csv").write_text("姓名,手机号\n" * 50, encoding="utf-8")
    for file in (tmp_path / "roster.csv", tmp_path, tmp_path / "none.zst"):
        assert_refused(file, tmp_path / "graph.db", capsys)


VOLUNTEER = '{"home_lat":34.7,"home_lon":113.6,"id":"x","name":"甲","phone":"13800138000","pinyin":"jia"}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('["nodes","Song"]', "不认识的部分"),
        ('["nodes","Volunteer"]', "重复"),
        (VOLUNTEER.replace("34.7", "134.7"), "「住址纬度」：内容不合要求"),
        (VOLUNTEER.replace('"pinyin"', '"shoe"'), "读不懂"),
        (VOLUNTEER.replace("34.7", "NaN"), "读不懂"),
        (VOLUNTEER.replace("34.7", "1" * 400), "读不懂"),
        (VOLUNTEER.replace("34.7", "1e999"), "「住址纬度」：内容不合要求"),
        (VOLUNTEER.replace('"id"', '"load":9223372036854775808,"id"'), "读不懂"),
        (VOLUNTEER.replace("甲", "\\u0000"), "内容不合要求"),
        (VOLUNTEER.replace("甲", "\\ud800"), "内容不合要求"),
        (VOLUNTEER.replace('"x"', '{"a":[1]}'), "「编号」"),
        (VOLUNTEER.replace('"x"', '"v1"'), "次序不对或重复"),
        ('{"id":' * 100_000, "读不懂"),
        ("null", "读不懂"),
        ("13800138000", "读不懂"),
        ("", "读不懂"),
    ],
)
def test_a_made_up_line_is_refused_with_its_number(
    street: Path, tmp_path: Path, line: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_of(street)
    place = lines.index('["nodes","Volunteer"]') + 4
    assert not lines[place].startswith("{")
    lines.insert(place, line)
    told = assert_refused(forged(tmp_path / "forged.zst", lines), tmp_path / "graph.db", capsys)
    assert f"第 {place + 1} 行" in told.replace("\n", "")
    assert reason in told.replace("\n", "")


@pytest.mark.parametrize(
    "edge", ['{"from":"z","to":"branch"}', '{"from":1,"to":"branch"}', '{"from":"z","to":"z","props":{"shoe":1}}']
)
def test_an_edge_without_ends_or_with_strange_properties_is_refused(
    street: Path, tmp_path: Path, edge: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_of(street)
    place = lines.index('["edges","MEMBER_OF","Volunteer","Organization"]')
    lines.insert(place + 4, edge)
    assert_refused(forged(tmp_path / "forged.zst", lines), tmp_path / "graph.db", capsys)


def test_wrong_counts_lost_lines_and_lines_after_the_end_are_refused(
    street: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_of(street)
    for altered in (lines[:-1], [*lines, lines[-1]], [*lines[:3], *lines[4:]], lines[1:], lines[:1], [], ["[]"]):
        assert_refused(sealed_with(tmp_path / "forged.zst", altered), tmp_path / "graph.db", capsys)


def test_an_archive_of_a_newer_program_is_refused(
    street: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(archives, "SCHEMA", 0)
    assert "更新版本的程序" in assert_refused(street, tmp_path / "graph.db", capsys)


def test_what_unpacks_to_far_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    header = '["jiujin.graph/1",{"schema":1}]'
    for bomb in (["{" * (sealed.MOST_LINE - 2)] * 4, ["[" + "\u4e00" * 1_000_000] * 20):
        file = sealed_with(tmp_path / "bomb.zst", [header, '["nodes","Volunteer"]', *bomb])
        assert_refused(file, tmp_path / "graph.db", capsys)
    monkeypatch.setattr(sealed, "MOST_LINE", 10**8)
    file = sealed_with(tmp_path / "bomb.zst", [header + " " * 50_000_000])
    monkeypatch.undo()
    assert "大得不合情理" in assert_refused(file, tmp_path / "graph.db", capsys)


STRANGE: list[Any] = [
    None,
    True,
    -1,
    1 << 70,
    0.5,
    1e300,
    "",
    "v0",
    "无",
    [],
    [[]],
    {},
    {"id": "v0"},
    "\0",
    "2026-13-01",
]


@pytest.mark.parametrize("seed", range(100))
def test_a_spoilt_archive_never_crashes_it(
    street: Path, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    lines = lines_of(street)
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(len(lines))
        value = json.loads(lines[place])
        key = chance.choice(list(value) if isinstance(value, dict) else list(range(len(value))))
        value[key] = chance.choice(STRANGE)
        lines[place] = json.dumps(value)
    try:
        code = restored(forged(tmp_path / "spoilt.zst", lines), tmp_path / "graph.db")
    except SystemExit as ended:
        code = ended.code
    assert code in (0, 2)
    assert (tmp_path / "graph.db").exists() == (code == 0)


def test_it_is_for_its_owner_alone_and_readable_for_zstd(street: Path) -> None:
    assert stat.S_IMODE(street.stat().st_mode) == 0o600
    try:
        unpacked = subprocess.run(["zstd", "-dc", str(street)], capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("NO zstd ON THIS MACHINE")
    assert unpacked.decode().splitlines() == lines_of(street)


def test_nothing_is_overwritten(origin: MovableStore, street: Path, tmp_path: Path) -> None:
    before = street.read_bytes()
    (tmp_path / "link.zst").symlink_to(tmp_path / "nowhere")
    for file in (street, tmp_path / "link.zst"):
        with pytest.raises(Conflict, match="不会覆盖"):
            back_up(origin, file, silent)
    assert street.read_bytes() == before
    assert not (tmp_path / "nowhere").exists()


def test_a_backup_that_fails_leaves_nothing(origin: MovableStore, tmp_path: Path) -> None:
    fill(origin)
    (tmp_path / "file").touch()
    with pytest.raises(InvalidInput, match="备份没有写成"):
        back_up(origin, tmp_path / "file" / "a.zst", silent)

    def fail(doing: str, rows: int) -> None:
        raise StoreUnavailable

    with pytest.raises(StoreUnavailable):
        back_up(origin, tmp_path / "inside" / "a.zst", fail)
    assert list((tmp_path / "inside").iterdir()) == []


def test_an_archive_changed_after_it_was_verified_is_not_restored_unnoticed(street: Path) -> None:
    with opened_archive(street) as archive:
        archive.verify(silent)
        street.write_bytes(street.read_bytes()[:100])
        with pytest.raises(UnreadableFile):
            list(archive.rows())

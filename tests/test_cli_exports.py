"""``jiujin export`` as people call it: files that other programs read, and a record of each."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from typer.testing import CliRunner

import cli
from engine.access import read_audits
from engine.store import open_store
from tests.schema import two_towns


@pytest.fixture
def towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a store with two towns, in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    store = open_store("towns.db")
    two_towns.build(store)
    store.close()
    monkeypatch.setenv("JIUJIN_STORE", "towns.db")
    return "towns.db"


def run(*arguments: str) -> str:
    ended = CliRunner().invoke(cli.app, ["export", *arguments])
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["export", *arguments]) == 2
    return capsys.readouterr().err.replace("\n", "")


def test_the_newest_plan_of_the_week_and_scope_is_exported(towns: str) -> None:
    assert "4 人次" in run("week", two_towns.town.WEEK, "-o", "week.xlsx")
    assert load_workbook("week.xlsx").sheetnames == ["总表", "灯笼路", "柳树路", "竹竿巷"]
    assert "1 人次" in run("week", two_towns.town.WEEK, "--subdistrict", "东街", "-o", "east.xlsx", "--by", "station")
    assert load_workbook("east.xlsx").sheetnames == ["总表", "水井服务站"]
    assert stat.S_IMODE(Path("week.xlsx").stat().st_mode) == 0o600


def test_a_plan_a_road_a_line_and_a_format_are_chosen(towns: str) -> None:
    run("week", "--plan", "pub", "--road", "灯笼路", "--line", "职工", "--format", "csv", "-o", "road.txt")
    lines = list(csv.DictReader(Path("road.txt").read_text(encoding="utf-8-sig").splitlines()))
    assert [line["志愿者"] for line in lines] == ["甲一", "戊五"]
    assert "电话" not in lines[0]


def test_phones_come_for_a_purpose_and_are_written_down(towns: str) -> None:
    run("week", "--plan", "pub", "--station", "水井服务站", "--purpose", "到岗前联系", "-o", "phones.csv")
    assert "13800008000" in Path("phones.csv").read_text(encoding="utf-8")
    store = open_store(towns)
    (export,) = read_audits(store, action="EXPORT")
    (look,) = read_audits(store, action="LOOK")
    store.close()
    assert (export.account, export.purpose, export.fields) == ("console", "到岗前联系", ("Volunteer.phone",))
    assert look.subjects == ("v1", "v2", "v5")


def test_calendars_of_a_person_and_of_a_station(towns: str) -> None:
    assert "个班次" in run("calendar", "--volunteer", "甲一", "-o", "person.ics")
    assert Calendar.from_ical(Path("person.ics").read_bytes())["x-wr-calname"] == "甲一的志愿服务"
    run("calendar", "--station", "水井服务站", "-o", "station.ics")
    assert Calendar.from_ical(Path("station.ics").read_bytes())["x-wr-calname"] == "水井服务站的志愿服务"
    store = open_store(towns)
    assert {record.subjects for record in read_audits(store, action="EXPORT")} == {("v1",), ("S",)}
    store.close()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("week", "-o", "week.doc"), "--format"),
        (("week", "--plan", "none", "-o", "week.csv"), "没有这份周计划"),
        (("week", "1999-W01", "-o", "week.csv"), "还没有计划"),
        (("week", "--plan", "pub", "--road", "没有路", "-o", "week.csv"), "没有这个道路"),
        (("week", "--plan", "pub", "-o", "nowhere/week.csv"), "写不了文件"),
        (("calendar", "-o", "x.ics"), "写其中一个"),
        (("calendar", "--volunteer", "无此人", "-o", "x.ics"), "没有这个志愿者"),
    ],
)
def test_what_cannot_be_is_told(
    towns: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert told in refused(capsys, *arguments)
    assert not list(Path().glob("*.csv")) + list(Path().glob("*.ics"))

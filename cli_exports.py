"""The command line of exports: a week's roster, and calendars, into files."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console

from cli_store import StoreOption, opened
from engine.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from engine.access import Secured
    from engine.model import Node
    from engine.store import GraphStore

    N = TypeVar("N", bound=Node)

app = typer.Typer(help="导出一周的排班表或日历。", no_args_is_help=True)
console = Console(highlight=False)


class WeekFormat(StrEnum):
    """What a week is exported as."""

    XLSX = "xlsx"
    PDF = "pdf"
    CSV = "csv"


class Parts(StrEnum):
    """What a sheet or a page is for."""

    ROAD = "road"
    STATION = "station"


@app.command("week")
def week(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到此文件")],
    week: Annotated[str, typer.Argument(help="ISO 周，例如 2026-W48；不写就是本周", show_default=False)] = "",
    subdistrict: Annotated[str, typer.Option("--subdistrict", help="街道名；不写就是全区")] = "",
    plan: Annotated[str, typer.Option("--plan", help="计划编号；不写就是这一周、这一范围最新的一版")] = "",
    form: Annotated[WeekFormat | None, typer.Option("--format", help="格式；不写就看文件名")] = None,
    road: Annotated[str, typer.Option("--road", help="只要这条道路：名称或编号")] = "",
    station: Annotated[str, typer.Option("--station", help="只要这个服务站及其覆盖的路段：名称或编号")] = "",
    line: Annotated[str, typer.Option("--line", help="只要这个条线的人：名称或编号，例如 PARTY")] = "",
    by: Annotated[Parts, typer.Option("--by", help="每张表、每一页一条道路，还是一个服务站")] = Parts.ROAD,
    purpose: Annotated[str, typer.Option("--purpose", help="写明用途，就带上电话；记入审计")] = "",
    store: StoreOption = "",
) -> None:
    """导出一周的排班表：Excel、PDF（A4）或 CSV。"""
    from dataclasses import replace

    from engine.access import CONSOLE, Secured
    from engine.exports import By, Format, Selection, read_roster, record_export, week_file
    from engine.model import Line, Road, Station

    written_as = Format(form or _format_of(output))
    with opened(store) as graph:
        viewer = replace(CONSOLE, purpose=purpose.strip())
        reader = Secured(graph, viewer)
        chosen = Selection(
            road=_named(reader, Road, road), station=_named(reader, Station, station), line=_named(reader, Line, line)
        )
        roster = read_roster(reader, plan or _newest(graph, week, subdistrict), chosen)
        made = week_file(reader, roster, written_as, By(by))
        record_export(graph, viewer, roster)
    _write(output, made)
    count = sum(len(duty.people) for duty in roster.duties)
    console.print(f"已导出 {len(roster.duties)} 个班次、{count} 人次：{output}", markup=False)


@app.command("calendar")
def calendar(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到此文件（.ics）")],
    volunteer: Annotated[str, typer.Option("--volunteer", help="志愿者：姓名或编号")] = "",
    station: Annotated[str, typer.Option("--station", help="服务站：名称或编号")] = "",
    store: StoreOption = "",
) -> None:
    """导出一个人或一个服务站的日历（iCalendar）：近四周及以后已发布的班次。"""
    from engine.access import CONSOLE, Secured
    from engine.access.auditing import Recording
    from engine.calendar import today
    from engine.exports import person_calendar, station_calendar
    from engine.model import Station, Volunteer

    if bool(volunteer) == bool(station):
        raise InvalidInput("--volunteer 与 --station，写其中一个")
    with opened(store) as graph:
        reader = Secured(graph, CONSOLE)
        id = _named(reader, Volunteer, volunteer) or _named(reader, Station, station)
        make = person_calendar if volunteer else station_calendar
        made = make(reader, id, today())
        with Recording(graph, CONSOLE, "EXPORT", [id]).tx():
            pass
    _write(output, made)
    console.print(f"已导出 {made.count(b'BEGIN:VEVENT')} 个班次：{output}", markup=False)


def _format_of(file: Path) -> str:
    ending = file.suffix.removeprefix(".").lower()
    if ending not in tuple(WeekFormat):
        raise InvalidInput(f"请写 --format，或用这样的文件名：{'、'.join(f'*.{form}' for form in WeekFormat)}")
    return ending


def _newest(graph: GraphStore, week: str, subdistrict: str) -> str:
    from engine.calendar import week_of
    from engine.places import scope_id
    from engine.planning.versions import newest_plan

    this_week = week_of(date.today())  # noqa: DTZ011 - the week of the place where the coordinator sits
    return newest_plan(graph, week or this_week, scope_id(graph, subdistrict)).id


def _named(reader: Secured, model: type[N], name: str) -> str:
    """The id of the one that has this name or id; empty stays empty. Raises ``NotFound``, ``InvalidInput``."""
    from engine.store import AnyOf, Match, eq

    if not name:
        return ""
    question = Match("n", model).where(AnyOf((eq("n.id", name), eq("n.name", name))))
    ids = [row["n.id"] for row in reader.query(question.order("n.id").select("n.id"))]
    if not ids:
        raise NotFound(f"没有这个{model.TERM}")
    if len(ids) > 1 and name not in ids:
        raise InvalidInput(f"有 {len(ids)} 个同名的{model.TERM}，请写编号：{'、'.join(ids[:10])}")
    return name if name in ids else ids[0]


def _write(output: Path, made: bytes) -> None:
    """The file is there whole, and only its owner can read it."""
    try:
        output.touch(mode=0o600)
        output.write_bytes(made)
    except OSError as error:
        raise InvalidInput(f"写不了文件：{output}（{error.strerror}）") from None

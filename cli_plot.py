"""The command line of pictures: a plan's map and numbers, for reports."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli_store import StoreOption, opened

console = Console(highlight=False, soft_wrap=True)


class PictureFormat(StrEnum):
    """What kind of file."""

    SVG = "svg"
    PNG = "png"


def plot(
    output: Annotated[Path, typer.Option("--output", "-o", help="文件夹；没有就新建，同名的旧图会换掉")],
    plan_or_week: Annotated[
        str,
        typer.Argument(
            metavar="PLAN_OR_WEEK", help="计划编号，或 ISO 周（取最新一版）；不写就是本周", show_default=False
        ),
    ] = "",
    subdistrict: Annotated[str, typer.Option("--subdistrict", help="街道名；给的是周时才用，不写就是全区")] = "",
    form: Annotated[PictureFormat, typer.Option("--format", help="svg，或 png（须有中文字体）")] = PictureFormat.SVG,
    store: StoreOption = "",
) -> None:
    """画出一份计划：地图、各时段到岗、每人班次、步行距离、各条线占比；不画任何人的住处。"""
    from engine.calendar import week_of
    from engine.pictures import draw_pictures
    from engine.places import scope_id
    from engine.planning.versions import newest_plan
    from engine.planning.view import view_plan

    with opened(store) as graph:
        plan_id = plan_or_week
        if not plan_or_week.startswith("plan:"):
            week = plan_or_week or week_of(date.today())  # noqa: DTZ011 - the week of the place where it is run
            plan_id = newest_plan(graph, week, scope_id(graph, subdistrict)).id
        for path in draw_pictures(graph, view_plan(graph, plan_id), output, form.value):
            console.print(f"已画出 {plan_id}：{path}", markup=False)

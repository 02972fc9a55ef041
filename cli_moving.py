"""The command line of moving in: a whole graph copied between stores, backed up, restored."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from engine.errors import Conflict

if TYPE_CHECKING:
    from engine.moving import Tally

ADDRESS = "sqlite:///路径/文件.db 或 neo4j://主机:端口"
StoreOption = Annotated[
    str, typer.Option("--store", envvar="JIUJIN_STORE", help=f"图数据库地址：{ADDRESS}", show_default=False)
]

console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False)


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=f"来源：{ADDRESS}")],
    target: Annotated[str, typer.Argument(metavar="TO", help="去处，须为空库；中断后再运行同样的命令，就接着做")],
) -> None:
    """把整个图从一个库复制到另一个库，逐行核对；来源不变。"""
    from engine.moving import copy as copy_graph
    from engine.store.opening import open_store, place_of

    if place_of(source) == place_of(target):
        raise Conflict("来源和去处是同一个库")
    began = time.monotonic()
    with (
        closing(open_store(source, _environment("FROM"), must_exist=True)) as origin,
        closing(open_store(target, _environment("TO"), arriving=True)) as goal,
        _progress(sum(origin.counts().values())) as told,
    ):
        tally = copy_graph(origin, goal, f"复制自 {place_of(source)}", told)
    _print_tally(tally, "已复制，两边一致", began)


def backup(
    file: Annotated[Path | None, typer.Argument(help="备份文件；不写就在 var/backups 里，以时间为名")] = None,
    store: StoreOption = "",
) -> None:
    """把整个图在此刻的样子存成一个文件（.jsonl.zst，只有自己能读）；不覆盖已有的文件。"""
    from engine.moving import back_up, clear_unfinished
    from engine.settings import settings
    from engine.store.opening import open_store

    began = time.monotonic()
    with closing(open_store(store or settings().store, must_exist=True)) as graph:
        goal = file or _dated()
        left = clear_unfinished(goal.parent)
        with _progress(sum(graph.counts().values())) as told:
            tally = back_up(graph, goal, told)
    _print_tally(tally, f"已备份：{goal}（{goal.stat().st_size:,} 字节）", began)
    for part in left:
        complaints.print(
            f"有一次没有做完的备份留下了这个文件，删不掉，请自行删除：{part}", markup=False, soft_wrap=True
        )


def restore(
    file: Annotated[Path, typer.Argument(help="备份文件；先整个核对，有一处不对就什么也不写")],
    store: StoreOption = "",
) -> None:
    """把备份恢复到一个空库；中断后再运行同样的命令，就接着做。"""
    from engine.moving import opened_archive
    from engine.moving import restore as restore_graph
    from engine.settings import settings
    from engine.store.opening import open_store

    began = time.monotonic()
    with opened_archive(file) as archive, _progress(None) as told:
        archive.verify(told)
        with closing(open_store(store or settings().store, arriving=True)) as graph:
            tally = restore_graph(archive, graph, told)
    _print_tally(tally, "已恢复，与备份一致", began)


def _environment(side: str) -> Mapping[str, str]:
    """``JIUJIN_FROM_NEO4J_…`` in place of ``JIUJIN_NEO4J_…`` where there are any."""
    own = {name: value for name, value in os.environ.items() if name.startswith(f"JIUJIN_{side}_NEO4J_")}
    return {name.replace(f"_{side}_", "_", 1): value for name, value in own.items()} or os.environ


def _dated() -> Path:
    from engine.settings import ROOT

    return ROOT / "var" / "backups" / f"jiujin-{datetime.now().astimezone():%Y%m%d-%H%M%S}.jsonl.zst"


def _progress(rows: int | None) -> Any:
    from engine.reports.progress import progress_bars

    return progress_bars(complaints, rows)


def _print_tally(tally: Tally, done: str, began: float) -> None:
    from engine.reports.moved import moved_table

    console.print(moved_table(tally))
    rows = sum(tally.counts.values())
    console.print(f"{done}；共 {rows:,} 行，{time.monotonic() - began:.1f} 秒", markup=False)

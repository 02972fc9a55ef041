"""The command line of the solver: a problem file in, a plan file out, stopped by whoever waits for it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from engine.reports.progress import progress_line

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def solve(
    problem: Annotated[Path, typer.Argument(help="jiujin.problem/1 文件")],
    output: Annotated[Path, typer.Option("--output", "-o", help="计划写到此文件")],
    seconds: Annotated[float | None, typer.Option(help="时限（秒）", min=0)] = None,
    seed: Annotated[int, typer.Option(help="随机种子", min=0)] = 0,
    threads: Annotated[int, typer.Option(help="线程数", min=1)] = 1,
    memory: Annotated[int | None, typer.Option(help="内存上限（MB），快到时就此打住", min=1)] = None,
    cluster: Annotated[str, typer.Option(help="Dask 调度器地址，由它的工作进程分担，例如 tcp://127.0.0.1:8786")] = "",
) -> None:
    """求解一个排班问题文件（不经数据库）；按 Ctrl+C 就此打住，写下已有的最好计划。"""
    from solver.cluster import ClusterError
    from solver.cluster import cluster as workers_of
    from solver.memory import ceiling
    from solver.problem import ProblemError
    from solver.read import read_problem
    from solver.solve import solve as find
    from solver.warm import warm_up
    from solver.write import plan_to_json

    try:
        asked = read_problem(problem)
        draft = _beside(output)
    except (ProblemError, OSError) as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error
    try:
        workers = workers_of(cluster) if cluster else nullcontext((None, threads))
        with (
            workers as (executor, size),
            _told_to_stop() as stop,
            ceiling(memory, stop) as full,
            progress_line(complaints) as told,
        ):
            warm_up()
            found = find(
                asked, seconds=seconds, seed=seed, threads=size, executor=executor, on_progress=told, stop=stop
            )
        draft.write_text(plan_to_json(found), encoding="utf-8")
        draft.replace(output)
    except ClusterError as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error
    finally:
        draft.unlink(missing_ok=True)
    if full.is_set():
        complaints.print(f"内存快到 {memory} MB，就此打住：写下的是此前最好的计划。")
    console.print(f"{found.status}  代价 {found.cost.parts()}  下界 {found.bound.parts()}")


def _beside(output: Path) -> Path:
    """An empty file beside the output, which it replaces when it is whole; OSError before any work is done."""
    if output.is_dir() or not output.parent.is_dir():
        raise OSError(f"写不了 {output}：" + ("这是文件夹" if output.is_dir() else f"没有文件夹 {output.parent}"))
    draft = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        draft.touch()
    except OSError as error:
        raise OSError(f"写不了 {output}：{error.strerror}") from error
    return draft


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that the first SIGINT or SIGTERM sets; the second one ends the process as usual."""
    stop = threading.Event()
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def told(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, usual[number])

    for number in usual:
        signal.signal(number, told)
    try:
        yield stop
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)

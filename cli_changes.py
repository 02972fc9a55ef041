"""The command line of change: a stored plan repaired, what-ifs of a problem file, and the bench of repairs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console

from engine.reports.progress import progress_line

if TYPE_CHECKING:
    from engine.planning.explain import Opened
    from engine.store import GraphStore

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)

STORED = "plan:"
"""What the ids of stored plans begin with."""

SecondsOption = Annotated[float | None, typer.Option(help="时限（秒）；不写就按步数结束", min=0)]
SeedOption = Annotated[int, typer.Option(help="随机种子", min=0)]


def repair(
    plan_id: Annotated[str, typer.Argument(metavar="PLAN", help="计划编号，草稿或已发布")],
    withdraw: Annotated[
        list[str] | None, typer.Option(help="退出的人：姓名或编号，退出整周；只退一个班次就写 谁@班次编号；可写多次")
    ] = None,
    seconds: SecondsOption = None,
    seed: SeedOption = 0,
    store: Annotated[str, typer.Option("--store", envvar="JIUJIN_STORE", help="图数据库地址", show_default=False)] = "",
) -> None:
    """修复一份计划：有人退出、请假、拒绝，或有新班次；尽量少动，存为新的草稿，并列出须通知的人。"""
    from engine.access import CONSOLE, Action, Recording
    from engine.planning.repair import repair_plan
    from engine.planning.view import view_plan
    from engine.planning.withdrawals import withdrawal_of
    from engine.reports.plan_text import plan_text
    from engine.reports.repair_text import repair_text
    from engine.settings import settings
    from engine.store.opening import open_store

    with closing(open_store(store or settings().store)) as graph:
        out = [withdrawal_of(graph, plan_id, text) for text in withdraw or ()]
        recording = cast("GraphStore", Recording(graph, CONSOLE, Action.PLAN, [plan_id], noting=True))
        with progress_line(complaints) as told:
            made = repair_plan(recording, plan_id, withdrawals=out, seconds=seconds, seed=seed, on_progress=told)
        console.print(plan_text(view_plan(graph, made.plan.id), detail=False))
        console.print(repair_text(graph, made))
        console.print(f"已存为草稿：{made.plan.id}", markup=False)


def what_if(
    problem: Annotated[str, typer.Argument(help="jiujin.problem/1 文件，或图里一份计划的编号")],
    close: Annotated[list[str] | None, typer.Option(help="关闭一处：它的班次都取消")] = None,
    walk: Annotated[list[int] | None, typer.Option(help="步行上限改为几米")] = None,
    more: Annotated[list[str] | None, typer.Option(help="LINE=人数：多几个这样的人（条线、标签或志愿者编号）")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="没有这些人（条线、标签或志愿者编号）")] = None,
    demand: Annotated[list[str] | None, typer.Option(help="PLACE=+1：此处每个班次多（少）要几人")] = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="各自从头排，不管现状已通知谁")] = False,
    seconds: SecondsOption = None,
    seed: SeedOption = 0,
    store: Annotated[str, typer.Option("--store", envvar="JIUJIN_STORE", help="图数据库地址", show_default=False)] = "",
) -> None:
    """如果……会怎样：每个选项一行，都从同一份计划出发，各自修复，并排比较；什么也不写入。"""
    from engine.planning.what_if import side_by_side
    from engine.reports.what_if_text import what_if_text
    from solver.changes import ChangeError, ClosedPlace, Demand, MorePeople, WalkLimit, WithoutPeople
    from solver.problem import ProblemError
    from solver.read import read_problem
    from solver.warm import warm_up
    from solver.what_if import what_ifs

    changes = {
        **{f"关闭 {place}": ClosedPlace(place) for place in close or ()},
        **{f"步行至多 {metres} 米": WalkLimit(metres) for metres in walk or ()},
        **{f"多 {count} 名 {like}": MorePeople(like, count) for like, count in map(_counted, more or ())},
        **{f"没有 {like}": WithoutPeople(like) for like in drop or ()},
        **{f"{place} 每班 {by:+} 人": Demand(place, by) for place, by in map(_counted, demand or ())},
    }
    try:
        with progress_line(complaints) as told:
            rules = {"afresh": afresh, "seconds": seconds, "seed": seed, "on_progress": lambda _, news: told(news)}
            if problem.startswith(STORED):
                cases = {name: (change,) for name, change in changes.items()}
                rows = [outcome.found for outcome in side_by_side(_opened(store, problem), cases, **rules)]
            else:
                asked = read_problem(Path(problem))
                warm_up()
                rows = list(what_ifs(asked, changes, **rules))
    except (ProblemError, ChangeError, OSError) as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error
    console.print(what_if_text(rows))


def _opened(store: str, plan_id: str) -> Opened:
    """The stored plan, laid open."""
    from engine.planning.explain import Explanations
    from engine.settings import settings
    from engine.store.opening import open_store

    with closing(open_store(store or settings().store)) as graph:
        return Explanations().open(graph, plan_id)


def bench_repair(
    problem: Annotated[str, typer.Argument(help="jiujin.problem/1 文件，或 demo、demo10")] = "demo",
    share: Annotated[float, typer.Option(help="退出的派班占几成", min=0, max=1)] = 0.05,
    runs: Annotated[int, typer.Option(help="每项几次，取中位数", min=1)] = 3,
    seconds: Annotated[float, typer.Option(help="先前计划与从头重排的时限（秒）", min=0)] = 30.0,
    seed: SeedOption = 1,
) -> None:
    """修复一份计划要多久、动多少人，与从头重排并排比较；打印 Markdown 表格。"""
    from benchmarks.repair import main
    from solver.problem import ProblemError

    try:
        main(console, problem, share=share, runs=runs, seconds=seconds, seed=seed)
    except (ProblemError, OSError) as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error


def _counted(text: str) -> tuple[str, int]:
    """``PARTY=20``"""
    word, _, number = text.rpartition("=")
    try:
        return word, int(number)
    except ValueError:
        raise typer.BadParameter(f"{text}：应写成 名称=整数") from None


def bench_explain(
    problem: Annotated[Path, typer.Argument(help="jiujin.problem/1 文件")],
    plan_file: Annotated[Path | None, typer.Option("--plan", help="jiujin.plan/1 文件；不写就先求解")] = None,
    questions: Annotated[int, typer.Option(min=1, help="每种问题问几次")] = 50,
    seconds: Annotated[float, typer.Option(help="求解时限（秒）")] = 30.0,
    seed: Annotated[int, typer.Option(help="问什么，由此随机")] = 1,
) -> None:
    """每种解释要多久：随机提问的中位数。"""
    from benchmarks.explain import main

    main(console, problem, plan_file, questions=questions, seconds=seconds, seed=seed)


def bench_edits(
    times: Annotated[int, typer.Option(help="示范区的几倍", min=1)] = 5,
    seconds: Annotated[float, typer.Option(help="排一份计划的时限（秒）", min=0)] = 20.0,
    rounds: Annotated[int, typer.Option(help="几轮，每轮各种改动各一次", min=1)] = 20,
    seed: SeedOption = 1,
    neo4j: Annotated[bool, typer.Option("--neo4j", help="临时启动一个 Neo4j，不用 SQLite")] = False,
) -> None:
    """人工改动一份大计划要多久：调、撤、加、锁、撤销，改后第一问；打印 Markdown 表格。"""
    from benchmarks.edits import main

    main(console, times=times, seconds=seconds, rounds=rounds, seed=seed, neo4j=neo4j)

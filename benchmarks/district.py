"""``./jiujin bench``: set-up, import, candidates, solving, GraphQL lists, for the demo district and n times the demo.

Every figure is the median of several runs in one process after one that is not counted; times vary with the machine,
so compare figures of one run with each other.
"""

from __future__ import annotations

import asyncio
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from openpyxl import Workbook
from rich.console import Console
from rich.table import Table

from benchmarks.enlarge import enlarge
from engine.access import CONSOLE
from engine.coordinates import CoordinateSystem
from engine.demand import make_week
from engine.district import load_district
from engine.events import Events
from engine.jobs import Jobs, JobState
from engine.model import LineId
from engine.planning.facts import read_facts
from engine.planning.generate import generate_plan
from engine.planning.problem import build_problem
from engine.roster import import_roster
from engine.store import GraphStore, open_store
from schema.app import build_schema
from schema.context import Context
from schema.cursor import Cursors
from solver.models.build import build
from solver.solve import solve
from solver.warm import warm_up

DEMO = Path(__file__).resolve().parent.parent / "data" / "erqi"
WEEK = "2026-W48"
SOLVE_SECONDS = 60.0
"""Limit of the whole district's solve; without it the tenfold district would be proved for hours."""
ROSTER_ROWS = 20_000
T = TypeVar("T")

VOLUNTEERS = """{ volunteers(first: 100) { edges { node { id name phone
  organizations { edges { node { name } } } } } } }"""


def main(console: Console, *, runs: int, times: Iterable[int]) -> None:
    """Measures and prints one table per size."""
    console.print(f"{platform.machine()}，Python {platform.python_version()}；每项 {runs} 次的中位数（另有一次预热）")
    began = time.perf_counter()
    warm_up()
    console.print(f"求解器就绪：{time.perf_counter() - began:.2f} 秒（新机器上首次要编译）")
    for factor in times:
        with tempfile.TemporaryDirectory() as folder:
            console.print(_table(factor, Path(folder), runs))


def _table(factor: int, folder: Path, runs: int) -> Table:
    source = DEMO
    if factor > 1:
        source = folder / "district"
        enlarge(DEMO, factor, source)
    table = Table(title=f"示范区 × {factor}", title_justify="left")
    for heading in ("步骤", "秒", "说明"):
        table.add_column(heading)
    stores = iter(range(10_000))

    def empty() -> GraphStore:
        return open_store(str(folder / f"{next(stores)}.db"))

    def add(step: str, seconds: float, note: str = "") -> None:
        table.add_row(step, f"{seconds:.3f}", note)

    seconds, _ = _median(runs, empty)
    add("建库", seconds, "新文件，全部迁移")
    seconds, loaded = _median(runs, lambda: _loaded(empty(), source))
    counts = loaded.counts()
    add("导入区划与名册", seconds, f"{counts['Volunteer']} 人，{counts['Segment']} 路段")
    seconds, rows = _roster_import(_loaded(empty(), source), folder / "roster.xlsx")
    add("导入一份大名册", seconds, f"Excel，{rows} 行，一次")
    make_week(loaded, WEEK)
    _plan_rows(loaded, add, runs)
    seconds, rows = _median(runs, lambda: _ask(loaded))
    add("GraphQL 列表", seconds, f"{rows} 名志愿者及其单位，不经网络")
    add("内存峰值", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB，整个进程至此")
    return table


def _plan_rows(store: GraphStore, add: Callable[[str, float, str], None], runs: int) -> None:
    for scope, name in (("subdistrict:福华街街道", "福华街"), ("", "全区")):
        seconds, facts = _median(runs, partial(read_facts, store, WEEK, scope))
        add(f"{name}：读图", seconds, f"{len(facts.people)} 人，{len(facts.shifts)} 班次")
        problem = build_problem(facts, shares=not scope)
        seconds, instance = _median(runs, partial(build, problem))
        add(f"{name}：候选", seconds, f"{len(instance.candidate_shift)} 对")
        seconds, plan = _median(runs if scope else 1, partial(solve, problem, seconds=SOLVE_SECONDS), warm=bool(scope))
        add(f"{name}：求解", seconds, f"{plan.status}，代价 {plan.cost.parts()}，下界 {plan.bound.parts()}")


def _median(runs: int, step: Callable[[], T], *, warm: bool = True) -> tuple[float, T]:
    """Median seconds of the step, and what it gave last."""
    seconds = []
    result = None
    for _ in range(runs + warm):
        began = time.perf_counter()
        result = step()
        seconds.append(time.perf_counter() - began)
    assert result is not None
    return statistics.median(seconds[warm:]), result


def _roster_import(store: GraphStore, file: Path) -> tuple[float, int]:
    """Seconds that one large roster takes, and its rows; telephone numbers are floats, as offices' files have them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["姓名", "手机号", "单位/支部", "经纬度", "可服务时间", "技能", "工作时间", "备注"])
    branch = "冬青社区党支部"
    for n in range(ROSTER_ROWS):
        name = f"赵{chr(0x4E00 + n % 5000)}{chr(0x4E00 + n // 5000)}"
        place = f"113.{650_000 + n % 9_000},34.{736_000 + n % 7_000}"
        free, work = "周一至周五 18:00-21:00；周六 8:00-12:00", "周一至周五 9:00-17:30"
        sheet.append([name, 10_000_500_000.0 + n, branch, place, free, "急救" if n % 5 == 0 else "", work, ""])
    book.save(file)
    began = time.perf_counter()
    report = import_roster(store, file, LineId.PARTY, coordinates=CoordinateSystem.WGS84)
    return time.perf_counter() - began, report.added


def _loaded(store: GraphStore, source: Path) -> GraphStore:
    load_district(store, source)
    return store


def _ask(store: GraphStore) -> int:
    """One request's work, from the document to the answer's objects."""
    jobs = Jobs(store, Events[JobState](), generate_plan)
    try:
        context = Context(store=store, jobs=jobs, cursors=Cursors(b"benchmark"), viewer=CONSOLE)
        result = asyncio.run(build_schema().execute(VOLUNTEERS, context_value=context))
    finally:
        jobs.close()
    assert result.data is not None, result.errors
    return len(result.data["volunteers"]["edges"])

"""The command line: thin entry points over the engine's services. Heavy modules are imported where they are used."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

import cli_accounts
import cli_audit_api
import cli_changes
import cli_exports
import cli_moving
import cli_neo4j
import cli_plot
import cli_solve
from cli_store import StoreOption, opened
from engine.errors import Conflict, JiujinError
from engine.model import LINE_TERMS, LineId

if TYPE_CHECKING:
    from engine.store import GraphStore

ROOT = Path(__file__).resolve().parent
DEMO = ROOT / "data" / "erqi"
DEMO_ID = "district:erqi"

app = typer.Typer(
    name="jiujin",
    help="就近：志愿者的周计划。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
imports = typer.Typer(help="导入名册、道路、区划。", no_args_is_help=True)
app.add_typer(imports, name="import")
benches = typer.Typer(help="量一量：示范区（不写就是它），或求解器与同行。", invoke_without_command=True)
app.add_typer(benches, name="bench")
app.add_typer(cli_neo4j.app, name="neo4j")
app.add_typer(cli_accounts.app, name="account")
app.add_typer(cli_exports.app, name="export")

WeekArgument = Annotated[str, typer.Argument(help="ISO 周，例如 2026-W48；不写就是本周", show_default=False)]
ScopeOption = Annotated[str, typer.Option("--subdistrict", help="街道名；不写就是全区")]

NextBestOption = Annotated[bool, typer.Option("--next-best", help="每人之后写明次优安排")]

LINES = "、".join(f"{line.value} {term}" for line, term in LINE_TERMS.items())

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)

app.command()(cli_solve.solve)
app.command()(cli_plot.plot)
for move in (cli_moving.copy, cli_moving.backup, cli_moving.restore):
    app.command()(move)
for name, command in (("repair", cli_changes.repair), ("what-if", cli_changes.what_if)):
    app.command(name)(command)
app.command("audit-api")(cli_audit_api.audit_api)
benches.command("graphql")(cli_audit_api.bench_graphql)
benches.command("explain")(cli_changes.bench_explain)
benches.command("repair")(cli_changes.bench_repair)
benches.command("edits")(cli_changes.bench_edits)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; expected errors are told in Chinese, with their code, and end with exit code 2."""
    try:
        app(args=arguments, standalone_mode=True)
    except JiujinError as error:
        complaints.print(f"[red]{error.code}[/]", end=" ")
        complaints.print(str(error), markup=False)
        return 2
    return 0


@app.command()
def demo(
    serve: Annotated[bool, typer.Option(help="完成后打开网页与 GraphQL 服务")] = True,
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    store: StoreOption = "",
) -> None:
    """载入示范区，排出并证明本周计划，打印出来，然后提供服务。"""
    from engine.district import load_district

    week = _this_week()
    with opened(store, "LOAD_DEMO") as graph:
        _only_the_demo(graph)
        with console.status("载入示范区（data/erqi）……"):
            report = load_district(graph, DEMO)
        console.print(f"示范区已载入：{report}")
        cli_accounts.print_demo_accounts(graph)
        for subdistrict in ("福华街街道", ""):
            _print_plan(graph, _plan(graph, week, subdistrict), detail=bool(subdistrict))
    if serve:
        _serve(store, "127.0.0.1", port, production=False)


@app.command()
def plan(
    week: WeekArgument = "",
    subdistrict: ScopeOption = "",
    seconds: Annotated[float | None, typer.Option(help="求解时限（秒）；不写就算到证明为止")] = None,
    seed: Annotated[int, typer.Option(help="随机种子")] = 0,
    base: Annotated[str, typer.Option(help="以此计划为底：保留锁定，尽量少动")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="不列出每个班次")] = False,
    next_best: NextBestOption = False,
    store: StoreOption = "",
) -> None:
    """排出一周的计划，独立校核，存为草稿版本，并打印出来。"""
    with opened(store, "PLAN") as graph:
        made = _plan(graph, week or _this_week(), subdistrict, seconds=seconds, seed=seed, base=base)
        _print_plan(graph, made, detail=not brief, next_best=next_best)


@app.command()
def show(
    plan_id: Annotated[str, typer.Argument(help="计划编号")],
    brief: Annotated[bool, typer.Option("--brief", help="不列出每个班次")] = False,
    next_best: NextBestOption = False,
    store: StoreOption = "",
) -> None:
    """打印一份已存的计划。"""
    from engine.planning.view import view_plan
    from engine.reports.plan_text import plan_text

    with opened(store) as graph:
        console.print(plan_text(view_plan(graph, plan_id), detail=not brief, next_best=next_best))


@app.command()
def audit(
    account: Annotated[str, typer.Option(help="登录名，或 console（命令行）")] = "",
    action: Annotated[str, typer.Option(help="动作，例如 LOOK、PUBLISH")] = "",
    subject: Annotated[str, typer.Option(help="被看或被改的对象的编号")] = "",
    since: Annotated[str, typer.Option(help="从何时起，例如 2026-11-26 或 2026-11-26T08:00（协调世界时）")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=10000, help="至多几条，最新的在前")] = 50,
    store: StoreOption = "",
) -> None:
    """谁在何时、为何、看了或改了什么。"""
    from engine.access import read_audits
    from engine.accounts.names import account_id
    from engine.reports.audit_text import audit_text

    known = account_id(account) if account and account != "console" else account
    with opened(store) as graph:
        found = read_audits(graph, account=known, action=action, subject=subject, since=since, most=most)
        console.print(audit_text(found))


@imports.command("roster")
def import_roster(
    file: Annotated[Path | None, typer.Argument(help="名册：.xlsx、.xls 或 .csv")] = None,
    line: Annotated[
        LineId | None, typer.Option(help="条线：" + "、".join(f"{k.value} {v}" for k, v in LINE_TERMS.items()))
    ] = None,
    coordinates: Annotated[str, typer.Option(help="经纬度的坐标系：WGS-84、GCJ-02 或 BD-09")] = "",
    accept_valid: Annotated[bool, typer.Option("--accept-valid", help="只导入合格的行，其余写入“退回”文件")] = False,
    sheet: Annotated[str, typer.Option(help="工作表名（多张表都像名册时）")] = "",
    template: Annotated[Path | None, typer.Option(help="不导入，只写一份空白模板到此文件")] = None,
    store: StoreOption = "",
) -> None:
    """导入一条线的名册；有错就全部列出，一行也不写。"""
    from engine.coordinates import CoordinateSystem
    from engine.roster import import_roster as read_in
    from engine.roster import write_template

    with opened(store, "IMPORT_ROSTER") as graph:
        if template is not None:
            write_template(template, graph)
            console.print(f"模板已写好：{template}", markup=False)
            return
        if file is None or line is None:
            raise typer.BadParameter("要导入的文件与 --line 都要写；只要模板请用 --template 文件")
        system = CoordinateSystem.parse(coordinates) if coordinates else None
        with console.status("读取并核对名册……"):
            report = read_in(graph, file, line, coordinates=system, accept_valid=accept_valid, sheet=sheet or None)
        console.print(str(report), markup=False)
        if report.rejected_rows:
            kept = file.with_name(f"{file.stem}-退回.xlsx")
            report.write_rejected(kept)
            console.print(f"未导入的行连同原因写在：{kept}", markup=False)


@imports.command("roads")
def import_roads(
    file: Annotated[Path, typer.Argument(help="GeoJSON（.geojson）或 OpenStreetMap（.osm、.pbf）")],
    coordinates: Annotated[str, typer.Option(help="GeoJSON 的坐标系；不写按标准为 WGS-84")] = "",
    subdistrict: Annotated[str, typer.Option(help="这些道路所属的街道名")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="文件里没有的旧路段一并撤下")] = False,
    store: StoreOption = "",
) -> None:
    """导入道路；同一文件再导一次不会有变化。"""
    from engine.coordinates import CoordinateSystem
    from engine.places import scope_id
    from engine.roads import import_roads as read_in

    with opened(store, "IMPORT_ROADS") as graph:
        system = CoordinateSystem.parse(coordinates) if coordinates else None
        with console.status("读取道路……"):
            scope = scope_id(graph, subdistrict)
            report = read_in(graph, file, coordinates=system, subdistrict=scope, replace=replace)
        console.print(str(report), markup=False)


@imports.command("district")
def import_district(
    folder: Annotated[Path, typer.Argument(help="区划数据目录，写法见 data/README.md")], store: StoreOption = ""
) -> None:
    """载入一个区：街道、社区、道路、服务站、单位、名册、班次模板。"""
    from engine.district import load_district

    with opened(store, "IMPORT_DISTRICT") as graph, console.status("载入区划数据……"):
        report = load_district(graph, folder)
    console.print(str(report), markup=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    production: Annotated[bool, typer.Option("--production", help="关闭 GraphiQL、自省与字段提示")] = False,
    trusted: Annotated[
        Path | None, typer.Option("--trusted", help="受信文档（.graphql 文件）的文件夹；给了就只回答这些文档")
    ] = None,
    store: StoreOption = "",
) -> None:
    """提供 GraphQL 服务。"""
    _serve(store, host, port, production=production, trusted=trusted)


@app.command()
def check(
    problem: Annotated[Path, typer.Argument(help="jiujin.problem/1 文件")],
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN", help="jiujin.plan/1 文件")],
) -> None:
    """独立校核一份计划：打印代价，或每一处违规（退出码 1）。"""
    from solver.check import check as judge
    from solver.problem import ProblemError
    from solver.read import read_plan, read_problem

    try:
        report = judge(read_problem(problem), read_plan(plan_file))
    except (ProblemError, OSError) as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error
    for violation in report.violations:
        complaints.print(str(violation), markup=False)
    console.print(f"代价 {report.cost.parts()}")
    if report.violations:
        raise typer.Exit(1)


@app.command()
def explain(
    problem: Annotated[Path, typer.Argument(help="jiujin.problem/1 文件")],
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN", help="jiujin.plan/1 文件，须通过 check")],
    seat: Annotated[str, typer.Option(help="为何空缺：班次")] = "",
    tag: Annotated[str, typer.Option(help="与 --seat 同用：只问具备此技能的人")] = "",
    person: Annotated[str, typer.Option(help="为何在此：人，与 --shift 同用；或与 --stand-ins 同用：缺席的人")] = "",
    shift: Annotated[str, typer.Option(help="为何在此：班次，与 --person 同用")] = "",
    help_most: Annotated[bool, typer.Option("--help-most", help="何处多一个人最有用")] = False,
    bottleneck: Annotated[str, typer.Option(help="短缺的证明：班次")] = "",
    stand_ins: Annotated[str, typer.Option("--stand-ins", help="谁能替：班次")] = "",
) -> None:
    """解释一份计划：为何在此、为何空缺、谁能替、何处多一个人最有用、短缺的证明；不重新求解。"""
    from engine.reports.explained import explained

    asked = {"seat": seat, "tag": tag, "person": person, "shift": shift, "short": bottleneck, "stand_in": stand_ins}
    for line in explained(problem, plan_file, help_most=help_most, **asked):  # type: ignore[arg-type]
        console.print(line, markup=False, soft_wrap=True)


@benches.callback()
def bench(
    context: typer.Context,
    runs: Annotated[int, typer.Option(help="每项几次，取中位数")] = 3,
    times: Annotated[list[int] | None, typer.Option(help="示范区的几倍")] = None,
) -> None:
    """量一量：建库、导入、候选、求解、GraphQL 列表，示范区与十倍示范区；bench solver 量求解器与同行。"""
    if context.invoked_subcommand is not None:
        return
    from benchmarks.district import main as measure

    measure(console, runs=runs, times=times or [1, 10])


@benches.command("solver")
def bench_solver(
    problems: Annotated[
        str, typer.Option(help="问题文件、文件夹，或 demo、demo10、employees、employees-large，用逗号或空格隔开")
    ] = "",
    generator: Annotated[Path | None, typer.Option(help="生成问题的脚本：脚本 规模 种子 需求 > 问题文件")] = None,
    sizes: Annotated[str, typer.Option(help="生成的规模")] = "S",
    seeds: Annotated[str, typer.Option(help="生成的种子")] = "1",
    demand: Annotated[str, typer.Option(help="生成的需求")] = "1,0.4",
    peers: Annotated[
        str, typer.Option(help="谁来求解：ours、cpsat2、cpsat1、highs、timefold、greedy")
    ] = "ours,cpsat2,cpsat1,highs,timefold,greedy",
    seconds: Annotated[
        float | None, typer.Option(help="各自的时限（秒）；不写按规模：S 10、M 30、L 120、XL 600")
    ] = None,
    markdown: Annotated[Path | None, typer.Option(help="表格另写到此文件")] = None,
) -> None:
    """求解器与同行：同样的问题、同样的时间，一个接一个，都由 check 评判；打印 Markdown 表格。"""
    from benchmarks.solver.bench import TITLES, main

    asked = _words(problems) or ([] if generator else ["demo", "employees"])
    unknown = set(_words(peers)) - set(TITLES)
    if unknown:
        raise typer.BadParameter(f"没有这些求解器：{'、'.join(sorted(unknown))}；可写 {'、'.join(TITLES)}")
    try:
        main(
            console,
            problems=asked,
            generator=generator,
            sizes=_words(sizes),
            seeds=_words(seeds),
            demands=_words(demand),
            peers=_words(peers),
            seconds=seconds,
            markdown=markdown,
        )
    except OSError as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error


@benches.command("store")
def bench_store(
    store: Annotated[
        list[str] | None, typer.Option(help="空的数据库的地址，可写几个；不写就临时启动一个 Neo4j")
    ] = None,
    neo4j: Annotated[bool, typer.Option(help="临时启动一个 Neo4j（没有 --store 时）")] = True,
    heap: Annotated[str, typer.Option(help="临时 Neo4j 的 Java 堆内存")] = "1g",
    page_cache: Annotated[str, typer.Option("--page-cache", help="临时 Neo4j 的页缓存")] = "512m",
    volunteers: Annotated[int, typer.Option(help="志愿者")] = 100_000,
    segments: Annotated[int, typer.Option(help="路段")] = 2_000,
    shifts: Annotated[int, typer.Option(help="班次")] = 20_000,
    assignments: Annotated[int, typer.Option(help="派班")] = 100_000,
    times: Annotated[int, typer.Option(min=1, help="每问几次")] = 200,
    markdown: Annotated[Path | None, typer.Option(help="表格另写到此文件")] = None,
) -> None:
    """SQLite 与 Neo4j 并排：写入一座虚拟城区，问服务要问的问题，替换一份周计划；核对答案，列出查询计划。"""
    from benchmarks.store.bench import main
    from benchmarks.store.town import Sizes

    sizes = Sizes(volunteers=volunteers, segments=segments, shifts=shifts, assignments=assignments)
    main(
        console,
        sizes,
        addresses=store or (),
        neo4j=neo4j,
        heap=heap,
        page_cache=page_cache,
        times=times,
        file=markdown,
    )


@benches.command("fairness")
def bench_fairness(
    weeks: Annotated[int, typer.Option(min=5, help="几周")] = 26,
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    output: Annotated[Path, typer.Option("-o", "--output", help="文件夹，其中有 fairness.md")] = Path("docs"),
) -> None:
    """半年的公平：示范区一周接一周，与就近优先相比；写出 docs/fairness.md 的表格和图，约 15 分钟。"""
    from benchmarks.fairness.report import main

    try:
        main(console, weeks=weeks, seed=seed, folder=output)
    except OSError as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error


@benches.command("curve")
def bench_curve(
    problem: Annotated[Path, typer.Argument(help="jiujin.problem/1 文件")],
    output: Annotated[Path, typer.Option("-o", "--output", help="SVG 文件")],
    seconds: Annotated[float, typer.Option(help="时限（秒）")] = 30.0,
    seed: Annotated[int, typer.Option(help="随机种子")] = 0,
    threads: Annotated[int, typer.Option(help="线程数")] = 1,
) -> None:
    """代价与下界随时间的变化，画成图。"""
    from benchmarks.curve import main
    from solver.problem import ProblemError

    try:
        main(console, problem, output, seconds=seconds, seed=seed, threads=threads)
    except (ProblemError, OSError) as error:
        complaints.print(str(error), markup=False)
        raise typer.Exit(2) from error


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _this_week() -> str:
    from engine.calendar import week_of

    return week_of(date.today())  # noqa: DTZ011 - the week of the place where the coordinator sits


def _only_the_demo(graph: GraphStore) -> None:
    """Invented people never mix with real ones."""
    from engine.model import District
    from engine.store import Match

    for row in graph.query(Match("d", District).select("d.id", "d.name")):
        if row["d.id"] != DEMO_ID:
            name = row["d.name"]
            raise Conflict(f"这个库里已有“{name}”的数据，示范区请放到别处：./jiujin demo --store demo.db")


def _plan(
    graph: GraphStore, week: str, subdistrict: str, *, seconds: float | None = None, seed: int = 0, base: str = ""
) -> str:
    """The id of a new plan version."""
    from engine.places import scope_id
    from engine.planning.generate import generate_plan

    scope = scope_id(graph, subdistrict)
    with _progress() as on_progress:
        return generate_plan(graph, week, scope, seconds=seconds, seed=seed, base=base, on_progress=on_progress).id


def _print_plan(graph: GraphStore, plan_id: str, *, detail: bool, next_best: bool = False) -> None:
    from engine.planning.view import view_plan
    from engine.reports.plan_text import plan_text

    console.print(plan_text(view_plan(graph, plan_id), detail=detail, next_best=next_best))
    console.print(f"已存为草稿：{plan_id}", markup=False)


def _progress() -> Any:
    from engine.reports.progress import progress_line

    return progress_line(complaints)


def _serve(address: str, host: str, port: int, *, production: bool, trusted: Path | None = None) -> None:
    if address:
        os.environ["JIUJIN_STORE"] = address
    import server

    page = f"http://{host}:{port}/"
    console.print(f"\n网页：{page}   GraphQL：{page}graphql" + ("" if production else f"   GraphiQL：{page}graphiql/"))
    console.print("按 Ctrl+C 停止。")
    server.run(host=host, port=port, production=production, trusted=trusted)


if __name__ == "__main__":
    sys.exit(main())

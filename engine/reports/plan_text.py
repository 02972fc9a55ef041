"""A plan version in the terminal: what it is worth, how that is proved, the week by road, what is missing and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from engine.calendar import DAY, WEEKDAYS, monday_of, span
from engine.model import ROAD_CLASS_TERMS, Plan, PlanStatus, RoadClass, Shortfall, ShortfallKind
from engine.planning.sentences import tag_term
from engine.planning.view import PlanView, Server, ShiftView

PARTS: tuple[tuple[str, str, str], ...] = (
    ("below_minimum", "低于最少人数", "缺的人数，按优先级加权"),
    ("needs_unmet", "缺必备人员或队伍", "缺的人数，按优先级加权"),
    ("below_desired", "低于期望人数", "缺的人数，按优先级加权"),
    ("inconvenience", "不便", "米：步行 − 责任田等 + 负担"),
)


def plan_text(view: PlanView, *, detail: bool = True, next_best: bool = False) -> RenderableType:
    """All of it; ``detail`` lists every shift with its people, ``next_best`` adds who or what would come next."""
    parts: list[RenderableType] = [_head(view), _costs(view.plan), _grid(view)]
    if detail:
        parts.append(_listing(view, next_best=next_best))
    parts.append(_missing(view))
    return Group(*parts)


def proof_sentence(plan: Plan) -> str:
    """What is proved of the plan, in one sentence."""
    if plan.proof == "OPTIMAL":
        return "已证明最优：在同样的规则下，没有比它更好的计划"
    if plan.origin == "edited":
        return "经人工调整，调整后未再求解；下界是求解时的"
    names = [part for part, _, _ in PARTS]
    for name, term, _ in PARTS:
        cost, bound = getattr(plan, name), getattr(plan, f"bound_{name}")
        if cost != bound:
            proved = "前面各项已证明最优；" if name != names[0] else ""
            share = f"，差距为步行总长的 {gap(plan):.2%}" if name == "inconvenience" else ""
            return f"{proved}“{term}”至多还能减少 {cost - bound}{share}"
    return "各项都已达到下界"


def gap(plan: Plan) -> float:
    """(cost − bound) of the inconvenience over the metres walked."""
    return (plan.inconvenience - plan.bound_inconvenience) / max(1, plan.metres)


def week_term(week: str) -> str:
    """``2026-W48（11月23日至11月29日）``"""
    monday = monday_of(week)
    sunday = monday + timedelta(days=6)
    return f"{week}（{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日）"


def _head(view: PlanView) -> RenderableType:
    plan = view.plan
    state = "草稿" if plan.status is PlanStatus.DRAFT else "已发布"
    edited = "，经人工调整" if plan.origin == "edited" else ""
    served = {server.volunteer_id for shift in view.shifts for server in shift.people}
    lines = (
        f"派班 [b]{plan.assigned}[/b] 人次，{len(served)} 人参加；期望的岗位填满 [b]{view.cover:.1%}[/b]",
        f"平均步行 [b]{plan.metres / max(1, plan.assigned):.0f}[/b] 米，最远 [b]{plan.longest}[/b] 米",
        f"[b green]{proof_sentence(plan)}[/]" if plan.proof == "OPTIMAL" else f"[b]{proof_sentence(plan)}[/]",
        f"求解 {plan.seconds:.2f} 秒",
    )
    title = f"{view.scope_name} · {week_term(plan.week)} · 第 {plan.number} 版（{state}{edited}）"
    return Panel("\n".join(lines), title=title, title_align="left", box=box.ROUNDED)


def _costs(plan: Plan) -> Table:
    table = Table(title="代价：自上而下逐项比较", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("项", "本计划", "下界", "说明"):
        table.add_column(heading, justify="right" if heading in ("本计划", "下界") else "left")
    for name, term, note in PARTS:
        table.add_row(term, str(getattr(plan, name)), str(getattr(plan, f"bound_{name}")), note)
    return table


def _grid(view: PlanView) -> Table:
    """Roads × days: people who come / seats desired; red where the minimum is not reached."""
    table = Table(title="一周各路：到岗／期望", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("道路", overflow="fold")
    table.add_column("等级", no_wrap=True)
    for day in WEEKDAYS:
        table.add_column(day, justify="right", no_wrap=True)
    for (road, road_class), shifts in _by_road(view).items():
        term = ROAD_CLASS_TERMS[RoadClass(road_class)] if road_class else "服务站"
        table.add_row(road, term, *(_cell(shifts, day) for day in range(7)))
    return table


def _by_road(view: PlanView) -> dict[tuple[str, str], list[ShiftView]]:
    roads: defaultdict[tuple[str, str], list[ShiftView]] = defaultdict(list)
    for shift in view.shifts:
        roads[shift.wanted.place.road, shift.wanted.place.road_class].append(shift)
    return roads


def _cell(shifts: list[ShiftView], day: int) -> Text:
    there = [view for view in shifts if view.wanted.shift.start // DAY == day]
    if not there:
        return Text("·", style="dim")
    people = sum(len(view.people) for view in there)
    seats = sum(PlanView.seats(view) for view in there)
    short = {fall.kind for view in there for fall in view.shortfalls}
    hard = short & {ShortfallKind.MINIMUM, ShortfallKind.NEED, ShortfallKind.TEAM}
    return Text(f"{people}/{seats}", style="bold red" if hard else "yellow" if short else "green")


def _listing(view: PlanView, *, next_best: bool) -> Table:
    table = Table(title="一周安排", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("时间", no_wrap=True)
    table.add_column("路段", overflow="fold")
    table.add_column("内容", overflow="fold")
    table.add_column("志愿者：理由" + ("（次优）" if next_best else ""), overflow="fold", ratio=1)
    for (road, _), shifts in _by_road(view).items():
        table.add_section()
        table.add_row(Text(road, style="bold cyan"))
        for shift in shifts:
            wanted = shift.wanted
            table.add_row(
                span(wanted.shift.start, wanted.shift.end),
                wanted.place.name.removeprefix(road) or wanted.place.name,
                wanted.category.name,
                "\n".join(_people(shift, next_best=next_best)) or Text("无人", style="bold red"),
            )
    return table


def _people(shift: ShiftView, *, next_best: bool) -> Iterator[str]:
    teams = defaultdict(list)
    for server in shift.people:
        if server.team:
            teams[server.team].append(server)
        else:
            pin = "［锁定］" if server.assignment.pinned else ""
            yield f"{server.name}{pin}：{server.assignment.reason}{_next_best(server) if next_best else ''}"
    for team, members in teams.items():
        metres = sum(member.assignment.metres for member in members) / len(members)
        yield f"{team} {len(members)} 人同往，平均步行 {metres:.0f} 米"


def _next_best(server: Server) -> str:
    """In short: who could come instead, or else where the person could go instead."""
    if not server.assignment.alternative:
        return ""
    other = server.assignment.alternative.split("；")[-1]
    return f"（次优：{other.replace('换人来', f'换{server.next_person}来')}）"


def _missing(view: PlanView) -> RenderableType:
    falls = [(shift, fall) for shift in view.shifts for fall in shift.shortfalls]
    if not falls:
        return Text("没有缺口。", style="green")
    table = Table(title=f"缺口 {len(falls)} 处，以及原因", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("班次", overflow="fold")
    table.add_column("缺", overflow="fold")
    table.add_column("原因", overflow="fold", ratio=1)
    for shift, fall in falls:
        place = shift.wanted.place.name
        table.add_row(
            f"{place} {span(shift.wanted.shift.start, shift.wanted.shift.end)}", what_lacks(fall), "；".join(fall.why)
        )
    return table


def what_lacks(fall: Shortfall) -> str:
    """``最少人数差 2 人``"""
    match fall.kind:
        case ShortfallKind.MINIMUM:
            return f"最少人数差 {fall.missing} 人"
        case ShortfallKind.DESIRED:
            return f"期望人数差 {fall.missing} 人"
        case ShortfallKind.NEED:
            return f"差 {fall.missing} 名“{tag_term(fall.tag)}”"
        case ShortfallKind.TEAM:
            return "没有队伍"

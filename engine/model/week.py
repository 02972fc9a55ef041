"""Demand and its answer: themes, categories, templates, shifts, plans, assignments, shortfalls, jobs, their progress.

Minutes of a shift count from Monday 00:00 of its ISO week; minutes of a template from midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import Fault
from engine.model.node import Node, prop
from engine.model.people import WEEK_MINUTES
from engine.model.terms import AssignmentStatus, EditKind, JobStatus, PlanStatus, ShortfallKind, WalkFrom

WEEK_PATTERN = r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])"
NEED_PATTERN = r"[\w:]+=\d+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Node):
    """One kind of activity (活动类别); a placeholder waits for the user to name it."""

    LABEL: ClassVar[str] = "Category"
    TERM: ClassVar[str] = "活动类别"

    name: str = prop("名称", pattern=r"\S.{0,39}")
    placeholder: bool = prop("待定", default=False)
    minors: bool = prop("未成年人可参加", default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Node):
    """A month's theme (每月主题): it raises the desired headcount and the priority of its categories (edge FAVOURS)."""

    LABEL: ClassVar[str] = "Theme"
    TERM: ClassVar[str] = "每月主题"

    name: str = prop("名称", pattern=r"\S.{0,59}")
    month: str = prop("月份", indexed=True, pattern=r"\d{4}-(0[1-9]|1[0-2])")


def headcount_faults(low: int, desired: int, high: int, needs: tuple[str, ...]) -> Iterator[Fault]:
    """What is wrong with a headcount and with needs written ``tag=count``."""
    import re

    if not 0 <= low <= desired <= high:
        yield Fault("人数须满足 最少 ≤ 期望 ≤ 最多", "人数", value=f"{low}/{desired}/{high}")
    for need in needs:
        if not re.fullmatch(NEED_PATTERN, need):
            yield Fault("写法不对", "须有", value=need, expected="标签=人数，例如 leader=1")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTemplate(Node):
    """A weekly pattern of shifts: at each place of its AT edges, on each of its weekdays (0 = Monday)."""

    LABEL: ClassVar[str] = "ShiftTemplate"
    TERM: ClassVar[str] = "班次模板"

    name: str = prop("名称", pattern=r"\S.{0,59}")
    weekdays: tuple[int, ...] = prop("星期", at_least=0, at_most=6)
    start: int = prop("开始（当日分钟）", at_least=0, at_most=1439)
    end: int = prop("结束（当日分钟）", at_least=1, at_most=2880)
    min: int = prop("最少人数", default=1, at_least=0)
    desired: int = prop("期望人数", default=1, at_least=0)
    max: int = prop("最多人数", default=2, at_least=0)
    priority: int = prop("优先级", default=1, at_least=1, at_most=3)
    all_have: tuple[str, ...] = prop("人人须有", default=())
    none_have: tuple[str, ...] = prop("不得有", default=())
    some_have: tuple[str, ...] = prop("至少几人有", default=())
    for_teams: bool = prop("由志愿服务队承担", default=False)

    def own_faults(self) -> Iterator[Fault]:
        yield from headcount_faults(self.min, self.desired, self.max, self.some_have)
        if self.start >= self.end:
            yield Fault("结束须晚于开始", "结束")
        if not self.weekdays:
            yield Fault("至少选一天", "星期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Node):
    """A place, a category, a time and a headcount in one week (班次); AT gives the place, FOR the category."""

    LABEL: ClassVar[str] = "Shift"
    TERM: ClassVar[str] = "班次"

    week: str = prop("周", indexed=True, pattern=WEEK_PATTERN)
    start: int = prop("开始（周内分钟）", indexed=True, at_least=0, at_most=WEEK_MINUTES - 1)
    end: int = prop("结束（周内分钟）", at_least=1)
    min: int = prop("最少人数", at_least=0)
    desired: int = prop("期望人数", at_least=0)
    max: int = prop("最多人数", at_least=0)
    priority: int = prop("优先级", default=1, at_least=1, at_most=3)
    all_have: tuple[str, ...] = prop("人人须有", default=())
    none_have: tuple[str, ...] = prop("不得有", default=())
    some_have: tuple[str, ...] = prop("至少几人有", default=())
    for_teams: bool = prop("由志愿服务队承担", default=False)
    by_hand: bool = prop("人数由人工所定", default=False)
    """Its headcount is then kept when the week's shifts are made again from their templates."""

    def own_faults(self) -> Iterator[Fault]:
        yield from headcount_faults(self.min, self.desired, self.max, self.some_have)
        if self.start >= self.end:
            yield Fault("结束须晚于开始", "结束")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Node):
    """One version of a week's plan (周计划): what it costs, what no plan can beat, and what people need to know of it.

    The four cost parts and their bounds are those of the planning problem, compared from the first to the last.
    """

    LABEL: ClassVar[str] = "Plan"
    TERM: ClassVar[str] = "周计划"

    week: str = prop("周", indexed=True, pattern=WEEK_PATTERN)
    scope: str = prop("范围", default="", indexed=True)
    """The subdistrict's id, or empty for the whole district."""
    number: int = prop("版本", at_least=1)
    status: PlanStatus = prop("状态", default=PlanStatus.DRAFT, indexed=True)
    created_at: str = prop("生成时间")
    """ISO 8601 with offset."""
    origin: str = prop("来由", default="generated")
    """``generated`` by the solver, or ``edited`` by hand since."""
    proof: str = prop("证明", default="FEASIBLE", pattern="OPTIMAL|FEASIBLE")
    below_minimum: int = prop("低于最少人数", at_least=0)
    needs_unmet: int = prop("缺必备人员", at_least=0)
    below_desired: int = prop("低于期望人数", at_least=0)
    inconvenience: int = prop("不便（米）")
    bound_below_minimum: int = prop("低于最少人数：下界")
    bound_needs_unmet: int = prop("缺必备人员：下界")
    bound_below_desired: int = prop("低于期望人数：下界")
    bound_inconvenience: int = prop("不便：下界")
    metres: int = prop("步行总米数", default=0, at_least=0)
    longest: int = prop("最远步行（米）", default=0, at_least=0)
    assigned: int = prop("人次", default=0, at_least=0)
    seats: int = prop("期望人次", default=0, at_least=0)
    seconds: float = prop("求解秒数", default=0.0, at_least=0)
    seed: int = prop("随机种子", default=0)
    notes: tuple[str, ...] = prop("提示", default=())
    """What the coordinator should know, for instance a pin that could not stand."""
    edit_count: int = prop("改动次数", default=0, at_least=0)
    """How many :class:`HandEdit` there are of it: each raises the plan's version."""

    def costs(self) -> tuple[int, int, int, int]:
        """The four parts of the cost, in the order in which they count."""
        return self.below_minimum, self.needs_unmet, self.below_desired, self.inconvenience

    def bounds(self) -> tuple[int, int, int, int]:
        """What no plan of the problem that was solved can beat, part by part."""
        return self.bound_below_minimum, self.bound_needs_unmet, self.bound_below_desired, self.bound_inconvenience


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Node):
    """One person in one shift of one plan version (派班), with why he is there and what would be next best."""

    LABEL: ClassVar[str] = "Assignment"
    TERM: ClassVar[str] = "派班"

    week: str = prop("周", pattern=WEEK_PATTERN)
    """That of its shift: kept here as well, so that nobody reads ten weeks of shifts to find one week's."""
    status: AssignmentStatus = prop("状态", default=AssignmentStatus.DRAFT, indexed=True)
    pinned: bool = prop("已锁定", default=False)
    metres: int = prop("步行米数", at_least=0)
    walk_from: WalkFrom = prop("出发地", default=WalkFrom.HOME)
    reason: str = prop("理由", default="")
    alternative: str = prop("次优安排", default="")
    answered_at: str = prop("答复时间", default="")
    """When the offer was accepted or declined, ISO 8601 with offset, or empty."""
    answer_note: str = prop("答复说明", default="", sensitive=True, pattern=r".{0,200}")
    """What the volunteer said to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall(Node):
    """A seat that stays empty in one plan version (缺口), and why."""

    LABEL: ClassVar[str] = "Shortfall"
    TERM: ClassVar[str] = "缺口"

    kind: ShortfallKind = prop("类型", indexed=True)
    missing: int = prop("缺几人", at_least=1)
    tag: str = prop("所缺技能", default="")
    why: tuple[str, ...] = prop("原因", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class HandEdit(Node):
    """One thing that was done to a plan version by hand (人工改动), IN_PLAN; what was before is kept to undo it."""

    LABEL: ClassVar[str] = "HandEdit"
    TERM: ClassVar[str] = "人工改动"

    number: int = prop("次序", at_least=1, indexed=True)
    """Counted from 1 within the plan version."""
    act: int = prop("同一步", default=0, at_least=0)
    """The number of the first edit of the same step, which may be about several people; 0: of an old edit, alone."""
    kind: EditKind = prop("类型")
    at: str = prop("时间")
    """ISO 8601 with offset."""
    account: str = prop("账户")
    """The account's id, or ``console`` for the command line."""
    undone: bool = prop("已撤销", default=False)
    undoes: EditKind | None = prop("撤销了什么", default=None)
    """Of an UNDO the kind of what it took back."""
    assignment: str = prop("派班")
    volunteer: str = prop("志愿者")
    shift: str = prop("班次")
    """Where the person serves since, or does not serve any more."""
    other_shift: str = prop("原班次", default="")
    """Of a MOVE where the person served before."""
    old_status: AssignmentStatus | None = prop("原状态", default=None)
    """``None`` when there was no such assignment before."""
    old_pinned: bool = prop("原已锁定", default=False)
    old_metres: int = prop("原步行米数", default=0, at_least=0, sensitive=True)
    old_walk_from: WalkFrom = prop("原出发地", default=WalkFrom.HOME, sensitive=True)
    old_reason: str = prop("原理由", default="", sensitive=True)
    old_alternative: str = prop("原次优安排", default="", sensitive=True)
    old_next: str = prop("原次优人选", default="", sensitive=True)
    old_answered_at: str = prop("原答复时间", default="", sensitive=True)
    old_answer_note: str = prop("原答复说明", default="", sensitive=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanJob(Node):
    """One run of the solver (排班任务): it survives the browser that started it."""

    LABEL: ClassVar[str] = "PlanJob"
    TERM: ClassVar[str] = "排班任务"

    week: str = prop("周", pattern=WEEK_PATTERN)
    scope: str = prop("范围", default="")
    status: JobStatus = prop("状态", default=JobStatus.RUNNING, indexed=True)
    started_at: str = prop("开始时间")
    plan_id: str = prop("所成计划", default="")
    message: str = prop("说明", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress(Node):
    """How far the job of the same id is (排班进度), written by the server that runs it and read by all others.

    A node of its own: it changes twice a second, and the job's version is for those who change the job.
    """

    LABEL: ClassVar[str] = "JobProgress"
    TERM: ClassVar[str] = "排班进度"

    beat: int = prop("心跳", default=0, at_least=0)
    """Counted up for as long as the job's server lives."""
    stop_asked: bool = prop("要求停止", default=False)
    stage: str = prop("阶段", default="")
    """Empty before the solver has said anything; then there is no cost nor bound either."""
    cost: tuple[int, ...] = prop("目前最好", default=())
    """The parts of a plan's cost, in the order in which they count."""
    bound: tuple[int, ...] = prop("下界", default=())
    seconds: float = prop("已用秒数", default=0.0, at_least=0)

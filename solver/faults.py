"""What can be wrong with a problem: every fault, with its JSON path in the file and what is expected."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.problem import Interval, Pair, Problem, Shift, Team, TeamShift, Volunteer

_DAY = 1440
_WEEK = 7 * _DAY
_EARLIEST, _LATEST = -_DAY, _WEEK + _DAY
_MANY = 1_000_000
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where in the file, and (in Chinese) what is expected there."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}" if self.path else self.message


class ProblemError(ValueError):
    """这份文件有错，全部错处如下。"""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [f"共 {len(self.faults)} 处错误：", *(f"  {fault}" for fault in self.faults[:_SHOWN])]
        if len(self.faults) > _SHOWN:
            lines.append(f"  ……另有 {len(self.faults) - _SHOWN} 处")
        return "\n".join(lines)


def faults_of(problem: "Problem") -> Iterator[Fault]:
    """Every fault of the problem, in the order of the file."""
    yield from _week(problem.week)
    yield from _network(problem)
    yield from _settings(problem)
    yield from _unique("volunteers", (v.id for v in problem.volunteers))
    nodes = len(problem.network.nodes)
    for i, volunteer in enumerate(problem.volunteers):
        yield from _volunteer(f"volunteers[{i}]", volunteer, nodes)
    yield from _unique("shifts", (s.id for s in problem.shifts))
    for i, shift in enumerate(problem.shifts):
        yield from _shift(f"shifts[{i}]", shift, nodes)
    yield from _teams(problem, nodes)
    yield from _people(problem)
    yield from _shares(problem)


def _within(path: str, value: int, low: int, high: int) -> Iterator[Fault]:
    if not low <= value <= high:
        yield Fault(path, f"应为 {low} 到 {high} 之间的整数")


def _unique(path: str, ids: Iterable[str], taken: dict[str, str] | None = None) -> Iterator[Fault]:
    """A fault for each id that is empty or already taken; afterwards `taken` holds these ids, too."""
    names = tuple(ids)
    if taken is None and len(found := set(names)) == len(names) and "" not in found:
        return
    seen: dict[str, str] = {} if taken is None else taken
    for i, name in enumerate(names):
        where = f"{path}[{i}]"
        if not name:
            yield Fault(f"{where}.id", "编号不能为空")
        elif name in seen:
            yield Fault(f"{where}.id", f"编号 {name} 与 {seen[name]} 重复，编号应唯一")
        else:
            seen[name] = where


def _week(week: str) -> Iterator[Fault]:
    try:
        year, number = week.split("-W")
        if len(year) != 4 or len(number) != 2 or not (week.isascii() and (year + number).isdigit()):
            raise ValueError
        date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        yield Fault("week", "应为 ISO 周，例如 2026-W48")


def _network(problem: "Problem") -> Iterator[Fault]:
    count = len(problem.network.nodes)
    for i, (longitude, latitude) in enumerate(problem.network.nodes):
        if not (isfinite(longitude) and isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
            yield Fault(f"network.nodes[{i}]", "应为 [经度, 纬度]（WGS-84，经度 -180 到 180，纬度 -90 到 90）")
    for i, (a, b, metres) in enumerate(problem.network.edges):
        if not (0 <= a < count and 0 <= b < count):
            yield Fault(f"network.edges[{i}]", f"两端应为已有路口的序号（0 到 {count - 1}）")
        if not 0 <= metres <= _MANY:
            yield Fault(f"network.edges[{i}][2]", f"长度应为 0 到 {_MANY} 之间的整数（米）")


def _settings(problem: "Problem") -> Iterator[Fault]:
    walk, rules, weights = problem.walk, problem.rules, problem.weights
    yield from _within("walk.metres_per_minute", walk.metres_per_minute, 1, 1000)
    yield from _within("walk.limit_metres", walk.limit_metres, 0, _MANY)
    yield from _within("rules.rest", rules.rest, 0, _WEEK)
    yield from _within("rules.gap", rules.gap, 0, _WEEK)
    for i, minute in enumerate(rules.minors.quiet):
        yield from _within(f"rules.minors.quiet[{i}]", minute, 0, _DAY)
    for item in fields(weights):
        value, reward = getattr(weights, item.name), item.name in ("claim", "organization_claim", "served")
        yield from _within(f"weights.{item.name}", value, -_MANY if reward else 0, 0 if reward else _MANY)


def _volunteer(path: str, volunteer: "Volunteer", nodes: int) -> Iterator[Fault]:
    if not 0 <= volunteer.home < nodes:
        yield from _node(f"{path}.home", volunteer.home, nodes)
    if "adult" in volunteer.tags and "minor" in volunteer.tags:
        yield Fault(f"{path}.tags", "adult 与 minor 不能同时出现")
    yield from _presence(path, volunteer, nodes)
    for i, (start, end) in enumerate(volunteer.free):
        if not _EARLIEST <= start < end <= _LATEST:
            yield from _interval(f"{path}.free[{i}]", (start, end))
    if not (0 <= volunteer.max_week <= _MANY and 0 <= volunteer.max_day <= _MANY and 0 <= volunteer.load <= 10_000):
        yield from _within(f"{path}.max_week", volunteer.max_week, 0, _MANY)
        yield from _within(f"{path}.max_day", volunteer.max_day, 0, _MANY)
        yield from _within(f"{path}.load", volunteer.load, 0, 10_000)
    if volunteer.max_minutes is not None:
        yield from _within(f"{path}.max_minutes", volunteer.max_minutes, 0, _MANY)
    for i, wish in enumerate(volunteer.prefers):
        if not -_MANY <= wish.cost <= _MANY:
            yield from _within(f"{path}.prefers[{i}].cost", wish.cost, -_MANY, _MANY)
        if wish.weekday is not None and not 0 <= wish.weekday <= 6:
            yield Fault(f"{path}.prefers[{i}].weekday", "应为 0（周一）到 6（周日）")


def _presence(path: str, volunteer: "Volunteer", nodes: int) -> Iterator[Fault]:
    for i, here in enumerate(volunteer.at):
        if not _EARLIEST <= here.start < here.end <= _LATEST:
            yield from _interval(f"{path}.at[{i}]", (here.start, here.end))
        if not 0 <= here.node < nodes:
            yield from _node(f"{path}.at[{i}][2]", here.node, nodes)
    if all(a.start < a.end <= b.start for a, b in pairwise(volunteer.at)):
        return
    order = sorted(range(len(volunteer.at)), key=lambda i: volunteer.at[i].start)
    until, last = _EARLIEST, -1
    for i in order:
        here = volunteer.at[i]
        if last >= 0 and here.start < until and here.node != volunteer.at[last].node:
            yield Fault(f"{path}.at[{i}]", f"与 at[{last}] 时间重叠而地点不同：同一时刻只能在一处")
        if here.end > until:
            until, last = here.end, i


def _node(path: str, node: int, nodes: int) -> Iterator[Fault]:
    if not 0 <= node < nodes:
        yield Fault(path, f"应为已有路口的序号（0 到 {nodes - 1}）" if nodes else "路网中没有路口")


def _interval(path: str, interval: "Interval") -> Iterator[Fault]:
    start, end = interval
    if not _EARLIEST <= start < end <= _LATEST:
        yield Fault(path, f"应为 [起, 止)，起早于止，以周一零点起的分钟计（{_EARLIEST} 到 {_LATEST}）")


def _when_where(path: str, shift: "Shift | TeamShift", nodes: int) -> Iterator[Fault]:
    yield from _node(f"{path}.node", shift.node, nodes)
    if not 0 <= shift.start < _WEEK:
        yield Fault(f"{path}.start", f"应在本周之内（0 到 {_WEEK - 1}）")
    if not shift.start < shift.end <= shift.start + _DAY:
        yield Fault(f"{path}.end", "应晚于 start，且不超过 24 小时")
    yield from _within(f"{path}.priority", shift.priority, 1, 3)


def _shift(path: str, shift: "Shift", nodes: int) -> Iterator[Fault]:
    yield from _when_where(path, shift, nodes)
    if not 0 <= shift.min <= shift.desired <= shift.max <= _MANY:
        yield Fault(path, f"人数应满足 0 ≤ min ≤ desired ≤ max ≤ {_MANY}")
    for tag in sorted(set(shift.all_have) & set(shift.none_have)):
        yield Fault(f"{path}.none_have", f"标签 {tag} 不能既在 all_have 又在 none_have")
    for i, need in enumerate(shift.some_have):
        yield from _within(f"{path}.some_have[{i}].count", need.count, 1, _MANY)


def _teams(problem: "Problem", nodes: int) -> Iterator[Fault]:
    people = {v.id for v in problem.volunteers}
    yield from _unique("teams", (t.id for t in problem.teams))
    for i, team in enumerate(problem.teams):
        yield from _members(f"teams[{i}].members", team, people)
    taken = {shift.id: f"shifts[{i}]" for i, shift in enumerate(problem.shifts)}
    yield from _unique("team_shifts", (s.id for s in problem.team_shifts), taken)
    known = {team.id for team in problem.teams}
    for i, shift in enumerate(problem.team_shifts):
        yield from _when_where(f"team_shifts[{i}]", shift, nodes)
        for j, name in enumerate(shift.teams):
            if name not in known:
                yield Fault(f"team_shifts[{i}].teams[{j}]", f"没有编号为 {name} 的队伍")


def _members(path: str, team: "Team", people: set[str]) -> Iterator[Fault]:
    if not team.members:
        yield Fault(path, "队伍至少有一名成员")
    seen: set[str] = set()
    for i, name in enumerate(team.members):
        if name not in people:
            yield _nobody(f"{path}[{i}]", name)
        if name in seen:
            yield Fault(f"{path}[{i}]", f"成员 {name} 重复")
        seen.add(name)


def _nobody(path: str, name: str) -> Fault:
    return Fault(path, f"没有编号为 {name} 的志愿者")


def _people(problem: "Problem") -> Iterator[Fault]:
    tags = {v.id: v.tags for v in problem.volunteers}
    for i, (a, b) in enumerate(problem.together):
        yield from (_nobody(f"together[{i}]", name) for name in dict.fromkeys((a, b)) if name not in tags)
        if a == b:
            yield Fault(f"together[{i}]", "结伴的两人应是不同的人")
    for minor, adults in problem.escorts.items():
        if minor not in tags:
            yield _nobody(f"escorts.{minor}", minor)
        elif "minor" not in tags[minor]:
            yield Fault(f"escorts.{minor}", "只有带 minor 标签的志愿者才指定陪同人")
        for i, name in enumerate(adults):
            if name not in tags:
                yield _nobody(f"escorts.{minor}[{i}]", name)
            elif "minor" in tags[name]:
                yield Fault(f"escorts.{minor}[{i}]", "陪同人应为成年人")
    yield from faults_of_pairs(problem)


def faults_of_pairs(problem: "Problem") -> Iterator[Fault]:
    """Every fault of the pins, the bans and the previous plan."""
    people, shifts = {v.id for v in problem.volunteers}, {s.id for s in problem.shifts}
    for key, pairs in (("pins", problem.pins), ("bans", problem.bans), ("previous", problem.previous or ())):
        yield from _pairs(key, pairs, people, shifts)


def _pairs(key: str, pairs: "Iterable[Pair]", people: set[str], shifts: set[str]) -> Iterator[Fault]:
    for i, (name, shift) in enumerate(pairs):
        if name not in people:
            yield _nobody(f"{key}[{i}][0]", name)
        if shift not in shifts:
            yield Fault(f"{key}[{i}][1]", f"没有编号为 {shift} 的班次")


def _shares(problem: "Problem") -> Iterator[Fault]:
    for i, share in enumerate(problem.shares):
        yield from _within(f"shares[{i}].part", share.part, 0, 1000)
        yield from _within(f"shares[{i}].tolerance", share.tolerance, 0, 1000)

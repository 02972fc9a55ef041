"""What the explanations say, in Chinese; ids become what people call them by the names that the caller brings."""

from collections.abc import Iterator
from typing import Protocol

from solver.explain.bottleneck import Bottleneck
from solver.explain.empty import LEFT, Waterfall
from solver.explain.help import By, Group, Single
from solver.explain.here import Reason
from solver.explain.relaxations import Relaxation
from solver.explain.stand_ins import StandIn
from solver.plan import Cost, Kind, Shortfall
from solver.problem import DAY
from solver.rules import RULES

TITLES = {rule.name: rule.title for rule in RULES}
PARTS = ("低于最少人数", "缺必备人员", "低于期望人数")


class Names(Protocol):
    """What people call shifts, places, people and tags."""

    def shift(self, id: str) -> str:
        """The shift, with place and time."""

    def place(self, id: str) -> str:
        """The place."""

    def person(self, id: str) -> str:
        """The person."""

    def tag(self, tag: str) -> str:
        """The line or skill."""


class Ids:
    """The ids themselves, for files that know no names."""

    def shift(self, id: str) -> str:
        """The id."""
        return id

    place = person = tag = shift


IDS = Ids()


def change_sentence(change: Cost) -> str:
    """What a change does to the plan, part by part: 多 is for the worse."""
    told = [f"“{term}”{_more(part)}" for part, term in zip(change.parts(), PARTS, strict=False) if part]
    metres = change.inconvenience
    if metres:
        told.append(f"不便{_more(metres)} 米")
    return "，".join(told) or "同样好"


def worth_sentence(worth: Cost) -> str:
    """What something is worth: by how much the plan's cost would fall."""
    return change_sentence(Cost(*(-part for part in worth.parts())))


def _more(value: int) -> str:
    return f"{'多' if value > 0 else '少'} {abs(value)}"


def relaxation_sentence(found: Relaxation, names: Names = IDS) -> str:
    """The change and what it gives: 步行上限 2000 → 2300 米：可多 3 名候选人."""
    before, after, tag = found.before, found.after, names.tag(found.tag or "")
    change = {
        "walk_limit": f"步行上限 {before} → {after} 米",
        "free": f"空闲时间放宽 {after} 分钟",
        "time": "另有这一时段的空闲",
        "gap": f"同日两班间隔 {before} → {after} 分钟",
        "rest": f"隔日两班休息 {before} → {after} 分钟",
        "day_cap": f"每天班次上限加 {after}",
        "week_cap": f"每周班次上限加 {after}",
        "minutes_cap": f"每周时长上限加 {after} 分钟",
        "tags": f"具备“{tag}”",
        "max": f"本班人数上限 {before} → {after}",
        "minor": f"另有 1 名{tag if tag != 'adult' else '成年人'}陪同",
        "need": f"其中 1 人取得“{tag}”",
    }[found.rule]
    return f"{change}：可多 {found.people} 名候选人" + ("" if found.fills else "，仍不够补满")


def empty_sentences(found: Waterfall, names: Names = IDS) -> Iterator[str]:
    """The waterfall line by line, then what would bring candidates."""
    asked = f"具备“{names.tag(found.tag)}”的" if found.tag else ""
    yield f"{names.shift(found.shift)}：尚未到岗的{asked}志愿者 {found.asked} 人"
    for why in found.steps:
        yield f"{TITLES.get(why.reason, why.reason)} {why.people} 人"
    if found.left:
        yield f"{LEFT} {len(found.left)} 人"
    for relaxation in found.relaxations:
        yield relaxation_sentence(relaxation, names)


def here_sentences(found: Reason, names: Names = IDS) -> Iterator[str]:
    """Why this person is there: the parts of the cost, and what would be next best."""
    parts = (
        ("认领", found.claim), ("近四周来过", found.served), ("意愿", found.prefers), ("负荷", found.load),
    )  # fmt: skip
    told = [f"距{'工作单位' if found.from_work else '住处'} {found.metres} 米"]
    told += [f"{term} {value:+d} 米" for term, value in parts if value]
    yield f"{names.person(found.volunteer)} 在 {names.shift(found.shift)}：{'，'.join(told)}，合计 {found.total} 米"
    if found.pinned:
        yield "已锁定"
    if found.team is not None:
        yield "随队，不单独调整"
    if found.next_place:
        yield f"次优去处：{names.shift(found.next_place.shift)}，{change_sentence(found.next_place.change)}"
    if found.next_person:
        yield f"次优人选：{names.person(found.next_person.volunteer)}，{change_sentence(found.next_person.change)}"


def lack_sentence(fall: Shortfall, names: Names = IDS) -> str:
    """What a shift lacks."""
    kinds = {Kind.MINIMUM: "距最少人数缺", Kind.DESIRED: "距期望人数缺", Kind.TEAM: "缺队伍"}
    needed = f"缺“{names.tag(fall.tag or '')}”"
    return f"{kinds.get(fall.kind, needed)} {fall.missing} 人"


def stand_in_sentence(found: StandIn, names: Names = IDS) -> str:
    """Who would come, from where, and what that leaves behind; it names people."""
    return f"{'、'.join(map(names.person, found.volunteers))}：{consequence_sentence(found, names)}"


def consequence_sentence(found: StandIn, names: Names = IDS) -> str:
    """What a stand-in means for the plan; it names nobody."""
    told = [f"步行 {found.metres} 米"]
    if found.leaves is None:
        told.append("不离开别的班次")
    else:
        lacking = "、".join(lack_sentence(fall, names) for fall in found.lacking)
        told.append(f"离开 {names.shift(found.leaves)}" + (f"（那里将{lacking}）" if lacking else "（那里人手仍够）"))
    return "；".join([*told, change_sentence(found.change)])


def group_title(group: Group, names: Names = IDS) -> str:
    """The line, place, hour or skill of a group."""
    if group.by is By.PLACE:
        return names.place(group.key)
    if group.by is By.HOUR:
        minute = int(group.key)
        return f"周{'一二三四五六日'[minute // DAY]} {minute % DAY // 60} 时"
    return names.tag(group.key)


def group_sentence(group: Group, names: Names = IDS) -> str:
    """The sum of a group."""
    return f"{group_title(group, names)}：多 {group.people} 人次，合计{worth_sentence(group.total)}"


def single_sentence(single: Single, names: Names = IDS) -> str:
    """One more person at one shift."""
    who = f"名“{names.tag(single.tag)}”" if single.tag else "人"
    end = "" if single.end == single.shift else f"，腾出的人手最终补到 {names.shift(single.end)}"
    reach = f"（可及范围内 {single.people} 人只差时间）" if single.people else "（可及范围内没有只差时间的人）"
    return f"{names.shift(single.shift)} 多 1 {who}：{worth_sentence(single.worth)}{end}{reach}"


def bottleneck_sentence(found: Bottleneck, names: Names = IDS) -> str:
    """The proof: 这 12 个班次要 31 人次，能来的 9 人至多 24 人次，至少缺 7 人次."""
    what = {
        Kind.MINIMUM: "按最少人数要", Kind.DESIRED: "按期望人数要", Kind.NEED: f"要“{names.tag(found.tag or '')}”",
    }[found.kind]  # fmt: skip
    shifts = f"这 {len(found.shifts)} 个班次" if len(found.shifts) > 1 else "这个班次"
    give = f"能来的 {len(found.people)} 人合计至多 {found.most} 人次" if found.people else "没有人能来"
    return f"{shifts}{what} {found.wanted} 人次，{give}，至少缺 {found.missing} 人次"


NO_BOTTLENECK = "没有找到证明：多半是有人能来，但总的安排会更差；或者这里什么也不缺"

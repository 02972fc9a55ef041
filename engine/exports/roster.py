"""A week's roster as one viewer may see it: what every format of an export is made of.

All is asked through ``Secured``. Homes, workplaces and walks are not asked for at all; phones only for a purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.access import WHOLE, Look, Secured, Viewer, recorded, reveal
from engine.calendar import monday_of
from engine.errors import InvalidInput, NotFound
from engine.exports.selection import Selection, chosen
from engine.model import Assignment, Line, Organization, Plan, Shift, Shortfall, Subdistrict, Team, Volunteer
from engine.planning.facts import WantedShift, wanted_shifts
from engine.planning.seats import NOT_SERVING
from engine.planning.view import by_road, shortfalls_of
from engine.store import Match, Not, Row, eq, is_in
from engine.tenure import not_ended

MOST_PEOPLE = 20_000
"""So many people's shifts are in one export at most."""
MINOR_PHONE = "（未成年人，不提供）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A person in a shift, as the viewer may see him; ``phone`` is empty unless the viewer said what for."""

    id: str
    name: str
    organizations: tuple[str, ...]
    team: str
    assignment: Assignment
    phone: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift with whom the viewer sees in it, and what it lacks."""

    wanted: WantedShift
    people: tuple[Served, ...]
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One plan version, or what was chosen of it; duties by road, then by time."""

    plan: Plan
    area: str
    """The subdistrict, or 全区."""
    chosen: str
    """The names of what was chosen, or empty."""
    selection: Selection
    duties: tuple[Duty, ...]
    phones: bool
    """Whether there is a column of phones."""
    looks: frozenset[Look]
    """What of it must be written down."""

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of everybody who is named in it."""
        return tuple(sorted({one.id for duty in self.duties for one in duty.people}))


def read_roster(reader: Secured, plan_id: str, selection: Selection | None = None) -> Roster:
    """The roster of a plan version as the viewer sees it; at most eleven questions.

    Whoever plans gets all shifts of his places; others those at their places, and those where they see somebody.
    Raises ``NotFound`` for the plan or what was chosen, ``InvalidInput`` when it is too long.
    """
    plan = reader.get(Plan, plan_id)
    if plan is None:
        raise NotFound("没有这份周计划")
    selection = selection or Selection()
    places, title = chosen(reader, selection)
    people, looks = _people(reader, plan, selection)
    missing = shortfalls_of(reader, plan.id)
    subdistrict = reader.get(Subdistrict, plan.scope) if plan.scope else None
    duties = tuple(
        Duty(wanted, tuple(people[wanted.shift.id]), tuple(missing[wanted.shift.id]))
        for wanted in sorted(wanted_shifts(reader, plan.week, plan.scope), key=by_road)
        if _wanted(reader, wanted, people, places, selection)
    )
    if sum(len(duty.people) for duty in duties) > MOST_PEOPLE:
        raise InvalidInput(f"太长了（超过 {MOST_PEOPLE} 人次），请按道路、服务站或条线分开导出")
    named = {one.id for duty in duties for one in duty.people}
    return Roster(
        plan=plan,
        area=subdistrict.name if subdistrict else "全区",
        chosen=title,
        selection=selection,
        duties=duties,
        phones=_with_phones(reader.viewer),
        looks=frozenset(look for look in looks if look[1] in named),
    )


def _wanted(
    reader: Secured,
    wanted: WantedShift,
    people: dict[str, list[Served]],
    places: Collection[str] | None,
    selection: Selection,
) -> bool:
    served, place, scope = bool(people.get(wanted.shift.id)), wanted.place.id, reader.scope
    if places is not None and place not in places:
        return False
    if selection.line:
        return served
    return served or scope.whole or place in scope.segments or place in scope.stations


def _people(reader: Secured, plan: Plan, selection: Selection) -> tuple[defaultdict[str, list[Served]], set[Look]]:
    organizations = _organizations(reader, plan, selection.line)
    question = (
        Match("a", Assignment)
        .where(Not(is_in("a.status", [status.value for status in NOT_SERVING])))
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan.id))
        .hop("ASSIGNED", "v", Volunteer, source="a", reverse=True)
        .hop("TO_SHIFT", "s", Shift, source="a")
        .hop("WITH_TEAM", "t", Team, source="a", optional=True)
        .order("v.pinyin", "v.id")
        .select("a", "v", "s.id", "t.name")
    )
    found: defaultdict[str, list[Served]] = defaultdict(list)
    looks: set[Look] = set()
    for row in reader.query(question):
        if not selection.line or row["v"]["id"] in organizations:
            looks.update(_looks(reader.viewer, row["v"]))
            found[row["s.id"]].append(served(reader.viewer, row, organizations[row["v"]["id"]]))
    return found, looks


def _organizations(reader: Secured, plan: Plan, line: str) -> defaultdict[str, list[str]]:
    """Whom the plan asks to serve → his organizations, those of the line where one was chosen."""
    question = (
        Match("p", Plan)
        .where(eq("p.id", plan.id))
        .hop("IN_PLAN", "a", Assignment, reverse=True)
        .hop("ASSIGNED", "v", Volunteer, reverse=True)
        .hop("MEMBER_OF", "o", Organization, edge_alias="m")
        .where(not_ended("m", monday_of(plan.week)))
        .order("v.id", "o.name")
        .select("v.id", "o.name")
    )
    if line:
        question = question.exists("o", "IN_LINE", Line, eq("id", line))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in reader.query(question):
        found[row["v.id"]].append(row["o.name"])
    return found


def served(viewer: Viewer, row: Row, organizations: Collection[str] = ()) -> Served:
    """The person of a row with ``a``, ``v`` and ``t.name``, as the viewer may see him."""
    props = row["v"]
    minor = bool(props.get("minor"))
    name = reveal(viewer, "Volunteer", "name", minor=minor)
    return Served(
        id=props["id"],
        name=name(props["name"]) if name else "（不显示）",
        organizations=tuple(organizations),
        team=row["t.name"] or "",
        assignment=Assignment.from_props(row["a"]),
        phone=_phone(viewer, props, minor),
        minor=minor,
    )


def _with_phones(viewer: Viewer) -> bool:
    return bool(viewer.purpose) and reveal(viewer, "Volunteer", "phone") is WHOLE


def _phone(viewer: Viewer, props: Row, minor: bool) -> str:
    if not _with_phones(viewer):
        return ""
    return str(props["phone"]) if reveal(viewer, "Volunteer", "phone", minor=minor) is WHOLE else MINOR_PHONE


def _looks(viewer: Viewer, props: Row) -> Iterator[Look]:
    """What an export shows of a person that is written down."""
    minor, role = bool(props.get("minor")), viewer.role
    if recorded(role, "Volunteer", "name", minor):
        yield "Volunteer.name", props["id"]
    whole = reveal(viewer, "Volunteer", "phone", minor=minor) is WHOLE
    if _with_phones(viewer) and whole and recorded(role, "Volunteer", "phone", minor):
        yield "Volunteer.phone", props["id"]

"""Demand: a week's shifts made from the templates, raised where the month's theme asks for more, or set by hand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from engine.calendar import DAY, date_of, monday_of
from engine.errors import Fault, InvalidInput, NotFound
from engine.model import Assignment, Category, Segment, Shift, ShiftTemplate, Shortfall, Station, Team, Theme
from engine.model.node import Node
from engine.store import Edge, GraphStore, Match, Transaction, eq, is_in
from engine.store.port import Reader

MAX_ORIGIN = 96
"""Letters of template and place in a shift's id, which has at most 120 in all."""


@dataclass(frozen=True, slots=True)
class DemandReport:
    """How many shifts the week has, and how many were new, changed or taken away."""

    shifts: int
    written: int
    removed: int


@dataclass(frozen=True, slots=True)
class Favour:
    """What a theme adds to the shifts of a category."""

    desired: int
    priority: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template with its places (label and id), its category and the teams it is open to."""

    template: ShiftTemplate
    places: tuple[tuple[type[Node], str], ...]
    category: str
    teams: tuple[str, ...]


def make_week(store: GraphStore, week: str) -> DemandReport:
    """The week's shifts are those of the templates and themes; a second call changes nothing.

    A headcount that was set by hand stays. A shift that no template asks for any more goes, unless a plan speaks of
    it. Raises ``InvalidInput`` (week).
    """
    monday_of(week)
    with store.tx() as tx:
        patterns, favours = list(_patterns(tx)), _favours(tx)
        shifts = {
            shift.id: (shift, pattern, place)
            for pattern in patterns
            for shift, place in _shifts_of(pattern, week, favours)
        }
        rows = tx.query(Match("s", Shift).where(eq("s.week", week)).select("s"))
        stored = {row["s"]["id"]: Shift.from_props(row["s"]) for row in rows}
        written = tx.upsert_nodes(_as_set(shift, stored.get(shift.id)) for shift, _, _ in shifts.values())
        _link(tx, shifts)
        gone = stored.keys() - shifts.keys() - _planned(tx, week)
        removed = tx.delete_nodes(Shift, is_in("id", sorted(gone))) if gone else 0
    return DemandReport(len(shifts), written, removed)


def set_demand(
    store: GraphStore,
    shift_id: str,
    *,
    low: int | None = None,
    desired: int | None = None,
    high: int | None = None,
    version: int | None = None,
) -> Shift:
    """The shift asks for so many people, at least, wanted and at most, whatever its template says; what is not given
    stays. Plans that are there already learn of it when they are edited, repaired or made anew.

    Raises ``NotFound``; ``InvalidNode`` (not in this order); ``InvalidInput`` (a team's shift); ``Conflict``
    (``version``).
    """
    given = {"min": low, "desired": desired, "max": high}
    with store.tx() as tx:
        _counted(tx, shift_id)
        tx.update(Shift, shift_id, {k: v for k, v in given.items() if v is not None} | {"by_hand": True}, version)
        return _counted(tx, shift_id)


def demand_as_template(store: GraphStore, shift_id: str, version: int | None = None) -> Shift:
    """The shift asks for as many people again as its template and the month's theme say.

    Raises ``NotFound`` (no such shift, or no template asks for it any more); what else :func:`set_demand` raises.
    """
    with store.tx() as tx:
        week, favours = _counted(tx, shift_id).week, _favours(tx)
        made = (shift for pattern in _patterns(tx) for shift, _ in _shifts_of(pattern, week, favours))
        usual = next((shift for shift in made if shift.id == shift_id), None)
        if usual is None:
            raise NotFound("没有模板再排这个班次")
        headcount = {"min": usual.min, "desired": usual.desired, "max": usual.max}
        tx.update(Shift, shift_id, headcount | {"by_hand": False}, version)
        return _counted(tx, shift_id)


def _counted(reader: Reader, shift_id: str) -> Shift:
    """The shift, of which heads are counted. Raises ``NotFound``; ``InvalidInput`` (a team's shift)."""
    shift = reader.get(Shift, shift_id)
    if shift is None:
        raise NotFound("没有这个班次")
    if shift.for_teams:
        raise InvalidInput("由志愿服务队承担的班次不按人数", [Fault("不能更改", "shiftId")])
    return shift


def _as_set(shift: Shift, stored: Shift | None) -> Shift:
    """The shift of the template, with the headcount that was set by hand, if it was."""
    if stored is None or not stored.by_hand:
        return shift
    return replace(shift, min=stored.min, desired=stored.desired, max=stored.max, by_hand=True)


def _patterns(reader: Reader) -> Iterator[Pattern]:
    places: dict[str, list[tuple[type[Node], str]]] = defaultdict(list)
    for kind in (Segment, Station):
        rows = reader.query(Match("t", ShiftTemplate).hop("AT", "p", kind).select("t.id", "p.id"))
        for row in sorted(rows, key=lambda row: str(row["p.id"])):
            places[row["t.id"]].append((kind, row["p.id"]))
    teams: dict[str, list[str]] = defaultdict(list)
    for row in reader.query(Match("t", ShiftTemplate).hop("OPEN_TO", "team", Team).select("t.id", "team.id")):
        teams[row["t.id"]].append(row["team.id"])
    question = Match("t", ShiftTemplate).hop("FOR", "c", Category).order("t.id").select("t", "c.id")
    for row in reader.query(question):
        template = ShiftTemplate.from_props(row["t"])
        yield Pattern(template, tuple(places[template.id]), row["c.id"], tuple(sorted(teams[template.id])))


def _favours(reader: Reader) -> dict[tuple[str, str], Favour]:
    """(month, category) → what that month's theme adds."""
    question = Match("t", Theme).hop("FAVOURS", "c", Category, edge_alias="f").select("t.month", "c.id", "f")
    return {
        (row["t.month"], row["c.id"]): Favour(row["f"].get("desired", 0), row["f"].get("priority", 0))
        for row in reader.query(question)
    }


def _shifts_of(
    pattern: Pattern, week: str, favours: dict[tuple[str, str], Favour]
) -> Iterator[tuple[Shift, tuple[type[Node], str]]]:
    template = pattern.template
    for day in template.weekdays:
        month = date_of(week, day * DAY).strftime("%Y-%m")
        favour = favours.get((month, pattern.category), Favour(0, 0))
        for place in pattern.places:
            shift = Shift(
                id=_shift_id(week, template.id, place[1], day),
                week=week,
                start=day * DAY + template.start,
                end=day * DAY + template.end,
                min=template.min,
                desired=template.desired,
                max=template.max,
                priority=template.priority,
                all_have=template.all_have,
                none_have=template.none_have,
                some_have=template.some_have,
                for_teams=template.for_teams,
            )
            yield _raised(shift, favour), place


def _shift_id(week: str, template: str, place: str, day: int) -> str:
    """The same for the same demand, so that a week can be made again; readable unless that would be too long."""
    origin = f"{template}:{place}"
    if len(origin) > MAX_ORIGIN:
        origin = hashlib.sha256(origin.encode()).hexdigest()[:16]
    return f"shift:{week}:{origin}:{day + 1}"


def _raised(shift: Shift, favour: Favour) -> Shift:
    desired = shift.desired + favour.desired
    return replace(
        shift, desired=desired, max=max(shift.max, desired), priority=min(3, max(1, shift.priority + favour.priority))
    )


def _link(tx: Transaction, shifts: dict[str, tuple[Shift, Pattern, tuple[type[Node], str]]]) -> None:
    for kind in (Segment, Station):
        tx.upsert_edges("AT", Shift, kind, [Edge(id, p[1]) for id, (_, _, p) in shifts.items() if p[0] is kind])
    links: tuple[tuple[str, type[Node], Any], ...] = (
        ("FOR", Category, lambda pattern: [pattern.category]),
        ("FROM_TEMPLATE", ShiftTemplate, lambda pattern: [pattern.template.id]),
        ("OPEN_TO", Team, lambda pattern: pattern.teams),
    )
    for edge, target, ends in links:
        tx.upsert_edges(
            edge, Shift, target, [Edge(id, end) for id, (_, pattern, _) in shifts.items() for end in ends(pattern)]
        )


def _planned(reader: Reader, week: str) -> set[str]:
    """Shifts of the week that an assignment or a shortfall of some plan names."""
    return {
        row["s.id"]
        for kind in (Assignment, Shortfall)
        for row in reader.query(
            Match("s", Shift).where(eq("s.week", week)).exists("s", "TO_SHIFT", kind, reverse=True).select("s.id")
        )
    }

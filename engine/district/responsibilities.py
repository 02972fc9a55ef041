"""responsibilities.csv: who answers for which road or segment, from when until when.

People are named as the rosters know them, so the edges are written after these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.district.draft import EdgeKind
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.table import Row, one_of, read_table
from engine.model import Road, Segment, Volunteer
from engine.roster.cell import BadCell
from engine.roster.fields import dates, person_name, phone
from engine.store import Edge, Match, Transaction, eq, is_in
from engine.store.port import Reader

COLUMNS = ("地点", "职责", "级别或类别", "姓名", "手机号", "起", "止")
DUTIES = {"路长": "CHIEF_OF", "九员": "RESPONDS_FOR", "督导员": "STEWARD_OF"}
PLACES: dict[str, tuple[str, ...]] = {
    "CHIEF_OF": ("道路", "路段"),
    "RESPONDS_FOR": ("道路",),
    "STEWARD_OF": ("路段",),
}
LEVELS = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}


@dataclass(frozen=True, slots=True)
class Named:
    """One person's responsibility, as a row names it."""

    row: Row
    kind: EdgeKind
    person: tuple[str, str]
    """Phone number and name."""
    target: str
    properties: dict[str, Any]


def read_responsibilities(folder: Path, names: Names, faults: list[FileFault]) -> list[Named]:
    """What the rows say, as far as they are sound. A district need not have any."""
    found: dict[tuple[EdgeKind, tuple[str, str], str], Named] = {}
    for row in read_table(folder / "responsibilities.csv", COLUMNS, faults, optional=True):
        named = _named(row, names)
        if row.sound and (known := found.setdefault((named.kind, named.person, named.target), named)) is not named:
            row.complain(f"与第 {known.row.number} 行重复", "职责", expected="同一人在同一地点的同一职责写一行")
    return list(found.values())


def _named(row: Row, names: Names) -> Named:
    row.text("职责", required=True)
    edge = row.read("职责", one_of(DUTIES), "CHIEF_OF")
    known = {name: id for term in PLACES[edge] for name, id in names.of(term).items()}
    id = row.id_of("地点", known, "或".join(PLACES[edge]), required=True)
    kind = Segment if id in names.of("路段").values() else Road
    person = _private(row, "手机号", phone), _private(row, "姓名", person_name)
    return Named(row, (edge, Volunteer, kind), person, id, {**_rank(row, edge), **_term(row)})


def _private(row: Row, column: str, parse: Callable[[str], str]) -> str:
    """The parsed cell, which no complaint shows."""
    try:
        return parse(text) if (text := row.text(column, required=True)) else ""
    except BadCell as bad:
        row.complain(bad.message, column, expected=bad.expected)
        return ""


def _rank(row: Row, edge: str) -> dict[str, Any]:
    """The level of a chief, the kind of a responder; a steward has neither."""
    column = "级别或类别"
    if edge == "STEWARD_OF":
        if row.text(column):
            row.complain("督导员没有级别", column, expected="空着")
        return {}
    text = row.text(column, required=True)
    return {"kind": text} if edge == "RESPONDS_FOR" else {"level": row.read(column, one_of(LEVELS), 1)}


def _term(row: Row) -> dict[str, str]:
    """First and last day, each where it is given."""
    days = {key: row.read(column, _day, "") for key, column in (("since", "起"), ("until", "止"))}
    if days["until"] and days["until"] < days["since"]:
        row.complain("止早于起", "止", value=days["until"])
    return {key: day for key, day in days.items() if day}


def _day(text: str) -> str:
    days = dates(text)
    if len(days) != 1:
        raise BadCell("不是一天", "例如 2026-01-01")
    return days[0].isoformat()


def write_responsibilities(tx: Transaction, named: Sequence[Named]) -> int:
    """Of each place and duty that is named, the people are exactly those named; how many edges changed.

    A row whose person the graph does not know is complained about.
    """
    people = _people(tx, sorted({one.person[0] for one in named}))
    wanted: defaultdict[EdgeKind, dict[tuple[str, str], Edge]] = defaultdict(dict)
    for one in named:
        if (id := people.get(one.person)) is None:
            one.row.complain("名册里没有这个姓名和手机号的人", "手机号")
        else:
            wanted[one.kind][id, one.target] = Edge(id, one.target, one.properties)
    return sum(_write(tx, kind, edges) for kind, edges in wanted.items())


def _people(reader: Reader, phones: Sequence[str]) -> dict[tuple[str, str], str]:
    """Phone number and name → id."""
    question = Match("v", Volunteer).where(is_in("v.phone", phones)).select("v.phone", "v.id", "v.name")
    return {(row["v.phone"], row["v.name"]): row["v.id"] for row in reader.query(question)}


def _write(tx: Transaction, kind: EdgeKind, edges: dict[tuple[str, str], Edge]) -> int:
    edge, source, target = kind
    places = sorted({place for _, place in edges})
    question = Match("v", source).hop(edge, "t", target, is_in("t.id", places)).select("v.id", "t.id")
    stale = {(row["v.id"], row["t.id"]) for row in tx.query(question)} - edges.keys()
    cut = sum(tx.delete_edges(edge, source, target, eq("id", id), eq("id", place)) for id, place in sorted(stale))
    return cut + tx.upsert_edges(edge, source, target, list(edges.values()))

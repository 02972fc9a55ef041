"""What each role may be over, and the place, organization or person that a name or an id means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import Fault
from engine.model import District, Node, Organization, Road, Role, Station, Subdistrict, Volunteer
from engine.store import Match, Row, is_in
from engine.store.port import Reader
from engine.store.question import AnyOf

OVER: dict[Role, tuple[type[Node], ...]] = {
    Role.ADMIN: (District,),
    Role.COORDINATOR: (District, Subdistrict),
    Role.OFFICER: (Organization,),
    Role.STATION_LEADER: (Station,),
    Role.CHIEF: (Road,),
    Role.VOLUNTEER: (Volunteer,),
    Role.SERVICE: (District, Subdistrict, Organization, Station),
}
"""Role → the labels that it may be over."""
UNBOUND = frozenset({Role.ADMIN, Role.SERVICE})
"""Roles that may be over nothing in particular."""
FIELD = "范围"


@dataclass(frozen=True, slots=True)
class Scope:
    """A node that a role is over."""

    label: str
    id: str
    name: str


LABELS = tuple({label: label for labels in OVER.values() for label in labels})


def with_scopes(question: Match, grant: str) -> Match:
    """The question, and beside it what the grant of this alias is over: one optional step for each label."""
    for label in LABELS:
        question = question.hop("OVER", _alias(label), label, source=grant, optional=True)
    return question


def scope_fields(*, named: bool = True) -> tuple[str, ...]:
    """What to select for ``scopes_in``, with names or without."""
    return tuple(f"{_alias(label)}.{name}" for label in LABELS for name in (("id", "name") if named else ("id",)))


def scopes_in(rows: Iterable[Row]) -> tuple[Scope, ...]:
    """What the grant of these rows is over, in the order of ids; without names where they were not asked for."""
    found = {
        (label.LABEL, row[f"{_alias(label)}.id"]): str(row.get(f"{_alias(label)}.name", ""))
        for row in rows
        for label in LABELS
        if row[f"{_alias(label)}.id"] is not None
    }
    return tuple(Scope(label, id, name) for (label, id), name in sorted(found.items()))


def _alias(label: type[Node]) -> str:
    return f"over_{label.LABEL.lower()}"


def find_scopes(reader: Reader, role: Role, names: Sequence[str], faults: list[Fault]) -> tuple[Scope, ...]:
    """The nodes that these names or ids mean; what is wrong is added to the faults."""
    known = _named(reader, OVER[role], names)
    found = [scope for name in names for scope in _only(role, name, known[name], faults)]
    labels = {scope.label for scope in found}
    if len(labels) > 1:
        faults.append(Fault("一项授权只能有一种范围", FIELD, value="、".join(sorted(labels))))
    if not names and role not in UNBOUND:
        faults.append(Fault("没有填", FIELD, expected=_terms(role)))
    if role is Role.VOLUNTEER and len(names) > 1:
        faults.append(Fault("志愿者只能是本人一人", FIELD))
    return tuple(sorted(set(found), key=lambda scope: scope.id))


def _only(role: Role, name: str, known: list[Scope], faults: list[Fault]) -> Iterator[Scope]:
    """The one that is meant: by its id first, then by its name."""
    by_id = [scope for scope in known if scope.id == name]
    meant = by_id or known
    shown = "" if role is Role.VOLUNTEER else name[:60]
    if len(meant) == 1:
        yield meant[0]
    elif meant:
        choices = "、".join(scope.id for scope in meant[:10])
        faults.append(Fault("不止一个，请写编号", FIELD, value=shown, expected=choices))
    else:
        faults.append(Fault("没有找到", FIELD, value=shown, expected=f"{_terms(role)}的名称或编号"))


def _terms(role: Role) -> str:
    return "、".join(label.TERM for label in OVER[role])


def _named(reader: Reader, labels: Iterable[type[Node]], names: Sequence[str]) -> Mapping[str, list[Scope]]:
    """Name → all nodes of these labels that it may mean, in the order of ids."""
    spellings = {spelling: name for name in names for spelling in (f"{name}街道", f"{name}道", name)}
    found: defaultdict[str, list[Scope]] = defaultdict(list)
    for label in labels:
        one_of = AnyOf((is_in("n.id", names), is_in("n.name", spellings)))
        rows: list[dict[str, Any]] = reader.query(
            Match("n", label).where(one_of).select("n.id", "n.name").order("n.id")
        )
        for row in rows:
            scope = Scope(label.LABEL, row["n.id"], row["n.name"])
            for name in {row["n.id"] if row["n.id"] in names else "", spellings.get(row["n.name"], "")} - {""}:
                found[name].append(scope)
    return found

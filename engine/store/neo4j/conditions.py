"""Conditions of a question as Cypher. Every part is an expression that is true, false or null, as ``question`` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.store.neo4j.terms import Draft, Place, Places, arrow
from engine.store.pattern import lookup, node_element
from engine.store.properties import plain
from engine.store.question import AllOf, AnyOf, Condition, Exists, Not, Op, Where, is_in
from engine.store.shape import COMPARISONS, anchored


def condition(draft: Draft, places: Places, part: Where) -> str:
    """The expression for a part that was checked before."""
    match part:
        case AllOf(parts):
            return _joined("AND", [condition(draft, places, inner) for inner in parts]) or "true"
        case AnyOf(parts):
            return _joined("OR", [condition(draft, places, inner) for inner in _gathered(parts)]) or "false"
        case Not(inner):
            return f"NOT ({condition(draft, places, inner)})"
        case Exists():
            return f"EXISTS {{ {_neighbour(draft, places, part)} }}"
        case Condition():
            return _comparison(draft, places, part)


def filtered(draft: Draft, places: Places, part: Where) -> str:
    """A ``WHERE`` for what stands before it, or nothing."""
    return "" if part == AllOf() else f" WHERE {condition(draft, places, part)}"


def narrowed(draft: Draft, places: Places, part: Where) -> tuple[list[str], list[str]]:
    """What has to hold for the part to hold: expressions, and clauses that may find the same nodes several times.

    A neighbour whose id is given is matched, not tested, so that the search may begin at it.
    """
    tests: list[str] = []
    joins: list[str] = []
    for inner in _conjuncts(part):
        if isinstance(inner, Exists) and anchored(inner):
            joins.append(_neighbour(draft, places, inner))
        else:
            tests.append(condition(draft, places, inner))
    return tests, joins


def matched(place: Place, tests: Sequence[str], joins: Sequence[str]) -> str:
    """The clauses for what ``narrowed`` found, once the place stands in the statement; nothing for nothing."""
    where = [f"MATCH ({place.variable}) WHERE {' AND '.join(tests)}"] if tests else []
    return "\n".join([*where, *joins])


def _conjuncts(part: Where) -> Iterator[Where]:
    if isinstance(part, AllOf):
        for inner in part.parts:
            yield from _conjuncts(inner)
    else:
        yield part


def _gathered(parts: Sequence[Where]) -> list[Where]:
    """The same alternatives, those that ask one field for one value in one list: Neo4j takes seconds for thousands."""
    values: dict[str, list[Any]] = {}
    others: list[Where] = []
    for part in parts:
        if isinstance(part, Condition) and part.op is Op.EQ:
            values.setdefault(part.field, []).append(part.value)
        else:
            others.append(part)
    return [*(is_in(field, given) for field, given in values.items()), *others]


def _neighbour(draft: Draft, places: Places, part: Exists) -> str:
    far = Place(draft.variable("n"), node_element(part.label))
    pattern = f"({places[part.alias].variable}){arrow(part.edge, part.reverse)}{far.node()}"
    return f"MATCH {pattern}{filtered(draft, {'': far}, part.where)}"


def _joined(operator: str, parts: Sequence[str]) -> str:
    return f"({f' {operator} '.join(parts)})" if parts else ""


def _comparison(draft: Draft, places: Places, part: Condition) -> str:
    alias, _, known = lookup(part.field, {name: place.element for name, place in places.items()})
    value, given = places[alias].value(known.name), plain(part.value)
    match part.op:
        case Op.IS_NULL:
            return f"{value} IS {'NULL' if given else 'NOT NULL'}"
        case Op.HAS:
            return f"{draft.bind(given)} IN coalesce({value}, [])"
        case Op.IN:
            return f"{value} IN {draft.bind(given)}" if given else f"{value} <> {value}"
        case Op.CONTAINS:
            return f"{value} CONTAINS {draft.bind(given)}"
        case Op.STARTS_WITH:
            return f"{value} STARTS WITH {draft.bind(given)}"
        case _:
            return f"{value} {COMPARISONS[part.op]} {draft.bind(given)}"

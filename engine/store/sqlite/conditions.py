"""Conditions of a question as SQL. Every part is an expression that is 1, 0 or NULL, as ``question`` documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.store.pattern import Element, lookup, node_element
from engine.store.properties import plain
from engine.store.question import AllOf, AnyOf, Condition, Exists, Not, Op, Where
from engine.store.shape import COMPARISONS, anchored
from engine.store.sqlite.terms import Draft, edge_value, literal, node_value, path


@dataclass(frozen=True, slots=True)
class Place:
    """Where an alias stands in the statement: its table, and what it is."""

    table: str
    element: Element

    def value(self, name: str) -> str:
        """The expression for a property, to compare and sort by."""
        return (edge_value if self.element.edge else node_value)(f"{self.table}.", name)


Places = Mapping[str, Place]


def condition(draft: Draft, places: Places, part: Where) -> str:
    """The expression for a part that was checked before."""
    match part:
        case AllOf(parts):
            return joined("AND", [condition(draft, places, inner) for inner in parts]) or "1"
        case AnyOf(parts):
            return joined("OR", [condition(draft, places, inner) for inner in parts]) or "0"
        case Not(inner):
            return f"NOT ({condition(draft, places, inner)})"
        case Exists():
            return _exists(draft, places[part.alias], part)
        case Condition():
            return _comparison(draft, places, part)


def joined(word: str, parts: Sequence[str]) -> str:
    """The parts joined by AND or OR, as a balanced tree: SQLite bounds how deep an expression may be."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) <= 8:
        return "(" + f" {word} ".join(parts) + ")"
    middle = len(parts) // 2
    return f"({joined(word, parts[:middle])} {word} {joined(word, parts[middle:])})"


def prefix_end(prefix: str) -> str | None:
    """The smallest text above all that starts with the prefix, by code points; ``None`` when there is none."""
    kept = prefix.rstrip(chr(0x10FFFF))
    if not kept:
        return None
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(0xE000 if following == 0xD800 else following)


def _comparison(draft: Draft, places: Places, part: Condition) -> str:
    alias, _, known = lookup(part.field, {name: place.element for name, place in places.items()})
    value, given = places[alias].value(known.name), plain(part.value)
    match part.op:
        case Op.IS_NULL:
            return f"{value} IS {'NULL' if given else 'NOT NULL'}"
        case Op.HAS:
            listed = f"json_each({places[alias].table}.props, {path(known.name)})"
            return f"EXISTS (SELECT 1 FROM {listed} AS item WHERE item.value = {draft.bind(given)})"
        case Op.IN:
            return f"{value} IN {draft.bind_list(given)}" if given else f"{value} <> {value}"
        case Op.CONTAINS:
            return f"instr({value}, {draft.bind(given)}) > 0"
        case Op.STARTS_WITH:
            return _starts_with(draft, value, given)
        case _:
            return f"{value} {COMPARISONS[part.op]} {draft.bind(given)}"


def _starts_with(draft: Draft, value: str, prefix: Any) -> str:
    end = prefix_end(prefix)
    above = f"{value} >= {draft.bind(prefix)}"
    return above if end is None else f"({above} AND {value} < {draft.bind(end)})"


def _exists(draft: Draft, start: Place, part: Exists) -> str:
    number = draft.name()
    near, far = ("dst", "src") if part.reverse else ("src", "dst")
    place = Place(f"n{number}", node_element(part.label))
    pattern = (
        f"FROM edges AS e{number} JOIN nodes AS n{number} ON n{number}.pk = e{number}.{far}\n"
        f"    WHERE e{number}.type = {literal(part.edge)} AND n{number}.label = {literal(part.label)}"
        f" AND {condition(draft, {'': place}, part.where)}"
    )
    if anchored(part.where):
        return f"{start.table}.pk IN (\n    SELECT e{number}.{near} {pattern})"
    return f"EXISTS (\n    SELECT 1 {pattern} AND e{number}.{near} = {start.table}.pk)"

"""A question as one parameterised statement.

The text is put together from fixed words and names of the model alone; every value is a parameter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.store.pattern import elements, lookup
from engine.store.properties import plain
from engine.store.question import AllOf, Hop, Match, Row, Where
from engine.store.shape import always_distinct, anchored, compared, named
from engine.store.sqlite.conditions import Place, condition, joined
from engine.store.sqlite.terms import COLUMNS, Draft, literal, path

Reader = Callable[[tuple[Any, ...]], Any]

RARE = "0.000001"
"""How much of what SQLite thinks a walk may grow to is there. Else it takes a walk for a million steps, and reads all
edges first to make a filter for them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What SQLite is asked, and how a row of its answer is read."""

    sql: str
    parameters: Mapping[str, Any]
    readers: Mapping[str, Reader]

    def row(self, values: tuple[Any, ...]) -> Row:
        """The answer's row, as the port gives it."""
        return {name: reader(values) for name, reader in self.readers.items()}


def compiled(question: Match) -> Statement:
    """The statement that answers the question. Raises ``ValueError`` for a malformed one."""
    return _Compiler(question).statement()


class _Compiler:
    """One question on its way to a statement; each method writes one clause."""

    def __init__(self, question: Match) -> None:
        self.question = question
        self.scope = elements(question)
        self.draft = Draft()
        self.places: dict[str, Place] = {}
        self.columns: list[str] = []
        self.readers: dict[str, Reader] = {}
        self.groups: list[str] = []
        self.join = "CROSS JOIN" if self._first_leads() else "JOIN"
        """A CROSS JOIN keeps SQLite from taking the tables in another order."""

    def statement(self) -> Statement:
        tables = "\n".join([self._first(), *map(self._hop, self.question.hops)])
        where = self._where()
        self._select()
        order = self._order()
        distinct = self._distinct()
        clauses = [f"SELECT{distinct} {', '.join(self.columns)}", tables, where, self._group(), order, self._limit()]
        return Statement("\n".join(filter(None, clauses)), self.draft.parameters, self.readers)

    def _first_leads(self) -> bool:
        """Whether this is a page of the first alias' nodes, in their order, to which the hops only add: then few of
        them are looked at, whatever the statistics say."""
        question = self.question
        first = question.alias
        ordered = bool(question.orders) and question.orders[0].field.startswith(f"{first}.")
        added = (hop for hop in question.hops if not self.scope[hop.alias].optional)
        free = all(hop.where == AllOf() for hop in added) and named(question.condition) <= {first}
        return question.size is not None and not question.aggregates and ordered and free

    def _first(self) -> str:
        place = self._place(self.question.alias, "n")
        return f"FROM nodes AS {place.table}"

    def _place(self, alias: str, letter: str) -> Place:
        place = Place(f"{letter}{self.draft.name()}", self.scope[alias])
        self.places[alias] = place
        return place

    def _hop(self, hop: Hop) -> str:
        start = self.places[hop.source].table
        if hop.depth != (1, 1):
            return self._range(hop, start)
        near, far = ("dst", "src") if hop.reverse else ("src", "dst")
        edge_place = Place(f"e{self.draft.name()}", self.scope[hop.edge_alias]) if hop.edge_alias else None
        edge = edge_place.table if edge_place else f"e{self.draft.name()}"
        if edge_place:
            self.places[hop.edge_alias] = edge_place
        node = self._place(hop.alias, "n").table
        step = f"edges AS {edge} ON {edge}.{near} = {start}.pk AND {edge}.type = {literal(hop.edge)}"
        ends = f"nodes AS {node} ON {node}.pk = {edge}.{far}"
        fits = f"{self._labelled(hop.alias)}{self._also(hop.where)}"
        if not self.scope[hop.alias].optional:
            return f"{self.join} {step}\n{self.join} {ends} AND {fits}"
        found = f"EXISTS (SELECT 1 FROM nodes AS {node} WHERE {node}.pk = {edge}.{far} AND {fits})"
        return f"LEFT JOIN {step} AND {found}\nLEFT JOIN {ends}"

    def _range(self, hop: Hop, start: str) -> str:
        node = self._place(hop.alias, "n").table
        optional = self.scope[hop.alias].optional
        join = "LEFT JOIN" if optional else self.join
        backward = not optional and self._anchor_ahead(hop)
        ends = (start, node) if backward else (node, start)
        reached = self._reached(hop, *ends, reverse=hop.reverse != backward)
        return f"{join} nodes AS {node} ON {reached} AND {self._labelled(hop.alias)}{self._also(hop.where)}"

    def _reached(self, hop: Hop, end: str, start: str, reverse: bool) -> str:
        """That ``end`` is reached from ``start``; SQLite looks for ``end`` once it has ``start``."""
        low, high = hop.depth
        near, far = ("dst", "src") if reverse else ("src", "dst")
        walk = f"walk{self.draft.name()}"
        return (
            f"{end}.pk IN (\n"
            f"  WITH RECURSIVE {walk} (pk, depth) AS (\n"
            f"    SELECT {start}.pk, 0\n"
            f"    UNION\n"
            f"    SELECT step.{far}, {walk}.depth + 1\n"
            f"    FROM {walk} JOIN edges AS step ON step.{near} = {walk}.pk AND step.type = {literal(hop.edge)}\n"
            f"    WHERE likelihood({walk}.depth < {self.draft.bind(high)}, {RARE}))\n"
            f"  SELECT pk FROM {walk} WHERE depth >= {self.draft.bind(low)})"
        )

    def _anchor_ahead(self, hop: Hop) -> bool:
        """Whether an id is given beyond the hop, and none before it: then the hop is walked backward."""
        hops = self.question.hops
        position = hops.index(hop)
        before = any(anchored(earlier.where) for earlier in hops[:position])
        before = before or anchored(self._about({self.question.alias, *(one.alias for one in hops[:position])}))
        ahead = any(anchored(later.where) for later in hops[position:])
        ahead = ahead or anchored(self._about({one.alias for one in hops[position:]}))
        return ahead and not before

    def _about(self, aliases: set[str]) -> AllOf:
        """The parts of the question's condition that name one of these aliases only."""
        parts = self.question.condition.parts
        return AllOf(tuple(part for part in parts if named(part) <= aliases))

    def _labelled(self, alias: str) -> str:
        """That the node has its label. With the plus it is tested only, not looked for by it: where nothing else is
        known of a node that an edge leads to, to read its whole label is never the way."""
        place = self.places[alias]
        plus = "" if alias in self._sought() else "+"
        return f"{plus}{place.table}.label = {literal(place.element.label)}"

    def _sought(self) -> set[str]:
        """The aliases at which an answer may begin: of which a property is given, or by which a page is sorted, and
        the first unless it leads to one whose id is given."""
        question = self.question
        conditions = AllOf((question.condition, *(hop.where for hop in question.hops)))
        paged = [order.field for order in question.orders if question.size is not None]
        first = set() if anchored(conditions) else {question.alias}
        return {field.rpartition(".")[0] for field in (*compared(conditions), *paged)} | first

    def _also(self, where: Where) -> str:
        parts = where.parts if isinstance(where, AllOf) else (where,)
        return "".join(f"\n  AND {condition(self.draft, self.places, part)}" for part in parts)

    def _where(self) -> str:
        cursor = self._cursor()
        own = f"WHERE {self._labelled(self.question.alias)}{self._also(self.question.condition)}"
        return own + (f"\n  AND {cursor}" if cursor else "")

    def _cursor(self) -> str:
        """Keyset: past the cursor in the order's direction, and a plain bound on the first field for the index."""
        if not self.question.cursor:
            return ""
        past = ""
        bound = ""
        pairs = list(zip(self.question.orders, self.question.cursor, strict=True))
        for order, given in reversed(pairs):
            value, after = self._value(order.field), self.draft.bind(plain(given))
            sign = "<" if order.descending else ">"
            past = f"({value} {sign} {after} OR ({value} = {after} AND {past}))" if past else f"{value} {sign} {after}"
            bound = f"{value} {sign}= {after}"
        return joined("AND", [bound, past])

    def _value(self, field: str) -> str:
        alias, _, known = lookup(field, self.scope)
        return self.places[alias].value(known.name)

    def _select(self) -> None:
        for field in self.question.selected or (() if self.question.aggregates else tuple(self.scope)):
            if field in self.scope:
                self._select_alias(field)
            else:
                self._select_property(field)
        for aggregate in self.question.aggregates:
            self.readers[aggregate.name] = _cell(self._column(self._aggregate(aggregate.function, aggregate.field)))

    def _column(self, expression: str) -> int:
        self.columns.append(expression)
        return len(self.columns) - 1

    def _select_alias(self, alias: str) -> None:
        table, element = self.places[alias].table, self.scope[alias]
        props = self._column(f"{table}.props")
        if element.edge:
            self.readers[alias] = _json_cell(props)
            self.groups += [f"{table}.src", f"{table}.dst"]
        else:
            self.readers[alias] = _node_cells(props, self._column(f"{table}.version"))
            self.groups.append(f"{table}.pk")

    def _select_property(self, field: str) -> None:
        alias, element, known = lookup(field, self.scope)
        table = self.places[alias].table
        if known.name in COLUMNS and not element.edge:
            self.readers[field] = _cell(self._column(f"{table}.{known.name}"))
        else:
            self.readers[field] = _json_cell(self._column(f"{table}.props -> {path(known.name)}"))
        self.groups.append(self.places[alias].value(known.name))

    def _aggregate(self, function: str, field: str) -> str:
        value = f"{self.places[field].table}.pk" if field in self.scope else self._value(field)
        match function:
            case "count":
                return f"count({value})"
            case "count_distinct":
                alone = not self.question.hops and field in (self.question.alias, f"{self.question.alias}.id")
                return f"count({value})" if alone else f"count(DISTINCT {value})"
            case "sum":
                return f"coalesce(sum({value}), 0)"
            case _:
                return f"{function}({value})"

    def _distinct(self) -> str:
        """Rows are distinct in what is selected and sorted by; where these name every node, they are so by nature."""
        if self.question.aggregates or always_distinct(self.question, self.scope):
            return ""
        for order in self.question.orders:
            self._column(self._value(order.field))
        return " DISTINCT"

    def _group(self) -> str:
        return f"GROUP BY {', '.join(self.groups)}" if self.question.aggregates and self.groups else ""

    def _order(self) -> str:
        terms = []
        for order in self.question.orders:
            counted = order.field in {aggregate.name for aggregate in self.question.aggregates}
            value = self._ordered_count(order.field) if counted else self._value(order.field)
            nullable = counted or self._may_lack(order.field)
            terms.append(value + _direction(order.descending, nullable))
        return f"ORDER BY {', '.join(terms)}" if terms else ""

    def _ordered_count(self, name: str) -> str:
        aggregate = next(one for one in self.question.aggregates if one.name == name)
        return self._aggregate(aggregate.function, aggregate.field)

    def _may_lack(self, field: str) -> bool:
        _, element, known = lookup(field, self.scope)
        return element.optional or not known.required

    def _limit(self) -> str:
        return "" if self.question.size is None else f"LIMIT {self.draft.bind(self.question.size)}"


def _direction(descending: bool, nullable: bool) -> str:
    if descending:
        return " DESC NULLS FIRST" if nullable else " DESC"
    return " NULLS LAST" if nullable else ""


def _cell(column: int) -> Reader:
    return lambda values: values[column]


def _json_cell(column: int) -> Reader:
    def read(values: tuple[Any, ...]) -> Any:
        text = values[column]
        return None if text is None else json.loads(text)

    return read


def _node_cells(props: int, version: int) -> Reader:
    def read(values: tuple[Any, ...]) -> Any:
        if values[props] is None:
            return None
        return {**json.loads(values[props]), "version": values[version]}

    return read

"""What a store has to answer, said as plainly as possible over networkx: patterns spelled out, nothing fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from engine.model import Node
from engine.store import AllOf, AnyOf, Condition, Edge, Exists, Match, Not, Op, Row
from engine.store.properties import plain
from engine.store.question import Aggregate, Hop, Where

Key = tuple[str, str]
"""A node: label and id."""
Link = tuple[Key, Key, str]
"""An edge: source, target, type."""
Binding = dict[str, Any]
"""Alias → Key, Link or ``None``."""
Truth = bool | None
"""``None`` is unknown."""

COMPARISONS: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: lambda value, given: bool(value == given),
    Op.NE: lambda value, given: bool(value != given),
    Op.LT: lambda value, given: bool(value < given),
    Op.LTE: lambda value, given: bool(value <= given),
    Op.GT: lambda value, given: bool(value > given),
    Op.GTE: lambda value, given: bool(value >= given),
    Op.IN: lambda value, given: value in given,
    Op.CONTAINS: lambda value, given: given in value,
    Op.STARTS_WITH: lambda value, given: bool(value.startswith(given)),
}


class Reference:
    """A graph in memory that answers any question."""

    def __init__(self) -> None:
        self.graph: nx.MultiDiGraph[Key] = nx.MultiDiGraph()

    def add_nodes(self, nodes: Iterable[Node]) -> None:
        """The nodes are there."""
        for node in nodes:
            self.graph.add_node((node.LABEL, node.id), props={**node.to_props(), "version": 1})

    def add_edges(self, edge: str, source: type[Node], target: type[Node], edges: Iterable[Edge]) -> None:
        """The edges are there."""
        for one in edges:
            ends = (source.LABEL, one.source), (target.LABEL, one.target)
            self.graph.add_edge(*ends, key=edge, props={k: v for k, v in one.properties.items() if v is not None})

    def query(self, question: Match) -> list[Row]:
        """The rows that answer the question; sorted, if it says so."""
        bindings: list[Binding] = [{question.alias: key} for key in self._labelled(question.node.LABEL)]
        optional = set[str]()
        for hop in question.hops:
            optional |= {hop.alias} if hop.optional or hop.source in optional else set()
            bindings = [wider for one in bindings for wider in self._walked(one, hop, hop.alias in optional)]
        bindings = [binding for binding in bindings if self._holds(question.condition, binding) is True]
        bindings = [binding for binding in bindings if self._after(question, binding)]
        rows = self._groups(question, bindings) if question.aggregates else self._projected(question, bindings)
        for position, order in reversed(list(enumerate(question.orders))):
            rows.sort(key=lambda pair: (pair[1][position] is None, pair[1][position]), reverse=order.descending)
        return [row for row, _ in rows][: question.size]

    def _labelled(self, label: str) -> list[Key]:
        return [key for key in self.graph if key[0] == label]

    def _props(self, thing: Key | Link) -> Mapping[str, Any]:
        props: Mapping[str, Any] = (self.graph.nodes[thing] if len(thing) == 2 else self.graph.edges[thing])["props"]
        return props

    def _value(self, binding: Binding, field: str) -> Any:
        alias, _, name = field.rpartition(".")
        return None if binding[alias] is None else self._props(binding[alias]).get(name)

    def _links(self, key: Key, edge: str, reverse: bool) -> Iterator[tuple[Link, Key]]:
        if reverse:
            yield from (((a, b, kind), a) for a, b, kind in self.graph.in_edges(key, keys=True) if kind == edge)
        else:
            yield from (((a, b, kind), b) for a, b, kind in self.graph.out_edges(key, keys=True) if kind == edge)

    def _walked(self, binding: Binding, hop: Hop, optional: bool) -> list[Binding]:
        start = binding[hop.source]
        found = [] if start is None else list(self._ends(start, hop))
        wider = [{**binding, hop.alias: end, hop.edge_alias: link} for end, link in found if end[0] == hop.label]
        wider = [one for one in wider if self._holds(hop.where, one) is True]
        return wider or ([{**binding, hop.alias: None, hop.edge_alias: None}] if optional else [])

    def _ends(self, start: Key, hop: Hop) -> Iterator[tuple[Key, Link | None]]:
        if hop.depth == (1, 1):
            yield from ((end, link) for link, end in self._links(start, hop.edge, hop.reverse))
            return
        low, high = hop.depth
        front, reached = {start}, set[Key]()
        for depth in range(high + 1):
            reached |= front if depth >= low else set()
            front = {end for key in front for _, end in self._links(key, hop.edge, hop.reverse)}
        yield from ((end, None) for end in reached)

    def _holds(self, part: Where, binding: Binding) -> Truth:
        match part:
            case AllOf(parts):
                truths = [self._holds(inner, binding) for inner in parts]
                return False if False in truths else None if None in truths else True
            case AnyOf(parts):
                truths = [self._holds(inner, binding) for inner in parts]
                return True if True in truths else None if None in truths else False
            case Not(inner):
                truth = self._holds(inner, binding)
                return None if truth is None else not truth
            case Exists():
                ends = [end for _, end in self._links(binding[part.alias], part.edge, part.reverse)]
                return any(end[0] == part.label and self._holds(part.where, {"": end}) is True for end in ends)
            case Condition(field, op, given):
                return self._compared(self._value(binding, field), op, plain(given))

    def _compared(self, value: Any, op: Op, given: Any) -> Truth:
        if op is Op.IS_NULL:
            return (value is None) is given
        if op is Op.HAS:
            return given in (value or [])
        return None if value is None else COMPARISONS[op](value, given)

    def _after(self, question: Match, binding: Binding) -> bool:
        for order, given in zip(question.orders, question.cursor, strict=False):
            value = self._value(binding, order.field)
            if value != plain(given):
                return bool(value < plain(given)) == order.descending
        return not question.cursor

    def _projected(self, question: Match, bindings: list[Binding]) -> list[tuple[Row, list[Any]]]:
        rows: list[tuple[Row, list[Any]]] = []
        for binding in bindings:
            keys = [self._value(binding, order.field) for order in question.orders]
            row = {field: self._shown(binding, field) for field in question.selected or filter(None, binding)}
            if (row, keys) not in rows:
                rows.append((row, keys))
        return rows

    def _shown(self, binding: Binding, field: str) -> Any:
        if field not in binding:
            return self._value(binding, field)
        return None if binding[field] is None else dict(self._props(binding[field]))

    def _groups(self, question: Match, bindings: list[Binding]) -> list[tuple[Row, list[Any]]]:
        groups: list[tuple[list[Any], list[Binding]]] = [] if question.selected else [([], bindings)]
        for binding in bindings if question.selected else ():
            named = [self._group_key(binding, field) for field in question.selected]
            same = [members for group, members in groups if group == named]
            if same:
                same[0].append(binding)
            else:
                groups.append((named, [binding]))
        return [self._group_row(question, members) for _, members in groups]

    def _group_key(self, binding: Binding, field: str) -> Any:
        return binding[field] if field in binding else self._value(binding, field)

    def _group_row(self, question: Match, members: list[Binding]) -> tuple[Row, list[Any]]:
        row = {field: self._shown(members[0], field) for field in question.selected}
        row |= {aggregate.name: self._aggregated(aggregate, members) for aggregate in question.aggregates}
        keys = [row[o.field] if o.field in row else self._value(members[0], o.field) for o in question.orders]
        return row, keys

    def _aggregated(self, aggregate: Aggregate, members: list[Binding]) -> Any:
        values = [self._group_key(binding, aggregate.field) for binding in members]
        values = [value for value in values if value is not None]
        match aggregate.function:
            case "count":
                return len(values)
            case "count_distinct":
                return len(set(values)) if all(not isinstance(value, list) for value in values) else None
            case "sum":
                return sum(values)
            case "min":
                return min(values, default=None)
            case "max":
                return max(values, default=None)

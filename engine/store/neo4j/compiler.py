"""A question as one parameterised statement.

The text is put together from fixed words and names of the model alone; every value is a parameter. Each hop has a
``MATCH`` of its own, so that two of them may walk along the same edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.store.neo4j.conditions import filtered, matched, narrowed
from engine.store.neo4j.points import without_point
from engine.store.neo4j.terms import Draft, Place, arrow, word
from engine.store.pattern import elements, lookup
from engine.store.properties import only_end, plain, sought_by
from engine.store.question import AllOf, Hop, Match, Row
from engine.store.shape import always_distinct, compared, settled


@dataclass(frozen=True, slots=True)
class Statement:
    """What Neo4j is asked, and what a row of its answer holds."""

    text: str
    parameters: Mapping[str, Any]
    names: tuple[str, ...]
    nodes: tuple[str, ...]
    """Those of the names that stand for a whole node."""

    def row(self, values: list[Any]) -> Row:
        """The answer's row, as the port gives it."""
        row = dict(zip(self.names, values, strict=True))
        for name in self.nodes:
            row[name] = without_point(row[name])
        return row


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
        self.selected = question.selected or (() if question.aggregates else tuple(self.scope))
        self.repeated = False
        """Whether the pattern may be found several times with the same nodes."""

    def statement(self) -> Statement:
        hops = self.question.hops
        required = [hop for hop in hops if not self.scope[hop.alias].optional]
        optional = [hop for hop in hops if self.scope[hop.alias].optional]
        clauses = [self._first(), *map(self._hop, required), self._where()]
        clauses += [self._page() if optional else "", *map(self._hop, optional)]
        clauses += self._groups() if self.question.aggregates else self._rows()
        names = (*self.selected, *(one.name for one in self.question.aggregates))
        nodes = tuple(name for name in self.selected if name in self.scope and not self.scope[name].edge)
        return Statement("\n".join(filter(None, clauses)), self.draft.parameters, names, nodes)

    def _first(self) -> str:
        return f"MATCH {self._place(self.question.alias, 'n').node()}"

    def _place(self, alias: str, letter: str) -> Place:
        place = Place(self.draft.variable(letter), self.scope[alias])
        self.places[alias] = place
        return place

    def _hop(self, hop: Hop) -> str:
        optional = self.scope[hop.alias].optional
        start, node = self.places[hop.source].variable, self._place(hop.alias, "n")
        edge = self._place(hop.edge_alias, "e").variable if hop.edge_alias else ""
        where = filtered(self.draft, self.places, hop.where)
        if hop.depth == (1, 1) or (hop.depth[0] <= 1 and not optional):
            self.repeated = self.repeated or hop.depth != (1, 1)
            match = "OPTIONAL MATCH" if optional else "MATCH"
            end = f"({node.variable})" if self._goes_without_saying(hop) else node.node()
            return f"{match} ({start}){arrow(hop.edge, hop.reverse, edge, hop.depth)}{end}{where}"
        return self._walk(hop, start, node, where)

    def _goes_without_saying(self, hop: Hop) -> bool:
        """Whether the edge leads to this label alone, and no index of the label may be wanted: Neo4j would test each
        node for it."""
        asked = AllOf((self.question.condition, *(one.where for one in self.question.hops)))
        sought = compared(asked) | {order.field for order in self.question.orders if self.question.size is not None}
        near = self.scope[hop.source].label
        return (
            hop.depth == (1, 1)
            and not any(f"{hop.alias}.{name}" in sought for name in sought_by(hop.label))
            and only_end(hop.edge, near, hop.reverse) == hop.label
        )

    def _walk(self, hop: Hop, start: str, node: Place, where: str) -> str:
        """Each node once that is reached in low to high steps.

        A path in Cypher takes no edge twice, a walk may. Where it must take one step at most, the shortest walk to a
        node is a path; so the steps that it must take before are taken one by one.
        """
        low, high = hop.depth
        call = "OPTIONAL CALL" if self.scope[hop.alias].optional else "CALL"
        lines, at = [], start
        for _ in range(low - 1):
            step = self.draft.variable("n")
            lines.append(f"  MATCH ({at}){arrow(hop.edge, hop.reverse)}({step}) WITH DISTINCT {step}")
            at = step
        rest = (min(low, 1), high - max(low - 1, 0))
        lines.append(f"  MATCH ({at}){arrow(hop.edge, hop.reverse, depth=rest)}{node.node()}{where}")
        inside = "\n".join(lines)
        return f"{call} ({start}) {{\n{inside}\n  RETURN DISTINCT {node.variable}\n}}"

    def _where(self) -> str:
        tests, joins = narrowed(self.draft, self.places, self.question.condition)
        tests += filter(None, [self._cursor(), self._sortable()])
        self.repeated = self.repeated or bool(joins)
        return matched(self.places[self.question.alias], tests, joins)

    def _cursor(self) -> str:
        """Keyset: past the cursor in the order's direction. As a bound with an exception, so that Neo4j walks along one
        index; alternatives of ``=`` and ``>`` it would look up one by one."""
        past = ""
        for order, given in reversed(list(zip(self.question.orders, self.question.cursor, strict=False))):
            value, after = self._value(order.field), self.draft.bind(plain(given))
            sign = "<" if order.descending else ">"
            past = f"{value} {sign}= {after} AND ({value} <> {after} OR {past})" if past else f"{value} {sign} {after}"
        return past

    def _sortable(self) -> str:
        """That the first field of a page's order is there: Neo4j sorts by an index only if it is told so. A cursor
        tells it as well."""
        question = self.question
        if question.size is None or question.aggregates or question.cursor or not question.orders:
            return ""
        _, element, known = lookup(question.orders[0].field, self.scope)
        given = known.required and not element.optional
        return f"{self._value(question.orders[0].field)} IS NOT NULL" if given else ""

    def _page(self) -> str:
        """The page cut out before optional hops widen its rows, where these cannot change which rows it has."""
        question = self.question
        required = {alias: element for alias, element in self.scope.items() if not element.optional}
        ordered = all(order.field.rpartition(".")[0] in required for order in question.orders)
        if question.size is None or question.aggregates or not ordered:
            return ""
        if not all(element.edge or alias in settled(question, self.scope) for alias, element in required.items()):
            return ""
        orders = [(self._value(order.field), order.descending) for order in question.orders]
        return self._only_once() + self._ordered(orders)

    def _only_once(self) -> str:
        """Every row of the pattern, once."""
        distinct = "DISTINCT " if self.repeated else ""
        self.repeated = False
        return f"WITH {distinct}{', '.join(place.variable for place in self.places.values())}"

    def _ordered(self, orders: Sequence[tuple[str, bool]]) -> str:
        """Order and limit, to follow a ``WITH``. Nulls are sorted as the question has it: as the greatest."""
        terms = ", ".join(f"{value} DESC" if descending else value for value, descending in orders)
        limit = "" if self.question.size is None else f" LIMIT {self.draft.bind(self.question.size)}"
        return (f" ORDER BY {terms}" if terms else "") + limit

    def _rows(self) -> list[str]:
        distinct = self.repeated or not always_distinct(self.question, self.scope)
        kept = [f"{self._kept(field, distinct)} AS c{i}" for i, field in enumerate(self.selected)]
        keys = [self._value(order.field) for order in self.question.orders]
        if distinct:  # then only what is kept can be sorted by
            kept += [f"{key} AS k{i}" for i, key in enumerate(keys)]
            keys = [f"k{i}" for i in range(len(keys))]
        orders = [(key, order.descending) for key, order in zip(keys, self.question.orders, strict=True)]
        clause = "WITH DISTINCT" if distinct else "WITH"
        return [f"{clause} {', '.join(kept)}{self._ordered(orders)}", self._return()]

    def _groups(self) -> list[str]:
        kept = [f"{self._kept(field)} AS c{i}" for i, field in enumerate(self.selected)]
        counts = [self._aggregate(one.function, one.field) for one in self.question.aggregates]
        kept += [f"{count} AS a{i}" for i, count in enumerate(counts)]
        orders = [(self._group_key(order.field), order.descending) for order in self.question.orders]
        once = [self._only_once()] if self.repeated else []
        return [*once, f"WITH {', '.join(kept)}{self._ordered(orders)}", self._return()]

    def _kept(self, field: str, by_content: bool = False) -> str:
        """What stands for a selected field until the rows are chosen; two edges of equal content are then one."""
        if field not in self.scope:
            return self._value(field)
        variable = self.places[field].variable
        return f"properties({variable})" if by_content and self.scope[field].edge else variable

    def _return(self) -> str:
        whole = [field in self.scope for field in self.selected]
        shown = [f"properties(c{i}) AS c{i}" if alias else f"c{i}" for i, alias in enumerate(whole)]
        return f"RETURN {', '.join([*shown, *(f'a{i}' for i in range(len(self.question.aggregates)))])}"

    def _group_key(self, field: str) -> str:
        names = [one.name for one in self.question.aggregates]
        if field in names:
            return f"a{names.index(field)}"
        if field in self.selected:
            return f"c{self.selected.index(field)}"
        alias, _, known = lookup(field, self.scope)
        return f"c{self.selected.index(alias)}.{word(known.name)}"

    def _aggregate(self, function: str, field: str) -> str:
        alias = field.removesuffix(".id")
        node = alias in self.scope and not self.scope[alias].edge
        value = self.places[alias].variable if node else self._value(field)
        if function != "count_distinct":
            return f"{function}({value if function == 'count' else self._value(field)})"
        alone = node and not self.question.hops and not self.repeated
        return f"count({value})" if alone else f"count(DISTINCT {value})"

    def _value(self, field: str) -> str:
        alias, _, known = lookup(field, self.scope)
        return self.places[alias].value(known.name)

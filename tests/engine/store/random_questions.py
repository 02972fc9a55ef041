"""Random well-formed questions over the labels of ``random_graphs``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from hypothesis import strategies as st

from engine.model import Node
from engine.store import AllOf, AnyOf, Condition, Exists, Match, Not, Op
from engine.store.pattern import Element, elements, node_element
from engine.store.properties import Property
from engine.store.question import Aggregate, Order, Where
from tests.engine.store.random_graphs import LABELS, LINKS, VALUES

ORDERED = (Op.EQ, Op.NE, Op.LT, Op.LTE, Op.GT, Op.GTE)
TEXTS = ("", "张", "张三", "c", "%", "_", "\\", "'", "\U0010ffff", "2026", *VALUES[str])

Function = Literal["count", "count_distinct", "sum", "min", "max"]
FUNCTIONS: tuple[Function, ...] = ("count", "count_distinct", "sum", "min", "max")


@dataclass(frozen=True)
class Step:
    """One way to go from a label along an edge."""

    edge: str
    far: type[Node]
    reverse: bool


def steps(label: str) -> list[Step]:
    """Every way to go on from the label."""
    ahead = [Step(name, target, False) for name, source, target in LINKS if label == source.LABEL]
    return ahead + [Step(name, source, True) for name, source, target in LINKS if label == target.LABEL]


def operators(known: Property) -> list[Op]:
    """What may be asked of the property."""
    if known.many:
        return [Op.HAS, Op.IS_NULL]
    if known.kind is bool:
        return [Op.EQ, Op.NE, Op.IN, Op.IS_NULL]
    return [*ORDERED, Op.IN, Op.IS_NULL, *((Op.CONTAINS, Op.STARTS_WITH) if known.kind is str else ())]


def values(known: Property, op: Op) -> st.SearchStrategy[Any]:
    """What the property may be compared with."""
    ids = st.sampled_from([f"x{i}" for i in range(5)])
    one = ids if known.name == "id" else st.sampled_from(VALUES[known.kind])
    if op is Op.IS_NULL:
        return st.booleans()
    if op is Op.IN:
        return st.lists(one, max_size=3).map(tuple)
    if op in (Op.CONTAINS, Op.STARTS_WITH):
        return st.sampled_from(TEXTS)
    return one


@st.composite
def conditions(draw: st.DrawFn, alias: str, element: Element) -> Condition:
    """A condition on one property of the alias."""
    known = element.properties[draw(st.sampled_from(sorted(element.properties)))]
    op = draw(st.sampled_from(operators(known)))
    return Condition(f"{alias}.{known.name}" if alias else known.name, op, draw(values(known, op)))


@st.composite
def wheres(draw: st.DrawFn, scope: dict[str, Element], depth: int = 2) -> Where:
    """A condition, or some of them joined, negated or asked of a neighbour."""
    kinds = ["condition"] * 3 + (["all", "any", "not", "exists"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    alias = draw(st.sampled_from([name for name in scope if kind != "exists" or not scope[name].edge] or [""]))
    if kind == "exists" and alias in scope and (ways := steps(scope[alias].label)):
        way = draw(st.sampled_from(ways))
        inner = draw(wheres({"": node_element(way.far.LABEL)}, depth - 1))
        return Exists(alias, way.edge, way.far.LABEL, inner, way.reverse)
    if kind in ("all", "any"):
        parts = tuple(draw(st.lists(wheres(scope, depth - 1), max_size=3)))
        return AllOf(parts) if kind == "all" else AnyOf(parts)
    if kind == "not":
        return Not(draw(wheres(scope, depth - 1)))
    usable = [name for name in scope if scope[name].properties]
    return draw(conditions(draw(st.sampled_from(usable)), scope[usable[0]])) if len(usable) == 1 else draw(_of(scope))


@st.composite
def _of(draw: st.DrawFn, scope: dict[str, Element]) -> Where:
    alias = draw(st.sampled_from([name for name in scope if scope[name].properties]))
    return draw(conditions(alias, scope[alias]))


@st.composite
def patterns(draw: st.DrawFn) -> Match:
    """A start, up to three hops, and conditions."""
    question = Match("a", draw(st.sampled_from(LABELS)))
    for position in range(draw(st.integers(0, 3))):
        question = draw(_longer(question, "bcd"[position]))
    scope = {alias: element for alias, element in elements(question).items() if not element.optional}
    return question.where(*draw(st.lists(wheres(scope), max_size=2)))


@st.composite
def _longer(draw: st.DrawFn, question: Match, alias: str) -> Match:
    nodes = {name: element for name, element in elements(question).items() if not element.edge}
    source = draw(st.sampled_from(sorted(nodes)))
    ways = steps(nodes[source].label)
    if not ways:
        return question
    way = draw(st.sampled_from(ways))
    again = [other for other in ways if other.edge == way.edge and nodes[source].label == other.far.LABEL]
    ranges = [(1, 1), (1, 1), (1, 1), (1, 2), (2, 3), *([(0, 3), (0, 1), (1, 4)] if again else [])]
    depth = draw(st.sampled_from(ranges))
    edge_alias = f"{alias}_edge" if depth == (1, 1) and draw(st.booleans()) else ""
    longer = question.hop(
        way.edge,
        alias,
        way.far,
        source=source,
        reverse=way.reverse,
        depth=depth,
        optional=draw(st.booleans()),
        edge_alias=edge_alias,
    )
    scope = elements(longer)
    own = {name: scope[name] for name in (source, alias, edge_alias) if name and scope[name].properties}
    hop = replace(longer.hops[-1], where=AllOf(tuple(draw(st.lists(wheres(own, 1), max_size=1)))))
    return replace(longer, hops=(*question.hops, hop))


@st.composite
def questions(draw: st.DrawFn) -> Match:
    """A pattern with what is asked of it: rows, in an order, from a cursor on, so many; or aggregates."""
    question = draw(patterns())
    if draw(st.sampled_from(["rows", "rows", "aggregates"])) == "rows":
        return draw(_rows(question))
    return draw(_aggregates(question))


def _fields(scope: dict[str, Element]) -> list[str]:
    return [f"{alias}.{name}" for alias, element in scope.items() for name in element.properties]


@st.composite
def _rows(draw: st.DrawFn, question: Match) -> Match:
    scope = elements(question)
    selected = draw(st.lists(st.sampled_from([*scope, *_fields(scope)]), max_size=3, unique=True))
    question = question.select(*selected)
    if draw(st.booleans()):
        return question
    keyset = draw(st.booleans())
    sortable = {
        f"{alias}.{name}": known
        for alias, element in scope.items()
        for name, known in element.properties.items()
        if not known.many and (not keyset or (known.required and not element.optional))
    }
    fields = draw(st.lists(st.sampled_from(sorted(sortable)), max_size=2, unique=True))
    fields += [id for alias in scope if (id := f"{alias}.id") in sortable and id not in fields]
    question = replace(question, orders=tuple(Order(field, draw(st.booleans())) for field in fields))
    if keyset and fields and draw(st.booleans()):
        question = question.after([draw(values(sortable[field], Op.EQ)) for field in fields])
    whole = all(f"{alias}.id" in fields for alias, element in scope.items() if not element.edge)
    return question.limit(draw(st.none() | st.integers(0, 4))) if whole else question


@st.composite
def walks(draw: st.DrawFn, *, keyset: bool) -> Match:
    """A pattern whose rows have one order only; ``keyset``: by fields that may all stand in a cursor."""
    question = draw(patterns())
    scope = elements(question)
    sortable = {
        f"{alias}.{name}"
        for alias, element in scope.items()
        for name, known in element.properties.items()
        if not known.many and (not keyset or (known.required and not element.optional))
    }
    fields = draw(st.lists(st.sampled_from(sorted(sortable)), max_size=2, unique=True))
    fields += [id for alias in scope if (id := f"{alias}.id") in sortable and id not in fields]
    orders = tuple(Order(field, draw(st.booleans())) for field in fields)
    return replace(question, orders=orders).select(*fields)


@st.composite
def _aggregates(draw: st.DrawFn, question: Match) -> Match:
    scope = elements(question)
    groups = draw(st.lists(st.sampled_from([*scope, *_fields(scope)]), max_size=2, unique=True))
    question = question.select(*groups)
    for position in range(draw(st.integers(1, 3))):
        question = question.aggregate(draw(_aggregate(scope, f"n{position}")))
    return question.order(f"-{question.aggregates[0].name}") if draw(st.booleans()) else question


@st.composite
def _aggregate(draw: st.DrawFn, scope: dict[str, Element], name: str) -> Aggregate:
    alias = draw(st.sampled_from(sorted(alias for alias in scope if not scope[alias].edge)))
    function = draw(st.sampled_from(FUNCTIONS))
    scalars = {key: known for key, known in scope[alias].properties.items() if not known.many}
    if function == "sum":
        scalars = {key: known for key, known in scalars.items() if known.kind in (int, float)}
    if function in ("min", "max"):
        scalars = {key: known for key, known in scalars.items() if known.kind is not bool}
    if function.startswith("count") and draw(st.booleans()):
        return Aggregate(name, function, alias)
    return Aggregate(name, function, f"{alias}.{draw(st.sampled_from(sorted(scalars)))}")

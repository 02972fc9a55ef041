"""One page of a list: what is asked of the store, and the connection that is made of its rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from strawberry import UNSET

from engine.errors import Fault, InvalidInput
from engine.model import Node as GraphNode
from engine.store import AllOf, AnyOf, Condition, Match, Op, Row, is_in
from engine.store.question import Where
from schema.conditions import conditions
from schema.connection import DEFAULT_FIRST, MAX_FIRST
from schema.cursor import Cursors
from schema.edges import Step, edges_of
from schema.guarded import Seeing
from schema.listing import Listing
from schema.node import Node
from schema.selection import Fetch
from schema.types import BY_LABEL

MODELS: dict[str, type[GraphNode]] = {label: noun.MODEL for label, noun in BY_LABEL.items()}


Arguments = tuple[Any, Any, int | None, Any]
"""``where``, ``orderBy``, ``first``, ``after`` as they were given."""


def are_alike(some: Arguments, others: Arguments) -> bool:
    """Whether both ask for the same first page; filters are so only when they are one and the same."""
    return some[0] is others[0] and some[1] is others[1] and some[2] == others[2] and some[3] is others[3] is UNSET


@dataclass(frozen=True)
class Page:
    """The nodes at alias ``n`` that are wanted: which, in which order, how many, from where."""

    noun: type[Node]
    where: Where
    order: str
    first: int
    after: tuple[Any, ...]
    fetches: tuple[Fetch, ...]

    @cached_property
    def all(self) -> Match:
        """All nodes of the noun."""
        return Match("n", self.noun.MODEL)

    @cached_property
    def whole(self) -> Match:
        """The question for a page over all nodes of the noun."""
        return self.ask(self.all).select(*self.selected)

    @property
    def kind(self) -> str:
        """What a cursor of this list is valid for."""
        return f"{self.noun.MODEL.LABEL}/{self.order}"

    @property
    def orders(self) -> tuple[str, ...]:
        """The fields of the question's order, one of them perhaps beyond an edge; the id decides between equals."""
        mark = "-" if self.order.startswith("-") else ""
        name = self.order.removeprefix("-")
        if name in self.noun.ORDER_BEYOND:
            return (f"{mark}o.{self.noun.ORDER_BEYOND[name][1]}", f"{mark}n.id")
        return ("n.id",) if name == "id" else (f"{mark}n.{name}", f"{mark}n.id")

    @property
    def selected(self) -> tuple[str, ...]:
        """What a row must hold for :meth:`connection`."""
        return (*aliases(self.fetches), *(field.removeprefix("-") for field in self.orders if "o." in field[:3]))

    def ask(self, question: Match) -> Match:
        """The question for this page alone, one row more than the page holds."""
        asked = self.ask_all(question).limit(self.first + 1)
        return asked.after(self.after) if self.after else asked

    def ask_all(self, question: Match) -> Match:
        """The question for all nodes of the list."""
        asked = question.where(self.where)
        if beyond := self.noun.ORDER_BEYOND.get(self.order.removeprefix("-")):
            asked = walk(asked, edges_of(self.noun)[beyond[0]].steps, "n", "o")
        return with_fetches(asked, self.fetches).order(*self.orders)

    def behind(self) -> Where:
        """The cursor as conditions, for a question over several lists."""
        if not self.after:
            return AllOf()
        fields = [field.removeprefix("-") for field in self.orders]
        op = Op.LT if self.order.startswith("-") else Op.GT
        later = [
            AllOf(
                (
                    *(Condition(f, Op.EQ, v) for f, v in zip(fields[:i], self.after[:i], strict=True)),
                    Condition(fields[i], op, self.after[i]),
                )
            )
            for i in range(len(fields))
        ]
        return AnyOf(tuple(later))

    def cursor(self, row: Row) -> list[Any]:
        """The values that stand for this row."""
        fields = [field.removeprefix("-") for field in self.orders]
        return [row[field] if field in row else row["n"].get(field.removeprefix("n.")) for field in fields]

    def connection(
        self, rows: list[Row], cursors: Cursors, counting: Callable[[], Awaitable[int]], seeing: Seeing
    ) -> Listing:
        """The page of the first rows."""
        unique = list({row["n"]["id"]: row for row in rows[: self.first + 1]}.values())
        shown, make = unique[: self.first], self.noun.of
        return Listing(
            nodes=[node_of(self.noun, row, self.fetches, seeing) for row in shown]
            if self.fetches
            else [make(row["n"], seeing) for row in shown],
            write_cursor=lambda number: cursors.write(self.kind, self.cursor(unique[number])),
            more=len(rows) > self.first,
            behind=bool(self.after),
            counting=counting,
        )


def page(noun: type[Node], arguments: Arguments, fetches: tuple[Fetch, ...], cursors: Cursors) -> Page:
    """The page that the arguments ask for. Raises ``InvalidInput``."""
    where, order_by, first, after = arguments
    size = DEFAULT_FIRST if first is None else first
    if not 1 <= size <= MAX_FIRST:
        raise InvalidInput("每页条数有误", [Fault("超出范围", "first", value=str(size), expected=f"1 到 {MAX_FIRST}")])
    order = order_by.value if order_by else noun.ORDER
    asked = Page(noun, conditions(noun, where, "n") if where else AllOf(), order, size, (), fetches)
    return replace(asked, after=cursors.read(asked.kind, after)) if isinstance(after, str) else asked


def parents(noun: type[Node], keys: list[str]) -> Match:
    """The nodes ``p`` with these ids, to walk on from."""
    return Match("p", noun.MODEL).where(is_in("p.id", keys))


def with_fetches(question: Match, fetches: tuple[Fetch, ...]) -> Match:
    """The question with an optional hop for each to-one edge."""
    for fetch in fetches:
        question = walk(question, fetch.steps, fetch.source, fetch.alias, optional=True)
    return question


def walk(question: Match, steps: tuple[Step, ...], source: str, alias: str, *, optional: bool = False) -> Match:
    """The question with hops along the steps; ``alias`` names the far end."""
    for number, step in enumerate(steps):
        here = alias if number == len(steps) - 1 else f"{alias}_{number}"
        model = MODELS[step.label]
        question = question.hop(step.edge, here, model, source=source, reverse=step.reverse, optional=optional)
        source = here
    return question


def node_of(noun: type[Node], row: Row, fetches: tuple[Fetch, ...], seeing: Seeing) -> Node:
    """The noun at alias ``n`` with the far ends of its to-one edges."""
    found: dict[str, Node] = {"n": noun.of(row["n"], seeing)}
    for fetch in fetches:
        if (parent := found.get(fetch.source)) is None:
            continue
        props = row[fetch.alias]
        node = parent.loaded[fetch.name] = BY_LABEL[fetch.label].of(props, seeing) if props else None
        if node is not None:
            found[fetch.alias] = node
    return found["n"]


def aliases(fetches: tuple[Fetch, ...]) -> tuple[str, ...]:
    """What a row must hold for :func:`node_of`."""
    return ("n", *(fetch.alias for fetch in fetches))

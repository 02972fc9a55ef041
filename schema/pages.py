"""One page of a list: what is asked of the store, and the connection that is made of its rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from engine.model import Node as GraphNode
from engine.store import AllOf, AnyOf, Condition, Match, Op, Row, is_in
from engine.store.question import Where
from schema.conditions import conditions
from schema.cursor import Cursors
from schema.edges import Step, edges_of
from schema.guarded import Seeing
from schema.listing import Listing
from schema.node import Node
from schema.paging import Arguments
from schema.selection import Fetch
from schema.types import BY_LABEL

OR_EQUAL = {Op.LT: Op.LTE, Op.GT: Op.GTE}
MODELS: dict[str, type[GraphNode]] = {label: noun.MODEL for label, noun in BY_LABEL.items()}


@dataclass(frozen=True)
class Page:
    """The nodes at alias ``n`` that are wanted: which, in which order, how many, from where.

    A page is walked from ``start`` on, or from an end of the list; no further than to ``stop``. One that is walked
    backwards has the rows nearest to the end, and shows them in the list's order all the same.
    """

    noun: type[Node]
    where: Where
    order: str
    size: int
    fetches: tuple[Fetch, ...]
    backwards: bool = False
    start: tuple[Any, ...] = ()
    stop: tuple[Any, ...] = ()

    @cached_property
    def all(self) -> Match:
        """All nodes of the noun."""
        return Match("n", self.noun.MODEL)

    @cached_property
    def whole(self) -> Match:
        """The question for a page over all nodes of the noun."""
        return self.ask(self.all).select(*self.selected)

    @cached_property
    def passed(self) -> Match:
        """The question whether something lies before the start, among all nodes of the noun."""
        return self.ask_passed(self.all).select("n.id").limit(1)

    @property
    def kind(self) -> str:
        """What a cursor of this list is valid for."""
        return f"{self.noun.MODEL.LABEL}/{self.order}"

    @property
    def orders(self) -> tuple[str, ...]:
        """The fields of the list's order, one of them perhaps beyond an edge; the id decides between equals."""
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
        asked = self._sorted(question).limit(self.size + 1)
        return asked.after(self.start) if self.start else asked

    def ask_all(self, question: Match) -> Match:
        """The question for all nodes between start and stop, of several lists at once."""
        asked = self._sorted(question)
        return asked.where(self._compared(self.start, self._on)) if self.start else asked

    def ask_passed(self, question: Match) -> Match:
        """The question for the nodes that lie before the start on the page's way, with that of the start itself."""
        return self._whole(question).where(self._compared(self.start, self._back, or_equal=True))

    def _sorted(self, question: Match) -> Match:
        """The question for the list as far as the stop, in the direction of the page's way."""
        asked = with_fetches(self._whole(question), self.fetches).order(*self.orders)
        asked = asked.flipped() if self.backwards else asked
        return asked.where(self._compared(self.stop, self._back)) if self.stop else asked

    def _whole(self, question: Match) -> Match:
        """The question for the whole list."""
        asked = question.where(self.where)
        if beyond := self.noun.ORDER_BEYOND.get(self.order.removeprefix("-")):
            asked = walk(asked, edges_of(self.noun)[beyond[0]].steps, "n", "o")
        return asked

    @property
    def _on(self) -> Op:
        """How what lies further on the page's way compares with what lies here."""
        return Op.LT if self.order.startswith("-") != self.backwards else Op.GT

    @property
    def _back(self) -> Op:
        return Op.LT if self._on is Op.GT else Op.GT

    def _compared(self, cursor: tuple[Any, ...], op: Op, *, or_equal: bool = False) -> Where:
        """That a node is greater than the cursor, or less, as conditions: a bound on the first field, for an index, and
        what decides."""
        fields = [field.removeprefix("-") for field in self.orders]
        ops = [*[op] * (len(fields) - 1), OR_EQUAL[op] if or_equal else op]
        later = [
            AllOf(
                (
                    *(Condition(f, Op.EQ, v) for f, v in zip(fields[:i], cursor[:i], strict=True)),
                    Condition(fields[i], ops[i], cursor[i]),
                )
            )
            for i in range(len(fields))
        ]
        return AllOf((Condition(fields[0], OR_EQUAL[op], cursor[0]), AnyOf(tuple(later))))

    def cursor(self, row: Row) -> list[Any]:
        """The values that stand for this row."""
        fields = [field.removeprefix("-") for field in self.orders]
        return [row[field] if field in row else row["n"].get(field.removeprefix("n.")) for field in fields]

    def connection(
        self,
        rows: list[Row],
        cursors: Cursors,
        counting: Callable[[], Awaitable[int]],
        seeing: Seeing,
        passed: bool = False,
    ) -> Listing:
        """The page of the first rows of its way; ``passed``: whether there is something before its start."""
        unique = list({row["n"]["id"]: row for row in rows[: self.size + 1]}.values())
        shown, make = unique[: self.size], self.noun.of
        more = len(rows) > self.size
        if self.backwards:
            shown.reverse()
        return Listing(
            nodes=[node_of(self.noun, row, self.fetches, seeing) for row in shown]
            if self.fetches
            else [make(row["n"], seeing) for row in shown],
            write_cursor=lambda number: cursors.write(self.kind, self.cursor(shown[number])),
            has_previous=more if self.backwards else passed,
            has_next=passed if self.backwards else more,
            counting=counting,
        )


def page(noun: type[Node], arguments: Arguments, fetches: tuple[Fetch, ...], cursors: Cursors) -> Page:
    """The page that the arguments ask for. Raises ``InvalidInput``."""
    where, order = arguments.where, arguments.order_by.value if arguments.order_by else noun.ORDER
    size, backwards = arguments.size, arguments.backwards
    asked = Page(noun, conditions(noun, where, "n") if where else AllOf(), order, size, fetches, backwards)
    after, before = (
        cursors.read(asked.kind, text, name) if isinstance(text, str) else ()
        for name, text in (("after", arguments.after), ("before", arguments.before))
    )
    start, stop = (before, after) if backwards else (after, before)
    return replace(asked, start=start, stop=stop) if start or stop else asked


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

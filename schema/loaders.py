"""Asks the store for all parents at once: N nodes with the same edge are one question."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from strawberry.dataloader import DataLoader

from engine.planning.cover import covers
from engine.planning.history import edits_of
from engine.store import GraphStore, Match, Row, is_in
from engine.store.port import Reader
from engine.store.question import Where
from schema import pages
from schema.asking import Asking
from schema.cursor import Cursors
from schema.edges import EdgeField, edges_of
from schema.guarded import Seeing
from schema.history import PlanEdit
from schema.listing import Listing
from schema.node import Node
from schema.pages import Page
from schema.paging import Arguments
from schema.selection import Fetch, fetches, selected
from schema.types import BY_LABEL

if TYPE_CHECKING:
    from schema.context import Info

MIN_ROWS, ROWS_FOR_ONE = 2_000, 4
"""A question over several lists may read so many rows, or so many for each that is wanted if that is more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lists:
    """What is loaded for a connection on many parents, by their keys; ``None`` where nobody asks for it."""

    page: Page
    rows: DataLoader[str, list[Row]] | None
    passed: DataLoader[str, bool] | None
    """Whether something lies before the page's start."""
    counts: DataLoader[str, int]


class Loaders:
    """The batches of one request."""

    def __init__(self, reader: Reader, store: GraphStore, cursors: Cursors, seeing: Seeing) -> None:
        """The reader shows what the viewer sees; the store is asked for numbers over a whole plan."""
        self._reader, self._store, self._asking = reader, store, Asking(reader)
        self._cursors, self._seeing = cursors, seeing
        self._batches: dict[Hashable, DataLoader[str, Any]] = {}
        self._asked: dict[Hashable, Any] = {}
        """What a field of the document asks for, worked out once for all objects on which it stands."""

    async def ask(self, question: Match) -> list[Row]:
        """The rows, without holding up the event loop."""
        return await self._asking.ask(question)

    async def root(self, label: str, info: Info, arguments: Arguments) -> Listing:
        """A page over all nodes of a label, with the to-one edges below: one question."""
        page = self._page(label, info, arguments)
        rows = await self.ask(page.whole) if _wants_rows(info) else []
        passed = bool(await self.ask(page.passed)) if _wants_passed(info, page) else False

        async def count() -> int:
            found = await self.ask(page.all.where(page.where).count())
            return int(found[0]["count"])

        return page.connection(rows, self._cursors, count, self._seeing, passed)

    async def many(self, parent: Node, name: str, info: Info, arguments: Arguments) -> Listing:
        """A page over what an edge of the parent leads to."""
        noun = type(parent)
        key = "many", noun, name, *_field(info)
        lists = self._once(key, lambda: self._many(noun, name, info, arguments))
        rows = await lists.rows.load(parent.key) if lists.rows else []
        passed = await lists.passed.load(parent.key) if lists.passed else False
        return lists.page.connection(rows, self._cursors, lambda: lists.counts.load(parent.key), self._seeing, passed)

    async def many_ahead(self, parents: list[Node], name: str, info: Info, arguments: Arguments) -> Iterable[Listing]:
        """The pages over what an edge of all these parents leads to, kept with each for the same field."""
        noun = type(parents[0])
        key = "many", noun, name, *_field(info)
        lists = self._once(key, lambda: self._many(noun, name, info, arguments))
        keys = list(dict.fromkeys(parent.key for parent in parents))
        found = await lists.rows.load_many(keys) if lists.rows else [[] for _ in keys]
        passed = await lists.passed.load_many(keys) if lists.passed else [False for _ in keys]
        listings = {
            key: lists.page.connection(rows, self._cursors, partial(lists.counts.load, key), self._seeing, behind)
            for key, rows, behind in zip(keys, found, passed, strict=True)
        }
        here = id(info._raw_info.field_nodes)
        for parent in parents:
            parent.loaded[here] = listings[parent.key]
        return listings.values()

    def _many(self, noun: type[Node], name: str, info: Info, arguments: Arguments) -> Lists:
        edge = edges_of(noun)[name]
        page = self._page(edge.target, info, arguments)

        async def load(keys: list[str]) -> list[list[Row]]:
            return await self._pages(noun, edge, page, keys)

        async def passed(keys: list[str]) -> list[bool]:
            return await self._passed(noun, edge, page, keys)

        async def count(keys: list[str]) -> list[int]:
            return await self._counts(noun, edge, page.where, keys)

        return Lists(
            page,
            self.batch(("many", noun, name, page), load) if _wants_rows(info) else None,
            self.batch(("passed", noun, name, page), passed) if _wants_passed(info, page) else None,
            self.batch(("count", noun, name, page.where), count),
        )

    async def count(self, noun: type[Node], name: str, where: Where, parent: str) -> int:
        """How many nodes an edge of the parent leads to for which the condition holds."""

        async def count(keys: list[str]) -> list[int]:
            return await self._counts(noun, edges_of(noun)[name], where, keys)

        return await self.batch(("count", noun, name, where), count).load(parent)

    async def one(self, parent: Node, name: str, info: Info) -> Node | None:
        """What a to-one edge of the parent leads to."""
        noun = type(parent)
        batch = self._once(("one", noun, name, *_field(info)), lambda: self._one(noun, name, info))
        return await batch.load(parent.key)

    def _one(self, noun: type[Node], name: str, info: Info) -> DataLoader[str, Node | None]:
        edge = edges_of(noun)[name]
        target = BY_LABEL[edge.target]
        found = self._fetches(info, target, ())

        async def load(keys: list[str]) -> list[Node | None]:
            question = pages.walk(pages.parents(noun, keys), edge.steps, "p", "n")
            rows = await self.ask(pages.with_fetches(question, found).select("p.id", *pages.aliases(found)))
            nodes = {row["p.id"]: pages.node_of(target, row, found, self._seeing) for row in rows}
            return [nodes.get(key) for key in keys]

        return self.batch(("one", noun, name, found), load)

    async def named(self, label: str, key: str, info: Info) -> Node | None:
        """The node with this id, or ``None``."""
        batch = self._once(("named", label, *_field(info)), lambda: self._named(label, info))
        return await batch.load(key)

    def _named(self, label: str, info: Info) -> DataLoader[str, Node | None]:
        target = BY_LABEL[label]
        found = self._fetches(info, target, ())

        async def load(keys: list[str]) -> list[Node | None]:
            question = pages.with_fetches(Match("n", target.MODEL).where(is_in("n.id", keys)), found)
            rows = await self.ask(question.select(*pages.aliases(found)))
            nodes = {row["n"]["id"]: pages.node_of(target, row, found, self._seeing) for row in rows}
            return [nodes.get(key) for key in keys]

        return self.batch(("named", label, found), load)

    async def cover(self, plan: str) -> float:
        """The part of the plan's seats that is filled."""

        async def load(keys: list[str]) -> list[float]:
            found = await asyncio.to_thread(covers, self._store, keys)
            return [found[key] for key in keys]

        return await self.batch("cover", load).load(plan)

    async def edits(self, plan: str, first: int) -> list[PlanEdit]:
        """What was done to the plan by hand, as far as the viewer sees it."""

        async def load(keys: list[str]) -> list[list[PlanEdit]]:
            found = await asyncio.to_thread(edits_of, self._reader, self._store, keys, first)
            return [[PlanEdit.of(told) for told in found[key]] for key in keys]

        return await self.batch(("edits", first), load).load(plan)

    async def several(self, wanted: Mapping[str, list[str]], info: Info) -> dict[tuple[str, str], Node]:
        """(label, id) → node, for all that exist: one question a label."""
        known = [(label, key) for label, keys in wanted.items() if label in BY_LABEL for key in keys]
        nodes = await asyncio.gather(*(self.named(label, key, info) for label, key in known))
        return {pair: node for pair, node in zip(known, nodes, strict=True) if node is not None}

    def _fetches(self, info: Info, noun: type[Node], *paths: tuple[str, ...]) -> tuple[Fetch, ...]:
        self._seeing.read(info._raw_info)
        memo, key = _memo(info), ("fetches", noun, paths)
        if key not in memo:
            memo[key] = fetches(info._raw_info, noun, "n", *paths)
        found: tuple[Fetch, ...] = memo[key]
        return found

    def _page(self, label: str, info: Info, arguments: Arguments) -> Page:
        noun, memo = BY_LABEL[label], _memo(info)
        found = self._fetches(info, noun, ("nodes",), ("edges", "node"))
        known: tuple[Arguments, Page] | None = memo.get("page")
        if known is not None and known[0].is_like(arguments):
            return known[1]
        page = pages.page(noun, arguments, found, self._cursors)
        memo["page"] = arguments, page
        return page

    async def _pages(self, noun: type[Node], edge: EdgeField, page: Page, keys: list[str]) -> list[list[Row]]:
        """The rows of each parent's page; very long lists are cut by the store, with a question for each parent."""
        selected = ("p.id", *page.selected)

        def apart() -> list[list[Row]]:
            walks = (pages.walk(pages.parents(noun, [key]), edge.steps, "p", "n") for key in keys)
            return [self._reader.query(page.ask(walk).select(*selected)) for walk in walks]

        most = max(MIN_ROWS, ROWS_FOR_ONE * len(keys) * (page.size + 1))
        if len(keys) == 1:
            return await asyncio.to_thread(apart)
        question = page.ask_all(pages.walk(pages.parents(noun, keys), edge.steps, "p", "n"))
        rows = await self.ask(question.limit(most + 1).select(*selected))
        if len(rows) > most:
            return await asyncio.to_thread(apart)
        lists: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            lists[row["p.id"]].append(row)
        return [lists[key] for key in keys]

    async def _passed(self, noun: type[Node], edge: EdgeField, page: Page, keys: list[str]) -> list[bool]:
        """Whether something lies before the page's start, for each parent."""
        question = page.ask_passed(pages.walk(pages.parents(noun, keys), edge.steps, "p", "n"))
        passed = {row["p.id"] for row in await self.ask(question.select("p.id"))}
        return [key in passed for key in keys]

    async def _counts(self, noun: type[Node], edge: EdgeField, where: Where, keys: list[str]) -> list[int]:
        question = pages.walk(pages.parents(noun, keys), edge.steps, "p", "n").where(where)
        rows = await self.ask(question.select("p.id").count("count", "n.id"))
        counts = {row["p.id"]: int(row["count"]) for row in rows}
        return [counts.get(key, 0) for key in keys]

    def batch(self, kind: Hashable, load: Callable[[list[str]], Awaitable[list[T]]]) -> DataLoader[str, T]:
        """Fields that ask for the same share a batch, wherever they stand in the document."""
        if kind not in self._batches:
            self._batches[kind] = DataLoader(load_fn=load, cache=False)
        return self._batches[kind]

    def once(self, kind: tuple[Any, ...], info: Info, make: Callable[[], T]) -> T:
        """What a field of the document asks for, the same on whatever object it stands."""
        return self._once((*kind, *_field(info)), make)

    def _once(self, key: Hashable, make: Callable[[], T]) -> T:
        if key not in self._asked:
            self._asked[key] = make()
        made: T = self._asked[key]
        return made


def _field(info: Info) -> tuple[int, ...]:
    """Which field of the document it is; its arguments are the same on whatever object it stands."""
    return tuple(map(id, info._raw_info.field_nodes))


def _wants_rows(info: Info) -> bool:
    """Whether anything but the count is asked for."""
    memo = _memo(info)
    if "rows" not in memo:
        memo["rows"] = bool(selected(info._raw_info) & {"nodes", "edges", "pageInfo"})
    wants: bool = memo["rows"]
    return wants


def _wants_passed(info: Info, page: Page) -> bool:
    """Whether it is asked if something lies before the page's start."""
    if not page.start:
        return False
    memo, name = _memo(info), "hasNextPage" if page.backwards else "hasPreviousPage"
    if "page info" not in memo:
        memo["page info"] = selected(info._raw_info, "pageInfo")
    return name in memo["page info"]


def _memo(info: Info) -> dict[Any, Any]:
    """Where is kept what depends on the field of the document alone, as long as the document is known."""
    memo: dict[Any, Any] = getattr(info._raw_info.field_nodes, "memo", {})
    return memo

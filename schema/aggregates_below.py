"""Numbers over what an edge leads to, beside the list itself; for many parents at once with one question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from strawberry import UNSET

from engine.store import AllOf, Match, Row
from engine.store.question import Where
from schema import aggregates, pages
from schema.aggregates import Group, NumberSummary
from schema.arguments import page_size
from schema.conditions import conditions
from schema.context import Info
from schema.edges import EdgeField, edges_of
from schema.node import Node
from schema.types import BY_LABEL

MOST_GROUPS = 2000
"""So many groups, of all parents together, are sorted here; of more, each parent's largest are asked for."""


@dataclass(frozen=True, slots=True)
class Below:
    """The nodes at alias ``n`` that the edge leads to from any parent ``p``, and for which a condition holds."""

    parent: type[Node]
    name: str
    where: Where

    @property
    def edge(self) -> EdgeField:
        """The edge."""
        return edges_of(self.parent)[self.name]

    @property
    def noun(self) -> type[Node]:
        """What it leads to."""
        return BY_LABEL[self.edge.target]

    def of(self, keys: list[str]) -> Match:
        """All of these parents' nodes."""
        return pages.walk(pages.parents(self.parent, keys), self.edge.steps, "p", "n").where(self.where)


@dataclass(frozen=True, slots=True)
class AskedBelow:
    """Those of one parent."""

    below: Below
    key: str

    async def count(self, info: Info) -> int:
        """How many there are."""
        below = self.below
        return await info.context.loaders.count(below.parent, below.name, below.where, self.key)

    async def number(self, info: Info, name: str) -> NumberSummary:
        """One of their numbers."""

        async def load(keys: list[str]) -> list[NumberSummary]:
            found = _one_way if len(self.below.edge.steps) == 1 else _several_ways
            question, rows_of = found(self.below.of(keys), f"n.{name}")
            rows = rows_of(await info.context.loaders.ask(question))
            return [NumberSummary.of(rows.get(key, NOTHING)) for key in keys]

        summary: NumberSummary = await info.context.loaders.batch(("number", self.below, name), load).load(self.key)
        return summary

    async def groups(self, info: Info, by: str, first: int) -> list[Group]:
        """The largest groups."""
        size, noun = page_size(first), self.below.noun
        edge = edges_of(noun).get(by)

        async def found(keys: list[str], most: int) -> list[Row]:
            question, field = aggregates.grouped(noun, self.below.of(keys), by)
            asked = question.select("p.id", field).count("count", "n.id").order("-count", field, "p.id").limit(most)
            return [{"p": row["p.id"], "g": row[field], "count": row["count"]} for row in await loaders.ask(asked)]

        async def load(keys: list[str]) -> list[list[Group]]:
            rows = await found(keys, size if len(keys) == 1 else MOST_GROUPS + 1)
            if len(rows) > MOST_GROUPS:
                rows = [row for key in keys for row in await found([key], size)]
            groups: defaultdict[str, list[Group]] = defaultdict(list)
            for row in rows:
                groups[row["p"]].append(aggregates.group_of(row["g"], row["count"], edge.target if edge else None))
            return [groups[key][:size] for key in keys]

        loaders = info.context.loaders
        made: list[Group] = await loaders.batch(("groups", self.below, by, size), load).load(self.key)
        return made


NOTHING: Row = {"count": 0, "sum": 0, "min": None, "max": None}


def _one_way(question: Match, field: str) -> tuple[Match, Any]:
    """Summed up by the store: there is one way only from a parent to each node."""
    asked = question.select("p.id").aggregate(*aggregates.summaries(field))
    return asked, lambda rows: {row["p.id"]: row for row in rows}


def _several_ways(question: Match, field: str) -> tuple[Match, Any]:
    """Summed up here: a node to which several ways lead counts once."""

    def summed(rows: list[Row]) -> dict[str, Row]:
        values: defaultdict[str, list[Any]] = defaultdict(list)
        for row in rows:
            if row[field] is not None:
                values[row["p.id"]].append(row[field])
        return {
            key: {"count": len(some), "sum": sum(some), "min": min(some), "max": max(some)}
            for key, some in values.items()
        }

    return question.select("p.id", "n.id", field), summed


def aggregate_below(parent: Node, name: str, info: Info, where: Any = UNSET) -> Any:
    """Numbers over what the edge of the parent leads to. Raises ``InvalidInput``."""
    noun = type(parent)

    def below() -> Below:
        target = BY_LABEL[edges_of(noun)[name].target]
        return Below(noun, name, conditions(target, where, "n") if where else AllOf())

    asked = AskedBelow(info.context.loaders.once(("below", noun, name), info, below), parent.key)
    return aggregates.AGGREGATES[asked.below.edge.target](asked=asked)

"""A question as a viewer may ask it: conditions on what he sees at every node and edge of the pattern.

The answer is the one that the whole graph would give if it held only what the viewer sees: what he may not see is in no
row, no count, no order, and behind no condition, positive or negated.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

from engine.access.fields import comparable
from engine.access.reach import EVERYTHING, NOTHING, membership, visible
from engine.access.scope import Scope
from engine.access.table import HIDDEN_EDGES, LINE_EDGES
from engine.access.viewer import Viewer
from engine.errors import NotPermitted
from engine.store import AllOf, AnyOf, Condition, Exists, Match, Not
from engine.store.question import Hop, Where

Labels = dict[str, str]
"""Alias → label; the alias ``""`` where fields carry none."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """For one viewer, of whom the role alone counts here, and its scope."""

    viewer: Viewer
    scope: Scope

    def question(self, question: Match) -> Match:
        """The same question about what the viewer sees. Raises ``NotPermitted`` when it filters, sorts, groups or picks
        by a property that he does not see of everybody."""
        labels = {question.alias: question.node.LABEL} | {hop.alias: hop.label for hop in question.hops}
        for field in _fields(question):
            self._may_compare(field, labels)
        parts = [self._visible(question.node.LABEL, question.alias)]
        parts += [self._where(part, labels) for part in question.condition.parts]
        kept = AllOf(tuple(part for part in parts if part != EVERYTHING))
        return replace(question, condition=kept, hops=tuple(self._hop(hop, labels) for hop in question.hops))

    def _visible(self, label: str, alias: str = "") -> Where:
        return visible(self.viewer, self.scope, label, alias)

    def _hop(self, hop: Hop, labels: Labels) -> Hop:
        parts = [self._visible(hop.label, hop.alias), self._walked(hop), self._started(hop, hop.source)]
        parts += [self._where(part, labels) for part in _parts(hop.where)]
        return replace(hop, where=AllOf(tuple(part for part in parts if part != EVERYTHING)))

    def _walked(self, step: Hop | Exists) -> Where:
        """What the edge of the step asks of its far end."""
        if self.viewer.role in HIDDEN_EDGES.get(step.edge, ()):
            return NOTHING
        if step.edge in LINE_EDGES and not step.reverse:
            return membership(self.viewer, self.scope, step.alias if isinstance(step, Hop) else "")
        return EVERYTHING

    def _started(self, step: Hop | Exists, start: str) -> Where:
        """What the edge of the step asks of the node where it starts."""
        against = step.edge in LINE_EDGES and step.reverse
        return membership(self.viewer, self.scope, start) if against else EVERYTHING

    def _where(self, part: Where, labels: Labels) -> Where:
        match part:
            case AllOf(parts):
                return AllOf(tuple(self._where(inner, labels) for inner in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self._where(inner, labels) for inner in parts))
            case Not(inner):
                return Not(self._where(inner, labels))
            case Condition(field):
                self._may_compare(field, labels)
                return part
            case Exists():
                return self._exists(part)

    def _exists(self, part: Exists) -> Where:
        inner = self._where(part.where, {"": part.label})
        far = [found for found in (self._visible(part.label), self._walked(part)) if found != EVERYTHING]
        found = replace(part, where=AllOf((*far, inner)))
        start = self._started(part, part.alias)
        return found if start == EVERYTHING else AllOf((start, found))

    def _may_compare(self, field: str, labels: Labels) -> None:
        alias, _, name = field.rpartition(".")
        if alias in labels and name != "id" and not comparable(self.viewer.role, labels[alias], name):
            raise NotPermitted("不能按此项筛选、排序或汇总")


MOST_KEPT = 256


class Rewritings:
    """What became of the questions that were asked lately; threads share it.

    Known again are only the very same question and scope: documents that come again ask the same ones.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, int], tuple[Match, Scope, Viewer, Match]] = OrderedDict()
        self._lock = Lock()

    def question(self, viewer: Viewer, scope: Scope, question: Match) -> Match:
        """What :meth:`Rewriting.question` makes of it. Raises ``NotPermitted``."""
        key = id(question), id(scope)  # held below, so that no others have these ids
        found = self._kept.get(key)
        if found is not None and found[2].role is viewer.role:
            return found[3]
        made = Rewriting(viewer, scope).question(question)
        with self._lock:
            self._kept[key] = question, scope, viewer, made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


def _parts(where: Where) -> tuple[Where, ...]:
    return where.parts if isinstance(where, AllOf) else (where,)


def _fields(question: Match) -> Iterator[str]:
    """The single properties by which the answer is sorted and grouped, or that it picks."""
    aliases = {question.alias, *(hop.alias for hop in question.hops)}
    aggregates = {aggregate.name for aggregate in question.aggregates}
    yield from (order.field for order in question.orders if order.field not in aggregates)
    yield from (field for field in question.selected if field not in aliases)
    yield from (aggregate.field for aggregate in question.aggregates if aggregate.field not in aliases)

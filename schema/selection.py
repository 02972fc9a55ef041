"""Which to-one edges a query asks for below a node, so that they come with the node's own question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
)

from schema.edges import Step, edge_names, edges_of
from schema.node import Node
from schema.types import BY_LABEL

MAX_FETCHES = 12
"""More to-one edges than this are left to batching: a join of many tables is no longer quick."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """The to-one edge ``name`` of the node at ``source`` is to be found at ``alias``."""

    source: str
    name: str
    alias: str
    label: str
    steps: tuple[Step, ...]


def fetches(info: GraphQLResolveInfo[Any], noun: type[Node], alias: str, *paths: tuple[str, ...]) -> tuple[Fetch, ...]:
    """The to-one edges that are selected below the field, at the ends of the paths, nearest first."""
    ends = [end for path in paths for end in _follow(_below(info), path, info.fragments)]
    found: list[Fetch] = []
    queue = [(noun, alias, ends)]
    while queue:
        here, source, below = queue.pop(0)
        names, edges = edge_names(here), edges_of(here)
        for field, inner in _fields(below, info.fragments).items():
            edge = edges.get(names.get(field, ""))
            if edge is None or edge.many:
                continue
            if len(found) >= MAX_FETCHES:
                return tuple(found)
            fetch = Fetch(source, names[field], f"{alias}{len(found)}", edge.target, edge.steps)
            found.append(fetch)
            queue.append((BY_LABEL[edge.target], fetch.alias, inner))
    return tuple(found)


def selected(info: GraphQLResolveInfo[Any], *path: str) -> set[str]:
    """The names of the fields below the field, at the end of the path."""
    return set(_fields(_follow(_below(info), path, info.fragments), info.fragments))


def _below(info: GraphQLResolveInfo[Any]) -> list[SelectionNode]:
    return [part for node in info.field_nodes if node.selection_set for part in node.selection_set.selections]


def _follow(
    selections: list[SelectionNode], path: tuple[str, ...], fragments: Mapping[str, FragmentDefinitionNode]
) -> list[SelectionNode]:
    for name in path:
        selections = _fields(selections, fragments).get(name, [])
    return selections


def _fields(
    selections: Iterable[SelectionNode], fragments: Mapping[str, FragmentDefinitionNode]
) -> dict[str, list[SelectionNode]]:
    """Field name → what is selected below it, through fragments, each of them once."""
    found: dict[str, list[SelectionNode]] = {}
    queue, seen = list(selections), set[str]()
    while queue:
        selection = queue.pop(0)
        if isinstance(selection, FieldNode):
            inner = selection.selection_set.selections if selection.selection_set else ()
            found.setdefault(selection.name.value, []).extend(inner)
        elif isinstance(selection, InlineFragmentNode):
            queue.extend(selection.selection_set.selections)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
            seen.add(selection.name.value)
            queue.extend(fragments[selection.name.value].selection_set.selections)
    return found

"""A page of rows as a connection, of which no more is made than what a document asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property, partial

from schema.connection import PageInfo
from schema.node import Node


@dataclass(frozen=True)
class ListingEdge:
    """A node and, when it is asked for, its cursor."""

    node: Node
    write_cursor: Callable[[], str]

    @property
    def cursor(self) -> str:
        """Stands for the place of this node."""
        return self.write_cursor()


@dataclass
class Listing:
    """Has the attributes of a ``Connection``."""

    nodes: list[Node]
    write_cursor: Callable[[int], str]
    """The cursor of the node of this number."""
    has_previous: bool
    has_next: bool
    counting: Callable[[], Awaitable[int]]

    @cached_property
    def edges(self) -> list[ListingEdge]:
        """The nodes with their cursors."""
        return [ListingEdge(node, partial(self.write_cursor, number)) for number, node in enumerate(self.nodes)]

    @cached_property
    def page_info(self) -> PageInfo:
        """Where the page ends."""
        return PageInfo(
            has_next_page=self.has_next,
            has_previous_page=self.has_previous,
            start_cursor=self.write_cursor(0) if self.nodes else None,
            end_cursor=self.write_cursor(len(self.nodes) - 1) if self.nodes else None,
        )

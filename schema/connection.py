"""Relay connections: a page of nodes, with keyset cursors and a count that is only made when asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import strawberry

from schema.fields import computed

DEFAULT_FIRST = 20
MAX_FIRST = 100

T = TypeVar("T")


@strawberry.type(description="Where a page ends (分页信息).")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether nodes follow those of this page (是否还有下一页).")
    end_cursor: str | None = strawberry.field(
        description="The last cursor of this page, to go on with `after` (末尾游标)."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether nodes come before those of this page (是否有上一页)."
    )
    start_cursor: str | None = strawberry.field(
        description="The first cursor of this page, to go back with `before` (起始游标)."
    )


@strawberry.type(description="A node in a list, with its cursor (列表中的一项).")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Stands for the place of this node in the list (游标).")
    node: T = strawberry.field(description="The node (节点).")


@strawberry.type(description="A page of a list (列表的一页).")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The nodes with their cursors (各项及其游标).")
    nodes: list[T] = strawberry.field(description="The nodes alone (各项).")
    page_info: PageInfo = strawberry.field(description="Where the page ends (分页信息).")
    counting: strawberry.Private[Callable[[], Awaitable[int]]]

    @computed("How many nodes the whole list has; counted only when asked for (总数).")
    async def total_count(self) -> int:
        return await self.counting()

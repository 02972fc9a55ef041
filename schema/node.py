"""The ``Node`` interface, and how a noun of the schema is read from the properties of a node of the graph."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import strawberry

from engine.model import Node as GraphNode
from engine.model import Props
from schema.guarded import Seeing
from schema.ids import global_id


@strawberry.interface(description="Anything in the graph that has a global id (图中有全局编号的事物).")
class Node:
    """Built by :meth:`of`; ``loaded`` holds the far ends of to-one edges that came with the same question."""

    MODEL: ClassVar[type[GraphNode]]
    ORDER: ClassVar[str] = "id"
    """The property that lists are sorted by when nothing else is asked for."""
    ORDER_BEYOND: ClassVar[dict[str, tuple[str, str]]] = {}
    """More ways to sort: a name → a to-one edge that every such node has, and a property at its far end."""
    SHOWN: ClassVar[frozenset[str]] = frozenset()
    """Sensitive properties that may be filtered and sorted by all the same."""

    id: strawberry.ID = strawberry.field(description="The global id (全局编号).")
    key: strawberry.Private[str]
    loaded: strawberry.Private[dict[str, Any]]

    @classmethod
    def of(cls, props: Props, seeing: Seeing | None = None) -> Self:
        """The noun with the properties of its node; those that the schema does not name are left behind, and of guarded
        ones nothing is shown but what the viewer sees."""
        self = object.__new__(cls)
        self.__dict__ = values = (seeing or NOBODY).values(cls, props)
        values["key"] = key = props["id"]
        values["loaded"] = {}
        values["id"] = global_id(cls.MODEL.LABEL, key)
        return self


NOBODY = Seeing(None)

"""The ``Node`` interface, and how a noun of the schema is read from the properties of a node of the graph."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import strawberry
from strawberry.types.field import StrawberryField

from engine.model import Node as GraphNode
from engine.model import Props
from schema.compiled.rows import Reading
from schema.edges import aggregate_beside
from schema.guarded import Seeing, reading
from schema.ids import global_id


@strawberry.interface(description="Anything in the graph that has a global id (图中有全局编号的事物).")
class Node:
    """Built by :meth:`of`; ``loaded`` holds what edges lead to, where it came before it was asked for.

    Until somebody asks for one of its properties it is but a ``row``, with the ``seeing`` that says what is shown of
    it; generated functions read the row itself (:mod:`schema.compiled.rows`).
    """

    MODEL: ClassVar[type[GraphNode]]
    ORDER: ClassVar[str] = "id"
    """The property that lists are sorted by when nothing else is asked for."""
    ORDER_BEYOND: ClassVar[dict[str, tuple[str, str]]] = {}
    """More ways to sort: a name → a to-one edge that every such node has, and a property at its far end."""
    SHOWN: ClassVar[frozenset[str]] = frozenset()
    """Sensitive properties that may be filtered and sorted by all the same."""

    id: strawberry.ID = strawberry.field(description="The global id (全局编号).")
    key: strawberry.Private[str]
    loaded: strawberry.Private[dict[str | int, Any]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Each connection has its numbers beside it."""
        super().__init_subclass__(**kwargs)
        for name, made in list(vars(cls).items()):
            if isinstance(made, StrawberryField) and "edge" in made.metadata and made.metadata["edge"].many:
                setattr(cls, f"{name}_aggregate", aggregate_beside(name, made))

    @classmethod
    def of(cls, props: Props, seeing: Seeing | None = None) -> Self:
        """The noun with the properties of its node; those that the schema does not name are left behind, and of guarded
        ones nothing is shown but what the viewer sees."""
        self = object.__new__(cls)
        self.__dict__ = {"key": props["id"], "loaded": {}, "row": props, "seeing": seeing or NOBODY}
        return self

    def __getattr__(self, name: str) -> Any:
        """Reads the whole row, the first time that anything of it is asked for."""
        values = self.__dict__
        if name.startswith("__") or "row" not in values:
            raise AttributeError(name)
        values |= values.pop("seeing").values(type(self), values.pop("row"))
        values["id"] = global_id(self.MODEL.LABEL, self.key)
        return getattr(self, name)

    @classmethod
    def called(cls, name: str) -> str:
        """How the schema calls this property of the model, in snake case."""
        declared = cls.__strawberry_definition__.fields  # type: ignore[attr-defined]
        return next((one.graphql_name for one in declared if one.python_name == name and one.graphql_name), name)

    @classmethod
    def reading(cls, way: str) -> Reading:
        """How a row is read for those who see it in this way."""
        return reading(cls, way)


NOBODY = Seeing(None)

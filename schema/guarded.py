"""Fields of which not everybody sees everything: the access table says how much, for each who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import strawberry

if TYPE_CHECKING:
    from schema.context import Info
    from schema.node import Node


def guarded(kind: Any, description: str, *, always: bool = False) -> Any:
    """A property as the viewer may see it: as it is, masked, or null; ``always`` when no role ever sees a null."""

    def resolve(self: Node, info: Info) -> Any:
        return info.context.show(self, info.python_name)

    resolve.__annotations__ = {"info": strawberry.Info, "return": kind if always else Optional[kind]}  # noqa: UP045
    return strawberry.field(resolver=resolve, description=description, metadata={"guarded": True})


def guarded_names(noun: type[Node]) -> list[str]:
    """The properties that the noun shows through the access table."""
    fields = noun.__strawberry_definition__.fields  # type: ignore[attr-defined]
    return [field.python_name for field in fields if "guarded" in field.metadata]

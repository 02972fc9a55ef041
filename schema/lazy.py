"""Types named before they exist, looked up once: Strawberry looks at files anew for each argument it converts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ForwardRef

from strawberry.types.lazy_type import LazyType, StrawberryLazyReference


@dataclass(frozen=True)
class NamedType(LazyType[Any, Any]):
    """A type by its name in a module."""

    def resolve_type(self) -> type[Any]:
        """The type itself. Raises ``KeyError`` while it is not defined."""
        return _looked_up(self.type_name, self.module, self.package)


@cache
def _looked_up(name: str, module: str, package: str | None) -> type[Any]:
    return LazyType[Any, Any](name, module, package).resolve_type()


class Reference(StrawberryLazyReference):
    """Stands in an annotation beside the name."""

    def resolve_forward_ref(self, forward_ref: ForwardRef) -> NamedType:
        """The named type."""
        return NamedType(forward_ref.__forward_arg__, self.module, self.package)


def lazy(module: str) -> Reference:
    """The type of the annotated name is to be found in this module."""
    return Reference(module)

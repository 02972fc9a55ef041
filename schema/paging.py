"""What a connection was given, and which page it asks for."""

from __future__ import annotations

from typing import Any, NamedTuple

from strawberry import UNSET

from engine.errors import Fault, InvalidInput
from schema.connection import DEFAULT_FIRST, MAX_FIRST


class Arguments(NamedTuple):
    """The arguments of a connection; what was not given is ``UNSET``, and null means the same."""

    where: Any = UNSET
    order_by: Any = UNSET
    first: int | None = UNSET
    after: str | None = UNSET
    last: int | None = UNSET
    before: str | None = UNSET

    @property
    def backwards(self) -> bool:
        """Whether the nodes at the end are wanted."""
        return _given(self.last)

    @property
    def size(self) -> int:
        """How many nodes are wanted. Raises ``InvalidInput``."""
        if _given(self.first) and _given(self.last):
            raise InvalidInput(
                "分页方式有误", [Fault("不能与 first 同时给出", "last", expected="只给 first 或只给 last")]
            )
        name, size = ("last", self.last) if self.backwards else ("first", self.first)
        if size is None or size is UNSET:
            return DEFAULT_FIRST
        if not 1 <= size <= MAX_FIRST:
            raise InvalidInput("每页条数有误", [Fault("超出范围", name, value=str(size), expected=f"1 到 {MAX_FIRST}")])
        return size

    def is_like(self, other: Arguments) -> bool:
        """Whether both ask for the same page without cursors; filters are alike only when they are one and the same."""
        return (
            self.where is other.where
            and self.order_by is other.order_by
            and (self.first, self.last) == (other.first, other.last)
            and self.after is other.after is UNSET
            and self.before is other.before is UNSET
        )


def _given(size: Any) -> bool:
    return size is not None and size is not UNSET

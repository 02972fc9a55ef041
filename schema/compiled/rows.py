"""Objects that are still rows: generated functions read the row itself, as the one who asks sees it.

A class takes part with a class method ``reading(way)``; until they are read, its objects hold in their ``__dict__`` a
``row`` and a ``seeing``, whose ``way(row)`` says by which reading, and whose ``looks`` keeps what was looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Reader = Callable[[Any, Any, Any], Any]
"""Row, seeing, the object itself → the answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a row is read in one way: expressions in ``get``, the row's own, by the names of attributes."""

    scope: Mapping[str, Any]
    """What the expressions refer to."""
    expressions: Mapping[str, str]
    looks: Mapping[str, str]
    """Attributes at which a look is kept in mind, and how it is called."""


class Readers(dict[str, Reader]):
    """Way → reader, each made when it is first needed."""

    def __init__(self, make: Callable[[str], Reader]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, way: str) -> Reader:
        made = self[way] = self._make(way)
        return made

"""What a store knows of the model: the properties of each label and edge type, and which ends an edge joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, get_args, get_origin

from engine.model import EDGES, NODES, EdgeType, Node, property_rules, property_types

Properties = Mapping[str, "Property"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property as a store keeps it."""

    name: str
    kind: type
    """``str`` (also dates and enums), ``int``, ``float`` or ``bool``; of a list, that of its items."""
    many: bool = False
    required: bool = True


def node_of(label: str) -> type[Node]:
    """The class of the label. Raises ``ValueError``."""
    for node in NODES:
        if label == node.LABEL:
            return node
    raise ValueError(f"the model has no label {label!r}")


@cache
def sought_by(label: str) -> frozenset[str]:
    """The properties by which a node of the label may be looked for: id, place, and what the model wants indexed."""
    node = node_of(label)
    indexed = {name for name, rule in property_rules(node).items() if rule.indexed or name == "name"}
    return frozenset({"id", "lat", "lon", *indexed})


@cache
def node_properties(label: str) -> Properties:
    """Property name → property. Raises ``ValueError`` for a label that the model lacks."""
    hints = property_types(node_of(label))
    return MappingProxyType({name: _property(name, hint) for name, hint in hints.items()})


def edge_types(edge: str, source: str, target: str, several: bool = False) -> tuple[EdgeType, ...]:
    """The model's entries for such an edge; ``several``: between ends some edges apart. Raises ``ValueError``."""
    named = tuple(kind for kind in EDGES if kind.name == edge)
    fitting = tuple(kind for kind in named if source in kind.sources and target in kind.targets)
    apart = any(source in kind.sources for kind in named) and any(target in kind.targets for kind in named)
    if fitting or (several and apart):
        return fitting or named
    raise ValueError(f"the model has no edge {source} -{edge}-> {target}")


def only_end(edge: str, near: str, reverse: bool = False) -> str | None:
    """The label that such an edge of a node with this label leads to; ``None`` when there are several."""
    ends = [
        (kind.targets, kind.sources) if reverse else (kind.sources, kind.targets) for kind in EDGES if kind.name == edge
    ]
    far = {label for starts, goals in ends if near in starts for label in goals}
    return far.pop() if len(far) == 1 else None


def edge_properties(kinds: Iterable[EdgeType]) -> Properties:
    """Property name → property, of all these entries; an edge need not have any."""
    pairs = ((name, kind) for entry in kinds for name, kind in entry.properties.items())
    return {name: Property(name, kind, required=False) for name, kind in pairs}


def plain(value: Any) -> Any:
    """The value as a store keeps it: dates as ISO text, enums by value, tuples as lists."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def fits(value: Any, kind: type) -> bool:
    """Whether a plain scalar may stand where the property has this kind (whole numbers and floats compare)."""
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    if kind in (int, float):
        return isinstance(value, float) or (isinstance(value, int) and -(2**63) <= value < 2**63)
    return isinstance(value, str)


def _property(name: str, hint: Any) -> Property:
    many = get_origin(hint) is tuple
    kinds = get_args(hint)[:1] if many else [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    required = not many and type(None) not in get_args(hint)
    return Property(name, str if issubclass(kinds[0], str | date) else kinds[0], many, required)

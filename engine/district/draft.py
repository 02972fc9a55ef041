"""What the files come to: nodes and edges that are not written yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model import (
    Category,
    Community,
    District,
    Junction,
    Line,
    Node,
    Organization,
    Road,
    Segment,
    ShiftTemplate,
    Station,
    Subdistrict,
    Team,
    Theme,
)
from engine.store.port import Edge

EdgeKind = tuple[str, type[Node], type[Node]]

OWNED: tuple[EdgeKind, ...] = (
    ("PART_OF", Subdistrict, District),
    ("PART_OF", Community, Subdistrict),
    ("PART_OF", Road, Subdistrict),
    ("PART_OF", Organization, Organization),
    ("IN_LINE", Organization, Line),
    ("CLAIMS", Organization, Segment),
    ("HAS_SEGMENT", Road, Segment),
    ("FROM", Segment, Junction),
    ("TO", Segment, Junction),
    ("SERVES", Station, Community),
    ("COVERS", Station, Segment),
    ("SERVES", Team, Road),
    ("FAVOURS", Theme, Category),
    ("FOR", ShiftTemplate, Category),
    ("AT", ShiftTemplate, Segment),
    ("AT", ShiftTemplate, Station),
    ("OPEN_TO", ShiftTemplate, Team),
)
"""The edges of which the files say, for the nodes that they name, all there are."""

NODE_ORDER: tuple[type[Node], ...] = (
    District,
    Subdistrict,
    Community,
    Line,
    Organization,
    Category,
    Theme,
    Road,
    Junction,
    Segment,
    Station,
    Team,
    ShiftTemplate,
)


@dataclass(slots=True)
class Draft:
    """Nodes by label, edges by kind; each node once."""

    nodes: dict[type[Node], dict[str, Node]] = field(default_factory=lambda: {kind: {} for kind in NODE_ORDER})
    edges: dict[EdgeKind, dict[tuple[str, str], Mapping[str, Any]]] = field(
        default_factory=lambda: {kind: {} for kind in OWNED}
    )

    def add(self, node: Node | None) -> None:
        """The node is among those to write; ``None`` (a row with faults) is not."""
        if node is not None:
            self.nodes[type(node)][node.id] = node

    def link(self, kind: EdgeKind, source: str, targets: Iterable[str], **properties: Any) -> None:
        """An edge from the source to each target."""
        for target in targets:
            self.edges[kind][source, target] = properties

    def edges_of(self, kind: EdgeKind) -> Iterator[Edge]:
        """The edges of a kind, as the store takes them."""
        for (source, target), properties in self.edges[kind].items():
            yield Edge(source, target, properties)

"""A node with latitude and longitude also has them as a point, for Neo4j's point index; the port never shows it."""

from __future__ import annotations

from typing import Any

from neo4j.spatial import WGS84Point

from engine.model import Node, Props
from engine.store.properties import node_properties

POINT = "point"


def has_point(node: type[Node]) -> bool:
    """Whether nodes of this label may have a point."""
    return {"lat", "lon"} <= set(node_properties(node.LABEL))


def with_point(props: Props) -> Props:
    """The properties as Neo4j keeps them."""
    if "lat" not in props or "lon" not in props:
        return props
    return props | {POINT: WGS84Point((props["lon"], props["lat"]))}


def without_point(props: Any) -> Any:
    """The properties as the port gives them; ``None`` stays so."""
    if props is not None:
        props.pop(POINT, None)
    return props

"""Small road files, written where a test wants them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from road_files import WriteGeojson, WriteOsm, at

from engine.store import GraphStore


@pytest.fixture
def geojson(tmp_path: Path) -> WriteGeojson:
    """Writes features as a GeoJSON file; keywords go to its top level."""

    def write(*features: Any, name: str = "streets.geojson", **top: Any) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", **top, "features": list(features)}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def osm_xml(tmp_path: Path) -> WriteOsm:
    """Writes nodes (number → thousandths east, north) and ways (number, node numbers, tags) as an .osm file."""

    def write(
        nodes: Mapping[int, tuple[float, float]],
        *ways: tuple[int, Iterable[int], Mapping[str, str]],
        name: str = "streets.osm",
    ) -> Path:
        lines = ["<osm version='0.6'>"]
        for number, (lon, lat) in ((number, at(*place)) for number, place in nodes.items()):
            lines.append(f"<node id='{number}' version='1' lat='{lat}' lon='{lon}'/>")
        for number, refs, tags in ways:
            lines.append(f"<way id='{number}' version='1'>")
            lines += [f"<nd ref='{ref}'/>" for ref in refs]
            lines += [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]
            lines.append("</way>")
        path = tmp_path / name
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    """An empty store, ready to be written."""
    store.migrate()
    return store

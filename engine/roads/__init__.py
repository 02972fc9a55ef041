"""Roads from files: GeoJSON and OpenStreetMap become roads, segments and junctions of the graph (floor 2)."""

from engine.roads.importing import import_roads
from engine.roads.report import RoadReport, Tally

__all__ = ["RoadReport", "Tally", "import_roads"]

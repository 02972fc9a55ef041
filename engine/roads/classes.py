"""Which ways people walk on, and the class of road that each is."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model import ROAD_CLASS_TERMS, RoadClass

RANK: tuple[RoadClass, ...] = (RoadClass.LANE, RoadClass.BRANCH, RoadClass.SECONDARY, RoadClass.MAIN)
"""From the least to the greatest."""

HIGHWAYS: dict[str, RoadClass] = {
    "motorway": RoadClass.MAIN,
    "trunk": RoadClass.MAIN,
    "primary": RoadClass.MAIN,
    "secondary": RoadClass.SECONDARY,
    "tertiary": RoadClass.BRANCH,
    "residential": RoadClass.BRANCH,
    "unclassified": RoadClass.BRANCH,
    "road": RoadClass.BRANCH,
    "pedestrian": RoadClass.BRANCH,
    "living_street": RoadClass.LANE,
    "service": RoadClass.LANE,
    "footway": RoadClass.LANE,
    "path": RoadClass.LANE,
    "trail": RoadClass.LANE,
    "steps": RoadClass.LANE,
    "track": RoadClass.LANE,
    "bridleway": RoadClass.LANE,
    "cycleway": RoadClass.LANE,
    "corridor": RoadClass.LANE,
    "crossing": RoadClass.LANE,
    "elevator": RoadClass.LANE,
}
"""OpenStreetMap's ``highway`` values of ways that exist and lead somewhere; ``…_link`` is of the class it links."""

ON_FOOT_ONLY_IF_SAID = frozenset({"motorway", "motorway_link", "cycleway"})
ALLOWED = frozenset({"yes", "designated", "permissive", "official", "destination"})
CLOSED = frozenset({"no", "private"})


def class_of(word: str) -> RoadClass | None:
    """The class that a word means: ``MAIN``, 主干道 (or 主干), or a ``highway`` value; ``None`` when it means none."""
    word = word.strip()
    if word.upper() in RoadClass.__members__:
        return RoadClass(word.upper())
    for road_class, term in ROAD_CLASS_TERMS.items():
        if word and word in (term, term.removesuffix("道"), f"{term}路"):
            return road_class
    return HIGHWAYS.get(word.lower().removesuffix("_link"))


def walked(tags: Mapping[str, str]) -> RoadClass | None:
    """The class of a way that people may walk on, by its OpenStreetMap tags; ``None`` when they may not.

    ``foot`` outweighs ``access``. The edge of a square (``area=yes``) is a way: people cross squares.
    """
    highway, foot = tags.get("highway", ""), tags.get("foot", "")
    if foot in CLOSED or (foot not in ALLOWED and _closed_on_foot(highway, tags)):
        return None
    return HIGHWAYS.get(highway.removesuffix("_link"))


def _closed_on_foot(highway: str, tags: Mapping[str, str]) -> bool:
    return highway in ON_FOOT_ONLY_IF_SAID or tags.get("motorroad") == "yes" or tags.get("access") in CLOSED

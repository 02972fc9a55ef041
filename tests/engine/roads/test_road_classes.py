"""Which ways people walk on, and the class of road that each is."""

from __future__ import annotations

import pytest

from engine.model import RoadClass
from engine.roads.classes import HIGHWAYS, RANK, class_of, walked


@pytest.mark.parametrize(
    ("word", "road_class"),
    [
        ("MAIN", RoadClass.MAIN),
        ("lane", RoadClass.LANE),
        ("主干道", RoadClass.MAIN),
        ("次干", RoadClass.SECONDARY),
        ("次干路", None),
        ("支路", RoadClass.BRANCH),
        ("背街小巷", RoadClass.LANE),
        (" primary_link ", RoadClass.MAIN),
        ("tertiary", RoadClass.BRANCH),
        ("mixed", None),
        ("", None),
    ],
)
def test_a_class_is_told_in_english_in_chinese_or_by_the_highway_tag(word: str, road_class: RoadClass | None) -> None:
    assert class_of(word) == road_class


@pytest.mark.parametrize(
    ("highway", "road_class"),
    [
        ("primary", RoadClass.MAIN),
        ("trunk_link", RoadClass.MAIN),
        ("secondary", RoadClass.SECONDARY),
        ("tertiary", RoadClass.BRANCH),
        ("residential", RoadClass.BRANCH),
        ("footway", RoadClass.LANE),
        ("service", RoadClass.LANE),
        ("living_street", RoadClass.LANE),
        ("steps", RoadClass.LANE),
    ],
)
def test_people_walk_on_streets_and_footways(highway: str, road_class: RoadClass) -> None:
    assert walked({"highway": highway}) is road_class


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "motorway_link"},
        {"highway": "construction"},
        {"highway": "proposed"},
        {"highway": "platform"},
        {"highway": "cycleway"},
        {"highway": "trunk", "motorroad": "yes"},
        {"highway": "service", "access": "private"},
        {"highway": "residential", "access": "no"},
        {"highway": "primary", "foot": "no"},
        {"highway": "path", "foot": "private"},
        {"railway": "rail"},
    ],
)
def test_people_do_not_walk_where_it_is_closed_or_not_built(tags: dict[str, str]) -> None:
    assert walked(tags) is None


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "cycleway", "foot": "designated"},
        {"highway": "service", "access": "private", "foot": "yes"},
        {"highway": "motorway", "foot": "yes"},
    ],
)
def test_what_is_said_of_people_on_foot_outweighs_the_rest(tags: dict[str, str]) -> None:
    assert walked(tags) is not None


def test_every_class_has_a_rank_and_a_highway() -> None:
    assert set(RANK) == set(RoadClass) == set(HIGHWAYS.values())

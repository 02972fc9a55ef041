"""Lines that meet without a common point are joined; lines that only cross are not. 0.001° north is 111.2 m."""

from __future__ import annotations

from road_files import at

from engine.model import RoadClass
from engine.roads.drawing import Drawing, Way
from engine.roads.joining import join
from engine.roads.pieces import cut

METRE = 1 / 111.2
"""Thousandths of a degree of latitude."""


def drawing(*lines: list[tuple[float, float]]) -> Drawing:
    """A drawing of one way per line, through points in thousandths of a degree."""
    points = {f"at:{x},{y}": (at(x, y)[0], at(x, y)[1]) for line in lines for x, y in line}
    ways = [
        Way(id="geo", name=f"{number}路", road_class=RoadClass.BRANCH, nodes=tuple(f"at:{x},{y}" for x, y in line))
        for number, line in enumerate(lines, start=1)
    ]
    return Drawing(tuple(ways), points)


def junctions(joined: Drawing) -> int:
    pieces, _ = cut(joined)
    return len({piece.start for piece in pieces} | {piece.end for piece in pieces})


def test_ends_less_than_a_metre_apart_are_one_junction() -> None:
    joined = join(drawing([(0, 0), (0, 1)], [(0, 1 + 0.9 * METRE), (0, 2)]))
    assert joined.ways[0].nodes[-1] == joined.ways[1].nodes[0]


def test_ends_more_than_a_metre_apart_stay_two() -> None:
    joined = join(drawing([(0, 0), (0, 1)], [(0, 1 + 1.1 * METRE), (0, 2)]))
    assert joined.ways[0].nodes[-1] != joined.ways[1].nodes[0]


def test_an_end_within_two_metres_of_a_line_splits_it() -> None:
    joined = join(drawing([(-1, 0), (1, 0)], [(0, 1.9 * METRE), (0, 1)]))
    assert joined.ways[1].nodes[0] in joined.ways[0].nodes
    # the line in two, and the road that comes from the side
    assert len(cut(joined)[0]) == 3


def test_an_end_further_than_two_metres_from_a_line_leaves_it_whole() -> None:
    assert len(cut(join(drawing([(-1, 0), (1, 0)], [(0, 2.1 * METRE), (0, 1)])))[0]) == 2


def test_an_end_where_lines_meet_is_tied_to_a_third_only_where_it_lies_on_it() -> None:
    bridge = [(-1, 0), (1, 0)], [(0, 1), (0, METRE)], [(0, METRE), (0.5, -1)]
    assert len(cut(join(drawing(*bridge)))[0]) == 3
    crossroads = [(-1, 0), (1, 0)], [(0, 1), (0, 0)], [(0, 0), (0, -1)]
    assert len(cut(join(drawing(*crossroads)))[0]) == 4


def test_two_ends_on_the_same_stretch_split_it_in_their_order() -> None:
    joined = join(drawing([(-3, 0), (3, 0)], [(1, METRE), (1, 1)], [(-1, -METRE), (-1, -1)]))
    nodes = joined.ways[0].nodes
    assert nodes.index(joined.ways[2].nodes[0]) < nodes.index(joined.ways[1].nodes[0])


def test_an_end_beside_a_bend_takes_the_bend_for_its_junction() -> None:
    joined = join(drawing([(-1, 0), (0, 0), (1, 0)], [(0, 0.5 * METRE), (0, 1)]))
    assert len(joined.ways[0].nodes) == 3
    assert joined.ways[0].nodes[1] == joined.ways[1].nodes[0]


def test_lines_that_share_a_point_between_their_ends_meet_there() -> None:
    # five junctions: the crossing and four ends
    assert junctions(join(drawing([(-1, 0), (0, 0), (1, 0)], [(0, -1), (0, 0), (0, 1)]))) == 5


def test_lines_that_cross_without_a_point_stay_apart_and_are_told() -> None:
    joined = join(drawing([(-1, 0), (1, 0)], [(0, -1), (0, 1)]))
    assert len(cut(joined)[0]) == 2
    (warning,) = joined.warnings
    assert warning.startswith("1 处道路相交而没有共同的点")
    assert "1路 × 2路" in warning


def test_a_line_that_is_shorter_than_a_metre_becomes_part_of_its_junction() -> None:
    joined = join(drawing([(0, 0), (0, 0.5 * METRE)], [(0, 0.5 * METRE), (0, 1)]))
    assert len(joined.ways) == 1
    assert joined.warnings == ("1 条线的两端相距不到 1 米，已并入路口",)


def test_nothing_is_left_of_a_drawing_without_extent() -> None:
    assert join(drawing([(0, 0), (0, 0.5 * METRE)])).ways == ()


def test_an_end_near_a_junction_that_exists_takes_its_id_and_place() -> None:
    lon, lat = at(0, 0.5 * METRE)
    joined = join(drawing([(0, 0), (0, 1)]), [("J1", lon, lat), ("J2", *at(5, 5))])
    assert joined.ways[0].nodes[0] == "J1"
    assert joined.points["J1"] == (lon, lat)


def test_a_crossing_that_exists_keeps_its_id() -> None:
    joined = join(drawing([(-1, 0), (0, 0), (1, 0)], [(0, -1), (0, 0), (0, 1)]), [("J1", *at(0, 0))])
    assert [way.nodes[1] for way in joined.ways] == ["J1", "J1"]


def test_joining_again_changes_nothing() -> None:
    once = join(drawing([(-1, 0), (1, 0)], [(0, METRE), (0, 1)], [(0, 1 + 0.5 * METRE), (1, 1)]))
    assert join(once) == once

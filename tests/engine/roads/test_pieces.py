"""Cutting ways at their junctions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from road_files import at

from engine.model import RoadClass
from engine.roads.drawing import NO_ID, Drawing, Way
from engine.roads.pieces import Piece, cut, way_of

PLACES = {"a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (1, 1), "e": (1, -1), "f": (3, 0)}
POINTS = {node: (at(x, y)[0], at(x, y)[1]) for node, (x, y) in PLACES.items()}


def way(id: str, nodes: str, name: str = "福华街", **more: object) -> Way:
    return Way(id=id, name=name, road_class=RoadClass.BRANCH, nodes=tuple(nodes), **more)  # type: ignore[arg-type]


def pieces(*ways: Way) -> list[Piece]:
    return cut(Drawing(tuple(ways), POINTS))[0]


def ends(found: Sequence[Piece]) -> list[str]:
    return [piece.start + piece.end for piece in found]


def test_a_way_is_cut_where_another_meets_it_and_nowhere_else() -> None:
    assert ends(pieces(way("w1", "abcf"), way("w2", "bd"))) == ["ab", "bf", "bd"]


def test_two_ways_that_cross_at_a_common_point_become_four_pieces() -> None:
    assert ends(pieces(way("w1", "abc"), way("w2", "dbe"))) == ["ab", "bc", "db", "be"]


def test_a_loop_is_one_piece_that_ends_where_it_begins() -> None:
    (piece,) = pieces(way("w1", "abda"))
    assert (piece.start, piece.end, len(piece.line)) == ("a", "a", 4)


def test_a_way_that_meets_itself_is_cut_there() -> None:
    assert ends(pieces(way("w1", "abcdb"))) == ["ab", "bb"]


def test_parallel_pieces_both_stay_and_have_ids_of_their_own() -> None:
    found = pieces(way("osm:way:1", "abc"), way("osm:way:2", "adc"))
    assert ends(found) == ["ac", "ac"]
    assert [piece.id for piece in found] == ["osm:way:1#a-c", "osm:way:2#a-c"]


def test_a_line_drawn_twice_is_there_once_and_the_named_one_stays() -> None:
    found, warnings = cut(Drawing((way("w1", "abc", name=""), way("w2", "cba")), POINTS))
    assert [piece.id for piece in found] == ["w2#c-a"]
    assert warnings == ["1 条线与别的线完全重合，只取一条"]


def test_what_two_lines_have_in_common_is_there_once() -> None:
    # w1 goes a-b-c, w2 b-c-f: the stretch b-c is in both; ends at a, b, c, f
    found, warnings = cut(Drawing((way("w1", "abc"), way("w2", "bcf")), POINTS))
    assert sorted(ends(found)) == ["ab", "bc", "cf"]
    assert len(warnings) == 1


def test_a_whole_feature_keeps_its_id_and_the_parts_of_a_cut_one_are_numbered() -> None:
    whole, cut_up = way("fh-1", "de", by_ends=False), way("fh-2", "abc", by_ends=False)
    assert [piece.id for piece in pieces(whole)] == ["fh-1"]
    found = pieces(cut_up, way("w", "bd"))
    assert [piece.id for piece in found][:2] == ["fh-2#1", "fh-2#2"]
    assert {way_of(piece.id) for piece in found[:2]} == {"fh-2"}


def test_a_line_without_id_is_known_by_its_ends_whatever_its_direction_and_rank_in_the_file() -> None:
    one, other = way(NO_ID, "abc"), way(NO_ID, "adc")
    ids = {piece.line[1]: piece.id for piece in pieces(one, other)}
    reversed_way = way(NO_ID, "cba")
    assert {piece.line[1]: piece.id for piece in pieces(other, reversed_way)} == ids
    assert sorted(ids.values()) == ["geo#a-c", "geo#a-c.2"]


def test_ids_stay_short_between_junctions_with_long_ids() -> None:
    long = "x" * 120
    drawing = Drawing((Way(id=NO_ID, name="", road_class=RoadClass.LANE, nodes=("a", long)),), {**POINTS, long: (1, 1)})
    assert len(cut(drawing)[0][0].id) < 40


def test_a_piece_is_as_long_as_its_line_and_lies_in_its_middle() -> None:
    (piece,) = pieces(way("w1", "abc"))
    # 0.002° of longitude at 34.74° N: 0.002 × 111,195 m × cos 34.74° = 182.75 m
    assert piece.metres == 183
    assert piece.middle == pytest.approx(at(1, 0))


def test_the_shortest_piece_counts_one_metre() -> None:
    points = {"a": (113.65, 34.74), "b": (113.6500001, 34.74)}
    (piece,) = cut(Drawing((way("w1", "ab"),), points))[0]
    assert piece.metres == 1


@given(st.lists(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6), min_size=1, max_size=6))
def test_cutting_loses_no_stretch_and_makes_none(lines: list[list[str]]) -> None:
    ways = [
        way(f"w{number}", "".join(node for node, before in zip(line, [None, *line], strict=False) if node != before))
        for number, line in enumerate(lines)
    ]
    ways = [one for one in ways if len(one.nodes) > 1]
    drawn = {frozenset(pair) for one in ways for pair in zip(one.nodes, one.nodes[1:], strict=False)}
    place = {point: node for node, point in POINTS.items()}
    found = cut(Drawing(tuple(ways), POINTS))[0] if ways else []
    kept = {
        frozenset((place[a], place[b])) for piece in found for a, b in zip(piece.line, piece.line[1:], strict=False)
    }
    assert kept == drawn
    assert len({piece.id for piece in found}) == len(found)

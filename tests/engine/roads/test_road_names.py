"""Pieces become roads, and segments get the names of the cross streets at their ends."""

from __future__ import annotations

from road_files import WriteGeojson, WriteOsm, road

from engine.model import Road, RoadClass, Segment
from engine.roads import import_roads
from engine.store import GraphStore, Match


def segments_of(store: GraphStore, name: str) -> list[str]:
    question = Match("r", Road).hop("HAS_SEGMENT", "s", Segment).select("r.name", "s.id", "s.name")
    return sorted(row["s.name"] for row in store.query(question) if row["r.name"] == name)


def roads(store: GraphStore) -> dict[str, str]:
    """Id → class."""
    return {row["r.id"]: row["r.road_class"] for row in store.query(Match("r", Road).select("r.id", "r.road_class"))}


GRID = (
    road("福华街", (0, 0), (1, 0), (3, 0), (6, 0)),
    road("大学路", (1, -1), (1, 0), (1, 1)),
    road("京广路", (6, 1), (6, 0), (6, -1)),
)


def test_a_segment_is_named_by_the_streets_at_its_ends(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(*GRID))
    # west of 大学路 the street just ends
    assert segments_of(graph, "福华街") == ["福华街（大学路—京广路）", "福华街（尽头—大学路）"]


def test_segments_between_the_same_streets_are_numbered_from_west_to_east(
    graph: GraphStore, geojson: WriteGeojson
) -> None:
    import_roads(graph, geojson(*GRID, road(None, (3, 0), (3, 1))))
    assert segments_of(graph, "福华街")[:2] == ["福华街（大学路—京广路）第 1 段", "福华街（大学路—京广路）第 2 段"]
    (row,) = graph.query(Match("s", Segment).select("s.name", "s.lon").order("s.lon").limit(1))
    assert row["s.name"] == "福华街（尽头—大学路）"


def test_a_line_drawn_eastwards_or_westwards_has_the_same_name(graph: GraphStore, geojson: WriteGeojson) -> None:
    backwards = road("福华街", (6, 0), (3, 0), (1, 0), (0, 0))
    import_roads(graph, geojson(backwards, *GRID[1:]))
    assert "福华街（大学路—京广路）" in segments_of(graph, "福华街")


def test_the_file_s_own_cross_streets_come_first_when_they_are_roads(graph: GraphStore, geojson: WriteGeojson) -> None:
    line = road("福华街", (0.5, 0), (5.5, 0), **{"from": "京广路", "to": "J17"})
    import_roads(graph, geojson(line, *GRID[1:]))
    assert segments_of(graph, "福华街") == ["福华街（京广路—尽头）"]


def test_the_file_s_own_name_of_a_segment_is_kept(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(road("福华街东段", (1, 0), (6, 0), road="福华街"), *GRID[1:]))
    assert segments_of(graph, "福华街") == ["福华街东段"]


def test_a_road_that_meets_no_other_is_numbered(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(road("福华街", (0, 0), (1, 0)), road("福华街", (1, 0), (2, 0))))
    assert segments_of(graph, "福华街") == ["福华街第 1 段", "福华街第 2 段"]


def test_a_number_once_given_stays_with_its_segment(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(road("福华街", (0, 0), (1, 0)), road("福华街", (1, 0), (2, 0))))
    import_roads(graph, geojson(road("福华街", (-1, 0), (0, 0)), road("福华街", (1, 0), (2, 0))))
    names = {row["s.lon"]: row["s.name"] for row in graph.query(Match("s", Segment).select("s.lon", "s.name"))}
    assert [names[lon] for lon in sorted(names)] == ["福华街第 3 段", "福华街第 1 段", "福华街第 2 段"]


def test_the_two_carriageways_of_a_street_are_one_road(graph: GraphStore, geojson: WriteGeojson) -> None:
    # 0.0005° of latitude: 56 m apart, and joined nowhere
    import_roads(graph, geojson(road("大学路", (0, 0), (5, 0)), road("大学路", (5, 0.5), (0, 0.5))))
    assert list(roads(graph)) == ["road:大学路"]


def test_streets_of_one_name_in_two_towns_are_two_roads(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(road("建设路", (0, 0), (5, 0)), road("建设路", (0, 9), (4, 9))))
    assert sorted(roads(graph)) == ["road:建设路", "road:建设路:2"]


def test_a_road_goes_on_in_another_file(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(road("大学路", (0, 0), (5, 0), **{"class": "primary"})))
    import_roads(graph, geojson(road("大学路", (5, 0), (6, 0), **{"class": "residential"})))
    # the part that is not in the second file keeps the road a main one
    assert roads(graph) == {"road:大学路": RoadClass.MAIN}
    assert len(segments_of(graph, "大学路")) == 2


def test_a_road_that_was_registered_by_hand_takes_the_segments_of_its_name(
    graph: GraphStore, geojson: WriteGeojson
) -> None:
    with graph.tx() as tx:
        tx.upsert_nodes([Road(id="r7", name="福华街", road_class=RoadClass.LANE)])
    import_roads(graph, geojson(road("福华街", (0, 0), (1, 0))))
    assert roads(graph) == {"r7": RoadClass.BRANCH}


def test_a_file_that_says_no_class_leaves_the_registered_one(graph: GraphStore, geojson: WriteGeojson) -> None:
    with graph.tx() as tx:
        tx.upsert_nodes([Road(id="r7", name="福华街", road_class=RoadClass.MAIN)])
    silent = [road(name, (0, y), (1, y), **{"class": None}) for name, y in (("福华街", 0), ("新路", 1))]
    report = import_roads(graph, geojson(*silent))
    assert roads(graph) == {"r7": RoadClass.MAIN, "road:新路": RoadClass.BRANCH}
    assert any("2 条线没有写明或写错等级" in warning for warning in report.warnings)


def test_footways_beside_a_main_road_do_not_make_a_lane_of_it(graph: GraphStore, geojson: WriteGeojson) -> None:
    # a third of the length is carriageway
    lines = [("primary", 0.0), ("footway", 0.1), ("footway", -0.1)]
    features = [road("大学路", (0, y), (5, y), **{"class": kind}) for kind, y in lines]
    import_roads(graph, geojson(*features))
    assert roads(graph) == {"road:大学路": RoadClass.MAIN}


def test_a_short_stretch_of_a_higher_class_does_not_raise_a_road(graph: GraphStore, geojson: WriteGeojson) -> None:
    # a fifth of the length
    lines = [road("大学路", (0, 0), (4, 0)), road("大学路", (4, 0), (5, 0), **{"class": "primary"})]
    import_roads(graph, geojson(*lines))
    assert roads(graph) == {"road:大学路": RoadClass.BRANCH}


def test_ways_without_a_name_are_a_road_of_their_class_beside_the_nearest_named_one(
    graph: GraphStore, geojson: WriteGeojson
) -> None:
    yards = [road(None, (2, 0), (2, 0.4), **{"class": "footway"}), road(None, (5.8, 0.9), (5, 0.9))]
    report = import_roads(graph, geojson(*GRID, *yards))
    assert roads(graph)["road:福华街:beside:lane"] == RoadClass.LANE
    assert segments_of(graph, "福华街旁无名小路") == ["福华街旁无名小路"]
    assert segments_of(graph, "京广路旁无名支路") == ["京广路旁无名支路"]
    assert any("2 条线没有名称" in warning for warning in report.warnings)


def test_without_any_named_road_ways_are_gathered_by_class(graph: GraphStore, geojson: WriteGeojson) -> None:
    import_roads(graph, geojson(road(None, (0, 0), (1, 0)), road("", (1, 0), (2, 0)), road(" ", (2, 0), (3, 0))))
    assert list(roads(graph)) == ["road:unnamed:branch"]
    assert segments_of(graph, "无名支路") == ["无名支路第 1 段", "无名支路第 2 段", "无名支路第 3 段"]


def test_a_very_long_name_is_cut(graph: GraphStore, osm_xml: WriteOsm) -> None:
    tags = {"highway": "primary", "name": "很长的路" * 60}
    import_roads(graph, osm_xml({1: (0, 0), 2: (1, 0), 3: (2, 0)}, (10, [1, 2], tags), (11, [2, 3], tags)))
    (row,) = graph.query(Match("r", Road).select("r.name"))
    assert len(row["r.name"]) == 80
    assert row["r.name"].endswith("…")

"""Roads from a file to the graph: all or nothing, nothing twice, and only what has changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from road_files import WriteGeojson, WriteOsm, at, road

from engine.coordinates import CoordinateSystem
from engine.district import load_district
from engine.errors import NotFound, RoadFaults, UnreadableFile
from engine.model import Junction, Organization, Road, RoadClass, Segment, Station, Subdistrict, Volunteer
from engine.network import load_network
from engine.roads import RoadReport, Tally, import_roads
from engine.store import GraphStore, Match
from engine.store.port import Edge

NODES = {1: (0, 0), 2: (3, 0), 3: (6, 0), 4: (3, 3), 5: (3, -3), 6: (5, 0)}
FUHUA = (10, [1, 2, 3], {"highway": "residential", "name": "福华街"})
DAXUE = (11, [4, 2, 5], {"highway": "primary", "name": "大学路"})


def names(store: GraphStore, node: type[Any] = Segment) -> list[str]:
    return sorted(row["n.name"] for row in store.query(Match("n", node).select("n.id", "n.name")))


def ids(store: GraphStore, node: type[Any] = Segment) -> set[str]:
    return {row["n.id"] for row in store.query(Match("n", node).select("n.id"))}


def unchanged(report: RoadReport) -> bool:
    return all(
        (tally.added, tally.changed, tally.removed) == (0, 0, 0)
        for tally in (report.roads, report.segments, report.junctions)
    )


def test_a_crossing_gives_two_roads_four_segments_and_five_junctions(graph: GraphStore, osm_xml: WriteOsm) -> None:
    report = import_roads(graph, osm_xml(NODES, FUHUA, DAXUE))
    assert (report.roads, report.segments, report.junctions) == (Tally(added=2), Tally(added=4), Tally(added=5))
    assert (report.components, report.reach) == (1, 1.0)
    # 0.006° of longitude at 34.74° N are 548 m, 0.006° of latitude 667 m; each half is rounded by itself
    assert report.metres == pytest.approx(548 + 667, abs=2)
    classes = {
        row["r.name"]: row["r.road_class"] for row in graph.query(Match("r", Road).select("r.name", "r.road_class"))
    }
    assert classes == {"福华街": RoadClass.BRANCH, "大学路": RoadClass.MAIN}
    assert "osm:way:10#1-2" in ids(graph)
    assert "osm:node:2" in ids(graph, Junction)


def test_a_segment_has_its_road_its_ends_and_its_line(graph: GraphStore, osm_xml: WriteOsm) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA, DAXUE))
    question = Match("r", Road).hop("HAS_SEGMENT", "s", Segment).hop("FROM", "a", Junction, source="s")
    question = question.hop("TO", "b", Junction, source="s").select("r.name", "s", "a.id", "b.id")
    rows = {row["s"]["id"]: row for row in graph.query(question)}
    row = rows["osm:way:11#4-2"]
    assert (row["r.name"], row["a.id"], row["b.id"]) == ("大学路", "osm:node:4", "osm:node:2")
    assert row["s"]["line"] == [*at(3, 3), *at(3, 0)]


def test_importing_the_same_file_twice_changes_nothing(graph: GraphStore, osm_xml: WriteOsm) -> None:
    path = osm_xml(NODES, FUHUA, DAXUE)
    import_roads(graph, path)
    before = graph.counts(), graph.query(Match("s", Segment)), graph.query(Match("r", Road))
    assert unchanged(import_roads(graph, path))
    assert before == (graph.counts(), graph.query(Match("s", Segment)), graph.query(Match("r", Road)))


def test_a_newer_extract_changes_only_what_changed(graph: GraphStore, osm_xml: WriteOsm) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA, DAXUE))
    crossing = (12, [6, 4], {"highway": "residential", "name": "京广路"})
    report = import_roads(graph, osm_xml(NODES, (10, [1, 2, 6, 3], FUHUA[2]), DAXUE, crossing))
    # 福华街 east of 大学路 (2-3) is cut at 6: two pieces instead of one, and 京广路 itself is the third;
    # 大学路 north of 福华街 ended at no street and now ends at 京广路, which changes its name
    assert report.segments == Tally(added=3, changed=1, unchanged=2, removed=1)
    assert report.junctions == Tally(added=1, unchanged=5)
    assert report.roads == Tally(added=1, unchanged=2)
    assert "osm:way:10#2-3" not in ids(graph)


def test_a_way_that_moves_is_changed_and_keeps_its_id(graph: GraphStore, osm_xml: WriteOsm) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA, DAXUE))
    report = import_roads(graph, osm_xml({**NODES, 1: (0, 0.5)}, FUHUA, DAXUE))
    assert (report.segments, report.junctions) == (Tally(changed=1, unchanged=3), Tally(changed=1, unchanged=4))


def test_what_hung_on_a_cut_segment_hangs_on_the_nearest_piece(graph: GraphStore, osm_xml: WriteOsm) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA))
    with graph.tx() as tx:
        tx.upsert_nodes([Organization(id="o1", name="某支部")])
        tx.upsert_edges("CLAIMS", Organization, Segment, [Edge("o1", "osm:way:10#1-3", {"since": "2026-01-01"})])
    report = import_roads(graph, osm_xml({**NODES, 2: (2, 0)}, FUHUA, DAXUE))
    assert "1 项认领、覆盖、班次等已移到重新划分后的路段" in report.warnings
    (row,) = graph.query(Match("o", Organization).hop("CLAIMS", "s", Segment, edge_alias="c").select("s.id", "c"))
    # the middle of the old line (east 3) is nearer to that of 2-3 (east 4) than to that of 1-2 (east 1)
    assert (row["s.id"], row["c"]["since"]) == ("osm:way:10#2-3", "2026-01-01")


def test_ways_of_another_file_stay_unless_the_file_replaces_them(graph: GraphStore, osm_xml: WriteOsm) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA, DAXUE))
    only = osm_xml(NODES, FUHUA)
    import_roads(graph, only)
    assert names(graph, Road) == ["大学路", "福华街"]
    report = import_roads(graph, only, replace=True)
    assert names(graph, Road) == ["福华街"]
    assert ids(graph, Junction) == {"osm:node:1", "osm:node:3"}
    assert (report.roads.removed, report.junctions.removed) == (1, 3)


def test_replacing_openstreetmap_leaves_what_came_from_geojson(
    graph: GraphStore, osm_xml: WriteOsm, geojson: WriteGeojson
) -> None:
    import_roads(graph, geojson(road("民主路", (20, 20), (21, 20))))
    import_roads(graph, osm_xml(NODES, FUHUA), replace=True)
    assert names(graph, Road) == ["民主路", "福华街"]


def test_geojson_and_openstreetmap_join_where_their_ends_meet(
    graph: GraphStore, osm_xml: WriteOsm, geojson: WriteGeojson
) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA))
    report = import_roads(graph, geojson(road("民主路", (6, 0), (9, 0))))
    assert report.components == 1
    assert report.junctions == Tally(added=1, unchanged=1)


def test_geojson_says_which_system_was_taken(graph: GraphStore, geojson: WriteGeojson) -> None:
    report = import_roads(graph, geojson(road("福华街", (0, 0), (1, 0))))
    assert report.assumed
    assert "坐标系 WGS84（文件未写明，按标准取）" in str(report)
    shifted = import_roads(graph, geojson(road("京广路", (0, 9), (1, 9))), coordinates=CoordinateSystem.GCJ02)
    assert not shifted.assumed


def test_openstreetmap_is_never_in_another_system(graph: GraphStore, osm_xml: WriteOsm) -> None:
    with pytest.raises(RoadFaults, match="总是 WGS-84"):
        import_roads(graph, osm_xml(NODES, FUHUA), coordinates=CoordinateSystem.BD09)


def test_roads_belong_to_the_subdistrict(graph: GraphStore, geojson: WriteGeojson) -> None:
    with graph.tx() as tx:
        tx.upsert_nodes([Subdistrict(id="fh", name="福华街街道")])
    import_roads(graph, geojson(road("福华街", (0, 0), (1, 0))), subdistrict="福华街街道")
    rows = graph.query(Match("r", Road).hop("PART_OF", "d", Subdistrict).select("r.name", "d.id"))
    assert [(row["r.name"], row["d.id"]) for row in rows] == [("福华街", "fh")]


def test_nothing_is_written_when_anything_is_wrong(graph: GraphStore, geojson: WriteGeojson) -> None:
    good = road("福华街", (0, 0), (1, 0))
    with pytest.raises(RoadFaults):
        import_roads(graph, geojson(good, {"type": "Feature"}))
    with pytest.raises(NotFound):
        import_roads(graph, geojson(good), subdistrict="没有的街道")
    assert not any(graph.counts().values())


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    graph: GraphStore, geojson: WriteGeojson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.roads.importing.link_near", fail)
    with pytest.raises(KeyboardInterrupt):
        import_roads(graph, geojson(road("福华街", (0, 0), (1, 0))))
    assert not any(graph.counts().values())


def test_lines_without_extent_are_a_fault(graph: GraphStore, geojson: WriteGeojson) -> None:
    with pytest.raises(RoadFaults, match="短于 1 米"):
        import_roads(graph, geojson(road("福华街", (0, 0), (0, 0.001))))


@pytest.mark.parametrize("name", ["roads.shp", "roads.xlsx", "roads"])
def test_other_kinds_of_file_are_refused(graph: GraphStore, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UnreadableFile, match="不认识的文件类型"):
        import_roads(graph, tmp_path / name)


def test_a_missing_file_is_named(graph: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"找不到文件“no\.osm”"):
        import_roads(graph, tmp_path / "no.osm")


def test_volunteers_and_stations_are_near_the_new_junctions(graph: GraphStore, geojson: WriteGeojson) -> None:
    (lon, lat), (work_lon, work_lat) = at(0.1, 0), at(5.8, 0)
    with graph.tx() as tx:
        tx.upsert_nodes([Station(id="s1", name="某站", lat=lat, lon=lon)])
        person = Volunteer(
            id="v1", name="某甲", pinyin="mou jia", phone="13800000000",
            home_lat=lat, home_lon=lon, work_lat=work_lat, work_lon=work_lon,
        )  # fmt: skip
        tx.upsert_nodes([person])
    report = import_roads(graph, geojson(road("福华街", (0, 0), (3, 0), (6, 0))))
    assert report.linked == 3
    near = Match("v", Volunteer).hop("WORKS_NEAR", "j", Junction).select("j.lon")
    assert graph.query(near) == [{"j.lon": at(6, 0)[0]}]
    report = import_roads(graph, geojson(road("京广路", (3, 0), (5.8, 0.1))))
    assert report.linked == 1
    assert graph.query(near) == [{"j.lon": at(5.8, 0.1)[0]}]


def test_a_network_in_parts_is_told(graph: GraphStore, geojson: WriteGeojson) -> None:
    report = import_roads(graph, geojson(road("福华街", (0, 0), (9, 0)), road("孤岛路", (0, 9), (1, 9))))
    assert report.components == 2
    assert report.reach == pytest.approx(0.9, abs=0.01)
    assert "路网不连通：有 1 片（共 91 米）走不到最大的一片" in report.warnings


def test_the_demo_s_own_streets_are_recognized_where_they_lie(graph: GraphStore) -> None:
    folder = Path(__file__).parents[3] / "data" / "erqi"
    load_district(graph, folder)
    report = import_roads(graph, folder / "streets.geojson")
    assert unchanged(report)
    assert (report.components, report.linked) == (1, 0)


def test_a_line_that_lies_on_a_stored_segment_is_that_segment(
    graph: GraphStore, osm_xml: WriteOsm, geojson: WriteGeojson
) -> None:
    import_roads(graph, osm_xml(NODES, FUHUA))
    report = import_roads(graph, geojson(road("福华街", (6, 0), (3, 0), (0, 0), id="fh-1")))
    # drawn the other way round, which changes its direction and nothing else
    assert report.segments == Tally(changed=1)
    assert ids(graph) == {"osm:way:10#1-3"}


STEPS = st.integers(min_value=0, max_value=6)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["福华街", "大学路", "京广路", None]),
        st.lists(st.tuples(STEPS, STEPS), min_size=2, max_size=5, unique=True),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_whatever_is_drawn_comes_back_unchanged_and_hangs_together(
    graph: GraphStore, geojson: WriteGeojson, lines: list[tuple[str | None, list[tuple[float, float]]]]
) -> None:
    path = geojson(*(road(name, *points) for name, points in lines))
    report = import_roads(graph, path, replace=True)
    assert unchanged(import_roads(graph, path, replace=True))
    network = load_network(graph)
    assert network.metres == report.metres
    assert len(network.edges) == report.segments.total == len(set(names(graph)))
    degrees = Counter(end for edge in network.edges for end in (edge.a, edge.b))
    assert len(degrees) == len(network.junctions)

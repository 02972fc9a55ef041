"""What a Neo4j database holds beside the graph: constraints, indexes, the record of migrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import StoreUnavailable
from engine.model import NODES, Assignment, JobProgress, PlanJob, Shift, Station, property_rules
from engine.store import Edge, Match
from engine.store.neo4j import Neo4jStore, schema
from tests.conftest import Opener

INDEXES = "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, options, state WHERE name STARTS WITH 'model_'"


def told(store: Neo4jStore, text: str, **parameters: Any) -> list[Any]:
    """What the server answers to a statement."""
    with store._session("WRITE") as session:
        return [record.data() for record in session.run(text, parameters)]


@pytest.fixture
def mended(neo4j_store: Neo4jStore) -> Iterator[Neo4jStore]:
    """The store, brought back to the model's form after the test."""
    yield neo4j_store
    told(neo4j_store, "MATCH (n) WHERE n:Team OR n:JiujinMigration AND n.number > 900 DELETE n")
    neo4j_store.migrate()


def test_an_id_is_unique_within_each_label(neo4j_store: Neo4jStore) -> None:
    rows = told(neo4j_store, "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties")
    unique = {row["labelsOrTypes"][0] for row in rows if (row["type"], row["properties"]) == ("UNIQUENESS", ["id"])}
    assert {node.LABEL for node in NODES} <= unique


def test_every_indexed_property_of_the_model_has_its_index(neo4j_store: Neo4jStore) -> None:
    rows = [row for row in told(neo4j_store, INDEXES) if row["type"] == "RANGE" and row["properties"] != ["id"]]
    wanted = {(n.LABEL, name) for n in NODES for name, rule in property_rules(n).items() if rule.indexed}
    assert {(row["labelsOrTypes"][0], row["properties"][0]) for row in rows} == wanted
    assert {row["state"] for row in told(neo4j_store, INDEXES)} == {"ONLINE"}


def test_names_are_found_by_pairs_of_characters(neo4j_store: Neo4jStore) -> None:
    indexes = [row for row in told(neo4j_store, INDEXES) if row["type"] == "FULLTEXT"]
    assert {row["labelsOrTypes"][0] for row in indexes} == {n.LABEL for n in NODES if "name" in property_rules(n)}
    assert {row["options"]["indexConfig"]["fulltext.analyzer"] for row in indexes} == {"cjk"}
    with neo4j_store.tx() as tx:
        tx.upsert_nodes([Station(id="s1", name="福华街志愿服务站", lat=34.74, lon=113.65)])
    told(neo4j_store, "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    asked = "CALL db.index.fulltext.queryNodes('model_Station_words', $words) YIELD node RETURN node.id AS id"
    assert told(neo4j_store, asked, words="服务站") == [{"id": "s1"}]
    assert told(neo4j_store, asked, words="二七塔") == []


def test_places_are_points_that_the_port_does_not_show(neo4j_store: Neo4jStore) -> None:
    station = Station(id="s1", name="福华街站", lat=34.74, lon=113.65)
    with neo4j_store.tx() as tx:
        assert (tx.upsert_nodes([station]), tx.upsert_nodes([station])) == (1, 0)
    near = "MATCH (s:Station) WHERE point.distance(s.point, point({latitude: 34.74, longitude: 113.651})) < 100"
    assert told(neo4j_store, f"{near} RETURN s.id AS id") == [{"id": "s1"}]
    with neo4j_store._session("READ") as session:
        plan = session.run(f"EXPLAIN {near} RETURN s.id AS id").consume().plan
    assert "POINT INDEX s:Station(point)" in str(plan)
    assert neo4j_store.get(Station, "s1") == station
    assert neo4j_store.query(Match("s", Station)) == [{"s": {**station.to_props(), "version": 1}}]


def test_migrations_are_recorded_with_their_numbers(neo4j_store: Neo4jStore) -> None:
    rows = told(neo4j_store, "MATCH (m:JiujinMigration) RETURN m.number AS number, m.applied_at AS at")
    assert [(row["number"], bool(row["at"])) for row in rows] == [(1, True), (2, True), (3, True), (4, True)]
    assert neo4j_store.migrate() == []


def test_jobs_of_before_get_their_progress(mended: Neo4jStore) -> None:
    with mended.tx() as tx:
        tx.create_node(PlanJob(id="job-1", week="2026-W48", started_at="2026-11-20T10:00:00+08:00"))
    told(mended, "MATCH (m:JiujinMigration {number: 2}) DELETE m")
    told(mended, "DROP CONSTRAINT model_JobProgress_id")
    assert mended.migrate() == [2]
    with mended.tx() as tx:
        assert tx.upsert_nodes([JobProgress(id="job-1")]) == 0


def test_assignments_of_before_get_the_week_of_their_shift(mended: Neo4jStore) -> None:
    with mended.tx() as tx:
        tx.upsert_nodes(
            [
                Shift(id="s", week="2026-W48", start=420, end=510, min=1, desired=1, max=1),
                Assignment(id="a", week="2026-W01", metres=9),
            ]
        )
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("a", "s")])
    told(mended, "MATCH (m:JiujinMigration {number: 3}) DELETE m")
    told(mended, "MATCH (a:Assignment) REMOVE a.week")
    assert mended.migrate() == [3]
    with mended.tx() as tx:
        assert tx.upsert_nodes([Assignment(id="a", week="2026-W48", metres=9)]) == 0


def test_a_database_of_a_newer_program_is_refused(mended: Neo4jStore, open_neo4j: Opener, tmp_path: Path) -> None:
    told(mended, "CREATE (:JiujinMigration {number: 999})")
    with pytest.raises(StoreUnavailable, match="第 999 版"):
        open_neo4j(tmp_path)


def test_indexes_follow_the_model(mended: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.model_indexes()
    changed = {name: text for name, text in before.items() if name != "model_Team_name"}
    changed["model_Plan_seed"] = "CREATE INDEX model_Plan_seed IF NOT EXISTS FOR (n:Plan) ON (n.seed)"
    monkeypatch.setattr(schema, "model_indexes", lambda: changed)
    mended.migrate()
    names = {row["name"] for row in told(mended, INDEXES)}
    assert names == changed.keys() | schema.model_constraints().keys()


def test_what_is_missing_is_made_again(mended: Neo4jStore) -> None:
    told(mended, "DROP INDEX model_Team_name")
    told(mended, "DROP CONSTRAINT model_Team_id")
    mended.migrate()
    assert {"model_Team_name", "model_Team_id"} <= {row["name"] for row in told(mended, INDEXES)}


def test_without_the_index_of_ids_a_database_is_refused(mended: Neo4jStore) -> None:
    told(mended, "DROP CONSTRAINT model_Team_id")
    told(mended, "CREATE (:Team {id: 't', name: '甲'}), (:Team {id: 't', name: '乙'})")
    with pytest.raises(StoreUnavailable, match="重复的编号"):
        mended.migrate()


def test_a_database_that_was_never_migrated_says_so(mended: Neo4jStore) -> None:
    told(mended, "MATCH (t:JiujinTurn) DELETE t")
    with pytest.raises(StoreUnavailable, match="还没有建好"), mended.tx():
        pass
    told(mended, "MATCH (m:JiujinMigration) DELETE m")
    assert mended.migrate() == [1, 2, 3, 4]

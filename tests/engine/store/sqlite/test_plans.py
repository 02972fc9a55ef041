"""SQLite answers the heavy questions from its indexes: none reads every node or every edge, none sorts for a page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.store.measure import load, subjects
from benchmarks.store.plans import asked, scans
from benchmarks.store.questions import QUESTIONS
from benchmarks.store.town import Sizes, Town
from engine.model import NODES, Organization, Volunteer, property_rules
from engine.store import Match, eq
from engine.store.question import Condition, Op
from engine.store.sqlite import SqliteStore, schema

PEOPLE = Match("v", Volunteer)
TOWN = Town(Sizes(volunteers=2500, segments=100, shifts=500, assignments=2500))
PAGES = ("名单中间一页（按拼音）", "按姓名找人", "不属于某单位的人，一页", "一页人和单位、服务站")
WHOLE_LABELS = {"各站人数", "没有带队技能的人数"}
"""The questions that are about every node of a label."""
ASKED = {question.name: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """Some thousand people with a week, so that the planner has statistics to go by."""
    store = SqliteStore(Path(tmp_path_factory.mktemp("town")) / "graph.db")
    store.migrate()
    load(store, TOWN)
    yield store
    store.close()


def patterns(store: SqliteStore, name: str) -> list[Match]:
    """What one asking of the question puts to the store."""
    return asked(store, ASKED[name], next(subjects(TOWN, ASKED[name], 1)))


def allowed(name: str, step: str) -> bool:
    """Whether the step reads one label, for a question that is about all of it."""
    return name in WHOLE_LABELS and step.endswith("(label=?)")


@pytest.mark.parametrize("name", ASKED)
def test_no_heavy_question_reads_every_node_or_edge(town: SqliteStore, name: str) -> None:
    assert [step for pattern in patterns(town, name) for step in scans(town, pattern) if not allowed(name, step)] == []


@pytest.mark.parametrize("name", ASKED)
def test_nor_does_it_in_a_store_without_statistics(town: SqliteStore, tmp_path: Path, name: str) -> None:
    store = SqliteStore(tmp_path / "graph.db")
    store.migrate()
    assert [step for pattern in patterns(town, name) for step in scans(store, pattern) if not allowed(name, step)] == []
    store.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_comes_from_the_index_in_its_order(town: SqliteStore, name: str) -> None:
    (pattern,) = patterns(town, name)
    assert not [step for step in town.explain(pattern) if "ORDER BY" in step]


def test_a_cursor_begins_in_the_middle_of_the_index(town: SqliteStore) -> None:
    question = PEOPLE.order("-v.pinyin", "v.id").after(["m", "v1"]).limit(20)
    (step, *_) = town.explain(question)
    assert step.startswith("SEARCH n1 USING INDEX model_Volunteer_pinyin (<expr><?)")


def test_a_prefix_is_looked_up_in_the_index(town: SqliteStore) -> None:
    (step, *_) = town.explain(PEOPLE.where(Condition("v.pinyin", Op.STARTS_WITH, "bing")))
    assert step.startswith("SEARCH n1 USING INDEX model_Volunteer_pinyin (<expr>>? AND <expr><?)")


def test_a_range_with_its_far_end_given_is_walked_from_there(town: SqliteStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "u", Organization)
    question = question.hop("PART_OF", "o", Organization, eq("o.id", "o1"), depth=(0, 6)).select("v.id")
    steps = [step for step in town.explain(question) if step.startswith(("SEARCH n", "SCAN n"))]
    assert steps[0].startswith("SEARCH n4 USING COVERING INDEX sqlite_autoindex_nodes_1 (label=? AND id=?)")
    assert steps[-1].startswith("SEARCH n1 USING INTEGER PRIMARY KEY")


def test_every_indexed_property_of_the_model_has_its_index(town: SqliteStore) -> None:
    wanted = {f"model_{n.LABEL}_{name}" for n in NODES for name, rule in property_rules(n).items() if rule.indexed}
    with town._connections.one() as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert wanted
    assert {name for name in there if name.startswith("model_")} == wanted


def test_indexes_follow_the_model(town: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.model_indexes()
    changed = dict(before)
    del changed["model_Team_name"]
    changed["model_Plan_week"] = changed["model_Plan_week"].replace("$.week", "$.number")
    with town._connections.one() as connection:
        monkeypatch.setattr(schema, "model_indexes", lambda: changed)
        schema.follow_model(connection)
        assert schema._indexes(connection) == changed
        monkeypatch.setattr(schema, "model_indexes", lambda: before)
        schema.follow_model(connection)
        assert schema._indexes(connection) == before


def test_a_walk_makes_no_filter_of_all_edges(town: SqliteStore) -> None:
    # SQLite took a walk for a million steps and read every edge first: 190 ms for the people of one department.
    (pattern,) = patterns(town, "部门及下属的人数")
    assert not [step for step in town.explain(pattern) if "BLOOM" in step]


def test_the_rows_are_counted_again_when_a_fifth_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    count = schema.refresh_statistics
    store = SqliteStore(tmp_path / "graph.db")
    store.migrate()

    def noted(connection: sqlite3.Connection) -> None:
        counted.append("again")
        count(connection)

    monkeypatch.setattr(schema, "refresh_statistics", noted)
    with store.tx() as tx:
        TOWN.places().write(tx)
        TOWN.organizations().write(tx)
        TOWN.people(range(2500)).write(tx)
    assert len(counted) == 1  # some 11,000 rows, of which none was counted before
    for times in (1, 2):
        with store.tx() as tx:  # 1,500 of them
            tx.upsert_nodes([replace(person, load=9 + times) for person in TOWN.people(range(1500)).nodes])
        assert len(counted) == times
    store.close()

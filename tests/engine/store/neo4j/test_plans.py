"""Neo4j answers the heavy questions from its indexes: none reads every node, and a page is read in its order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from benchmarks.store import QUESTIONS, load_demand, load_people, load_week
from engine.model import Organization, Volunteer
from engine.store import Match, eq, open_store
from engine.store.neo4j import Neo4jStore
from engine.store.neo4j.compiler import compiled
from engine.store.question import Condition, Op
from engine.store.sqlite import compiler as sqlite_compiler
from engine.store.sqlite import reading as sqlite_reading
from schema.app import build_schema
from tests.conftest import Opener
from tests.test_both_stores import town_of

PEOPLE = Match("v", Volunteer)
REFUSED = ("AllNodesScan", "CartesianProduct", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan")
PAGES = ("名单一页（按拼音）", "名单中间一页", "按姓名找人", "不属于某单位的人", "一页人和单位、服务站")
WHOLE_LABELS = {"各站人数", "没有带队技能的人数"}
"""The questions that are about every node of a label."""


@pytest.fixture(scope="module")
def town(open_neo4j: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jStore]:
    """Some people with a week, so that the planner has statistics to go by."""
    store = cast("Neo4jStore", open_neo4j(tmp_path_factory.mktemp("town")))
    load_people(store, 2400)
    load_demand(store, 800)
    load_week(store, 2400, "p1")
    with store._session("WRITE") as session:
        session.run("CALL db.prepareForReplanning()").consume()  # what the server does by and by after a load
    yield store
    store.close()


def steps(store: Neo4jStore, question: Match) -> list[str]:
    """What Neo4j is going to do, from the last step to the first."""
    statement = compiled(question)
    with store._session("READ") as session:
        plan = session.run(f"EXPLAIN {statement.text}", dict(statement.parameters)).consume().plan
    assert plan is not None
    return list(_flat(plan))


def _flat(plan: dict[str, Any]) -> Iterator[str]:
    yield f"{plan['operatorType'].partition('@')[0]} {plan['args'].get('Details', '')}"
    for child in plan.get("children", ()):
        yield from _flat(child)


def test_heavy_questions_are_answered_from_indexes(town: Neo4jStore) -> None:
    for name, question in QUESTIONS.items():
        plan = steps(town, question)
        scans = () if name in WHOLE_LABELS else ("NodeByLabelScan",)
        assert [step for step in plan if step.startswith((*REFUSED, *scans))] == [], name


async def test_no_question_of_a_service_reads_every_node_or_edge(
    town: Neo4jStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Match] = {}

    def noted(question: Match) -> sqlite_compiler.Statement:
        asked[compiled(question).text] = question
        return sqlite_compiler.compiled(question)

    monkeypatch.setattr(sqlite_reading, "compiled", noted)
    demo = open_store(str(tmp_path / "demo.db"))
    await town_of(demo, build_schema())
    demo.close()
    assert len(asked) > 50
    for text, question in asked.items():
        assert [step for step in steps(town, question) if step.startswith(REFUSED)] == [], text


def test_a_page_is_read_in_its_order(town: Neo4jStore) -> None:
    for name in PAGES:
        assert [step for step in steps(town, QUESTIONS[name]) if step.startswith(("Top ", "Sort "))] == [], name


def test_a_cursor_begins_in_the_middle_of_the_index(town: Neo4jStore) -> None:
    plan = steps(town, PEOPLE.order("-v.pinyin", "v.id").after(["m", "v1"]).limit(20))
    assert plan[-1].startswith("NodeIndexSeekByRange RANGE INDEX n1:Volunteer(pinyin) WHERE pinyin <= $p1")
    assert any(step.startswith("PartialTop") for step in plan)


def test_a_prefix_is_looked_up_in_the_index(town: Neo4jStore) -> None:
    plan = steps(town, PEOPLE.where(Condition("v.pinyin", Op.STARTS_WITH, "bing")))
    assert plan[-1].startswith("NodeIndexSeekByRange RANGE INDEX n1:Volunteer(pinyin)")


def test_a_range_with_its_far_end_given_is_walked_from_there(town: Neo4jStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "u", Organization)
    question = question.hop("PART_OF", "o", Organization, eq("o.id", "o1"), depth=(0, 6)).select("v.id")
    plan = steps(town, question)
    assert plan[-1].startswith("NodeUniqueIndexSeek UNIQUE n3:Organization(id)")
    assert plan[-2].startswith("VarLengthExpand(Pruning,BFS")


def test_a_page_is_cut_out_before_optional_hops(town: Neo4jStore) -> None:
    plan = steps(town, QUESTIONS["一页人和单位、服务站"])
    optional = next(i for i, step in enumerate(plan) if step.startswith("OptionalExpand"))
    assert plan[optional + 1].startswith("Limit")

"""Neo4j answers the heavy questions from its indexes: none reads every node, and a page is read in its order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from benchmarks.store.measure import load, subjects
from benchmarks.store.plans import asked, scans
from benchmarks.store.questions import NESTED, QUESTIONS
from benchmarks.store.town import Sizes, Town
from engine.model import Organization, Volunteer
from engine.store import Match, eq, open_store
from engine.store.neo4j import Neo4jStore
from engine.store.neo4j.compiler import compiled
from engine.store.question import AllOf, Condition, Op
from engine.store.sqlite import compiler as sqlite_compiler
from engine.store.sqlite import reading as sqlite_reading
from schema.app import build_schema
from tests.conftest import Opener
from tests.test_both_stores import town_of

PEOPLE = Match("v", Volunteer)
TOWN = Town(Sizes(volunteers=2500, segments=100, shifts=500, assignments=2500))
PAGES = ("名单中间一页（按拼音）", "按姓名找人", "不属于某单位的人，一页", "一页人和单位、服务站")
WHOLE_LABELS = {"各站人数", "没有带队技能的人数", "二十份计划的满足率"}
"""The questions that are about every node of a label; and one for which Neo4j rather reads all shortfalls, of which
there are few, than the edges of twenty plans, most of which lead to assignments."""
ASKED = {question.name: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def town(open_neo4j: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jStore]:
    """Some people with a week, so that the planner has statistics to go by."""
    store = cast("Neo4jStore", open_neo4j(tmp_path_factory.mktemp("town")))
    load(store, TOWN)
    replan(store)
    yield store
    store.close()


def replan(store: Neo4jStore) -> None:
    """What the server does by and by after a load: its statistics are those of what is there now."""
    with store._session("WRITE") as session:
        session.run("CALL db.prepareForReplanning()").consume()


def patterns(store: Neo4jStore, name: str) -> list[Match]:
    """What one asking of the question puts to the store."""
    return asked(store, ASKED[name], next(subjects(TOWN, ASKED[name], 1)))


def whole(step: str) -> bool:
    """Whether the step reads a label, and nothing more."""
    return step.startswith("NodeByLabelScan")


def asks_for_some(question: Match) -> bool:
    """Whether the question sets a condition; else it is about all edges of its type."""
    return bool(question.condition.parts) or any(hop.where != AllOf() for hop in question.hops)


def test_heavy_questions_are_answered_from_indexes(town: Neo4jStore) -> None:
    for name in ASKED:
        found = [step for pattern in patterns(town, name) for step in scans(town, pattern)]
        assert [step for step in found if not (whole(step) and name in WHOLE_LABELS)] == [], name


async def test_no_question_of_a_service_reads_every_node_or_edge(
    town: Neo4jStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every: dict[str, Match] = {}

    def noted(question: Match) -> sqlite_compiler.Statement:
        every[compiled(question).text] = question
        return sqlite_compiler.compiled(question)

    with monkeypatch.context() as patched:
        patched.setattr(sqlite_reading, "compiled", noted)
        demo = open_store(str(tmp_path / "demo.db"))
        await town_of(demo, build_schema())
        demo.close()
    asked_for = tuple(every.items())  # a question asked in the background may still be on its way
    assert len(asked_for) > 50
    for text, question in asked_for:
        if not asks_for_some(question):
            continue
        for last in (False, True):
            found = [step for step in scans(town, question) if not whole(step)]
            if found and not last:  # by statistics from before the load was counted
                replan(town)
        assert found == [], text


def test_a_label_that_goes_without_saying_is_not_tested(town: Neo4jStore) -> None:
    (pattern,) = patterns(town, NESTED)
    filters = [step for step in town.explain(pattern) if step.startswith("Filter ")]
    assert not [step for step in filters if ":Volunteer" in step or ":Assignment" in step]
    assert [step for step in filters if ":Segment" in step]  # a shift may also be at a station


def test_a_page_is_read_in_its_order(town: Neo4jStore) -> None:
    for name in PAGES:
        (pattern,) = patterns(town, name)
        assert [step for step in town.explain(pattern) if step.startswith(("Top ", "Sort "))] == [], name


def test_a_cursor_begins_in_the_middle_of_the_index(town: Neo4jStore) -> None:
    plan = town.explain(PEOPLE.order("-v.pinyin", "v.id").after(["m", "v1"]).limit(20))
    assert plan[-1].startswith("NodeIndexSeekByRange RANGE INDEX n1:Volunteer(pinyin) WHERE pinyin <= $p1")
    assert any(step.startswith("PartialTop") for step in plan)


def test_a_prefix_is_looked_up_in_the_index(town: Neo4jStore) -> None:
    plan = town.explain(PEOPLE.where(Condition("v.pinyin", Op.STARTS_WITH, "bing")))
    assert plan[-1].startswith("NodeIndexSeekByRange RANGE INDEX n1:Volunteer(pinyin)")


def test_a_range_with_its_far_end_given_is_walked_from_there(town: Neo4jStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "u", Organization)
    question = question.hop("PART_OF", "o", Organization, eq("o.id", "o1"), depth=(0, 6)).select("v.id")
    plan = town.explain(question)
    assert plan[-1].startswith("NodeUniqueIndexSeek UNIQUE n3:Organization(id)")
    assert plan[-2].startswith("VarLengthExpand(Pruning,BFS")


def test_a_page_is_cut_out_before_optional_hops(town: Neo4jStore) -> None:
    (pattern,) = patterns(town, "一页人和单位、服务站")
    plan = town.explain(pattern)
    optional = next(i for i, step in enumerate(plan) if step.startswith("OptionalExpand"))
    assert plan[optional + 1].startswith("Limit")

"""Each transaction leaves its mark on the kinds that it writes, so that readers know what was written since."""

from __future__ import annotations

import pytest

from engine.errors import Conflict
from engine.model import EDGES, Category, Organization, Segment, Station, Team, Volunteer
from engine.store import Edge, GraphStore, Match, Transaction, eq, kinds_of, where
from engine.store.question import AnyOf, Exists, Not
from tests.engine.store.fuhua_street import volunteer


def together(tx: Transaction, *pairs: tuple[str, str]) -> None:
    tx.upsert_edges("TOGETHER", Volunteer, Volunteer, [Edge(a, b) for a, b in pairs])


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    assert before.keys() <= after.keys()
    return {kind for kind, mark in after.items() if before.get(kind) != mark}


def test_a_transaction_marks_what_it_writes_and_nothing_else(store: GraphStore) -> None:
    before = store.moments()
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a"), volunteer("b"), Team(id="t", name="甲队")])
        together(tx, ("a", "b"))
    after = store.moments()
    assert changed(before, after) == {"Volunteer", "Team", "TOGETHER"}
    assert len({after[kind] for kind in ("Volunteer", "Team", "TOGETHER")}) == 1
    with store.tx() as tx:
        tx.update(Volunteer, "a", {"load": 3})
        tx.create_node(volunteer("c"))
    assert changed(after, store.moments()) == {"Volunteer"}


def test_what_changes_nothing_leaves_no_mark(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a"), volunteer("b")])
        together(tx, ("a", "b"))
    before = store.moments()
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a"), volunteer("b")])
        together(tx, ("a", "b"))
        tx.update(Volunteer, "a", {"load": 0})
        with pytest.raises(Conflict):
            tx.create_node(volunteer("a"))
    assert store.moments() == before


def test_what_is_deleted_is_marked_with_all_that_may_go_with_it(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a"), volunteer("b"), volunteer("c")])
        together(tx, ("a", "b"), ("b", "c"))
    before = store.moments()
    with store.tx() as tx:
        tx.delete_edges("TOGETHER", Volunteer, Volunteer, eq("id", "a"))
    assert changed(before, between := store.moments()) == {"TOGETHER"}
    with store.tx() as tx:
        tx.delete_nodes(Volunteer, eq("id", "c"))
    own = {edge.name for edge in EDGES if "Volunteer" in edge.sources + edge.targets}
    assert changed(between, store.moments()) == {"Volunteer", *own}


def test_marks_are_undone_with_their_transaction(store: GraphStore) -> None:
    before = store.moments()
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(store)
    assert store.moments() == before


def _write_and_fail(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a")])
        raise ZeroDivisionError


def test_a_transaction_knows_the_marks_of_before_and_its_own(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([Team(id="t", name="甲队")])
    before = store.moments()
    with store.tx() as tx:
        assert tx.moments() == before
        tx.upsert_nodes([volunteer("a")])
        inside = tx.moments()
        assert changed(before, inside) == {"Volunteer"}
        assert store.moments() == before
    assert store.moments() == inside


def test_a_question_depends_on_all_that_it_names() -> None:
    far = Exists("", "IN_TEAM", "Team", where(Not(eq("name", "甲队"))))
    question = (
        Match("o", Organization)
        .where(AnyOf((Exists("o", "MEMBER_OF", "Volunteer", where(far), reverse=True), eq("o.id", "x"))))
        .hop("PART_OF", "above", Organization, depth=(0, 6))
        .hop("CLAIMS", "s", Segment, Exists("s", "COVERS", "Station", reverse=True))
        .hop("PREFERS", "v", Volunteer, reverse=True, optional=True)
    )
    assert kinds_of(question) == {
        *("Organization", "PART_OF", "CLAIMS", "Segment", "PREFERS", "Volunteer"),
        *("MEMBER_OF", "IN_TEAM", "Team", "COVERS", "Station"),
    }
    assert kinds_of(Match("c", Category)) == {"Category"}
    assert kinds_of(Match("s", Station).lacks("s", "COVERS", Segment)) == {"Station", "COVERS", "Segment"}

"""Copied, backed up and restored, a graph stays what it was: every property, version and edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Conflict, CopyDiffers, SourceChanged, StoreUnavailable
from engine.model import EDGES, NODES, Organization, Volunteer
from engine.moving import back_up, copy, moves, opened_archive, restore
from engine.moving.sections import SECTIONS, Item
from engine.store import Edge, Match, MovableStore, eq, open_store
from tests.engine.moving.contents import content, emptied, fill_with, pages_of, silent
from tests.engine.store.fuhua_street import JIA, fill, volunteer
from tests.engine.store.random_graphs import RandomGraph, graphs

SOME = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@st.composite
def aged_graphs(draw: st.DrawFn) -> RandomGraph:
    """Graphs whose nodes have been written to several times."""
    graph = draw(graphs())
    return RandomGraph([replace(node, version=draw(st.integers(1, 3))) for node in graph.nodes], graph.edges)


def test_every_label_and_every_pair_of_ends_of_an_edge_moves() -> None:
    pairs = {("edges", e.name, source, target) for e in EDGES for source in e.sources for target in e.targets}
    assert {section.heading for section in SECTIONS} == {("nodes", node.LABEL) for node in NODES} | pairs


@SOME
@given(graph=aged_graphs(), page=st.integers(1, 4))
def test_there_and_back_again_nothing_is_different(
    origin: MovableStore, store: MovableStore, graph: RandomGraph, page: int
) -> None:
    fill_with(origin, graph)
    before = content(origin)
    with pages_of(page):
        copy(origin, emptied(store), "去", silent)
        assert content(store) == before
        copy(store, emptied(origin), "回", silent)
    assert content(origin) == before


@SOME
@given(graph=aged_graphs(), page=st.integers(1, 4))
def test_a_backup_of_either_store_is_restored_into_either(
    origin: MovableStore, store: MovableStore, tmp_path: Path, graph: RandomGraph, page: int
) -> None:
    fill_with(origin, graph)
    before = content(origin)
    files = [tmp_path / "there.zst", tmp_path / "back.zst"]
    for file, source, goal in zip(files, (origin, store), (store, origin), strict=True):
        file.unlink(missing_ok=True)
        with pages_of(page):
            back_up(source, file, silent)
            with opened_archive(file) as archive:
                archive.verify(silent)
                restore(archive, emptied(goal), silent)
        assert content(goal) == before


@SOME
@given(before=aged_graphs(), after=aged_graphs())
def test_a_copy_that_goes_on_follows_what_the_source_has_become(
    origin: MovableStore, store: MovableStore, before: RandomGraph, after: RandomGraph
) -> None:
    emptied(store).begin_arrival("去")
    with store.arrival() as arrival:
        before.write(arrival)
    fill_with(origin, after)
    with pages_of(2):
        copy(origin, store, "去", silent)
    assert content(store) == content(origin)


def test_what_is_equal_already_is_not_written_again(
    origin: MovableStore, store: MovableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(origin)
    copy(origin, store, "去", silent)
    monkeypatch.setattr(store, "arrival", None)
    store.begin_arrival = lambda what: None  # type: ignore[method-assign]
    copy(origin, store, "去", silent)
    assert content(store) == content(origin)


def test_nothing_is_copied_over_something_else(origin: MovableStore, store: MovableStore) -> None:
    fill(origin)
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("other")])
    before = content(store)
    with pytest.raises(Conflict, match="已有内容"):
        copy(origin, store, "去", silent)
    assert content(store) == before


def test_an_unfinished_graph_is_no_source(origin: MovableStore, store: MovableStore, tmp_path: Path) -> None:
    store.begin_arrival("去")
    with pytest.raises(StoreUnavailable, match="不完整"):
        copy(store, origin, "回", silent)
    assert origin.arriving() == ""
    with pytest.raises(StoreUnavailable, match="不完整"):
        back_up(store, tmp_path / "a.zst", silent)
    assert not list(tmp_path.glob("*.zst*"))


def test_a_source_that_is_written_to_meanwhile_is_told_and_then_followed(
    origin: MovableStore, store: MovableStore
) -> None:
    fill(origin)
    with origin.tx() as tx:
        tx.upsert_nodes([Organization(id="o", name="某单位")])

    def meddle(doing: str, rows: int) -> None:
        with origin.tx() as tx:
            tx.delete_nodes(Volunteer, eq("id", JIA))
            tx.upsert_nodes([volunteer("new")])
            tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("new", "o")])

    with pytest.raises(SourceChanged):
        copy(origin, store, "去", meddle)
    assert store.arriving() == "去"
    copy(origin, store, "去", silent)
    assert store.arriving() == ""
    assert content(store) == content(origin)


def test_a_difference_in_the_end_is_named_and_leaves_the_graph_unfinished(
    origin: MovableStore, store: MovableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(origin)
    merge = moves.merge

    with monkeypatch.context() as patch:
        patch.setattr(moves, "merge", lambda store, rows: merge(store, _all_but_one(rows)))
        with pytest.raises(CopyDiffers, match="与来源不一致：MEMBER_OF；"):
            copy(origin, store, "去", silent)
    assert store.arriving() == "去"
    copy(origin, store, "去", silent)
    assert content(store) == content(origin)


def _all_but_one(rows: Iterator[Item]) -> Iterator[Item]:
    """All rows but the first member."""
    kept = list(rows)
    kept.remove(next(row for row in kept if row[0].name == "MEMBER_OF"))
    return iter(kept)


def test_a_small_graph_moves_in_one_transaction_and_nothing_empty_is_asked_for(
    origin: MovableStore, store: MovableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The target is empty when rows come: it is read only to check what it then has."""
    fill(origin)
    asked: list[Match] = []
    arrivals: list[None] = []
    query, arrival = store.query, store.arrival
    monkeypatch.setattr(store, "query", lambda question: asked.append(question) or query(question))
    monkeypatch.setattr(store, "arrival", lambda: arrivals.append(None) or arrival())
    copy(origin, store, "去", silent)
    filled = sum(1 for section in SECTIONS if origin.query(section.question.limit(1)))
    assert len(arrivals) == 1
    assert filled <= len(asked) < len(SECTIONS) / 2


def test_an_unfinished_graph_is_not_opened(target: str) -> None:
    store = open_store(target, arriving=True)
    store.begin_arrival("复制自别处")
    store.close()
    with pytest.raises(StoreUnavailable, match="不完整：复制自别处，没有做完"):
        open_store(target)
    emptied(open_store(target, arriving=True)).close()
    open_store(target).close()

"""What the port promises of whole graphs that move out of a store and into one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from engine.errors import Conflict, StoreUnavailable
from engine.model import Organization, OrganizationKind, Volunteer
from engine.store import Edge, Match, MovableStore
from tests.engine.store.fuhua_street import JIA, fill, volunteer

PEOPLE = Match("v", Volunteer).count("n")
THERE = "复制自别处"


def add(store: MovableStore, id: str) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer(id)])


def test_a_snapshot_stands_still_while_others_write_or_wait(store: MovableStore) -> None:
    fill(store)
    with ThreadPoolExecutor(1) as other:
        with store.snapshot() as still:
            assert not still.changed()
            assert still.get(Volunteer, JIA) is not None
            writing = other.submit(add, store, "new")
            wait([writing], 0.3)
            assert still.query(PEOPLE) == [{"n": 3}]
            assert still.get(Volunteer, "new") is None
        writing.result()
    assert store.query(PEOPLE) == [{"n": 4}]


def test_what_arrives_keeps_its_versions(store: MovableStore) -> None:
    store.begin_arrival(THERE)
    for version in (7, 3, 9):
        with store.arrival() as arrival:
            arrival.put_nodes([volunteer("a", version=version, load=version), volunteer("b", version=2)])
        assert store.get(Volunteer, "a") == volunteer("a", version=version, load=version)
    assert store.get(Volunteer, "b") == volunteer("b", version=2)


def test_a_node_that_arrives_has_no_other_properties_than_its_own(store: MovableStore) -> None:
    store.begin_arrival(THERE)
    with store.arrival() as arrival:
        arrival.put_nodes([volunteer("a", skills=("leader",), work_lat=34.7, work_lon=113.6)])
    with store.arrival() as arrival:
        arrival.put_nodes([volunteer("a")])
    assert store.get(Volunteer, "a") == volunteer("a")


def test_an_arrival_is_all_or_nothing(store: MovableStore) -> None:
    store.begin_arrival(THERE)
    with pytest.raises(KeyboardInterrupt):
        _arrive_until_interrupted(store)
    assert not any(store.counts().values())


def _arrive_until_interrupted(store: MovableStore) -> None:
    with store.arrival() as arrival:
        arrival.put_nodes([volunteer("a"), Organization(id="o", name="某单位", kind=OrganizationKind.UNIT)])
        arrival.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("a", "o")])
        raise KeyboardInterrupt


def test_an_unfinished_graph_is_for_its_arrival_alone(store: MovableStore) -> None:
    store.begin_arrival(THERE)
    assert store.arriving() == THERE
    for block in (store.tx, store.snapshot):
        with pytest.raises(StoreUnavailable, match="不完整：复制自别处"), block():
            pass
    store.end_arrival()
    assert store.arriving() == ""
    add(store, "a")


def test_a_finished_graph_is_for_no_arrival_any_more(store: MovableStore) -> None:
    with pytest.raises(StoreUnavailable, match="已经完整"), store.arrival():
        pass


def test_nothing_arrives_where_something_is(store: MovableStore) -> None:
    fill(store)
    with pytest.raises(Conflict, match="已有内容"):
        store.begin_arrival(THERE)
    assert store.arriving() == ""
    add(store, "a")


def test_the_same_arrival_goes_on_and_another_is_refused(store: MovableStore) -> None:
    store.begin_arrival(THERE)
    with store.arrival() as arrival:
        arrival.put_nodes([volunteer("a")])
    store.begin_arrival(THERE)
    with pytest.raises(Conflict, match="复制自别处"):
        store.begin_arrival("复制自第三处")
    assert store.arriving() == THERE

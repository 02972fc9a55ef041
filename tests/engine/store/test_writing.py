"""What the port promises of writing."""

from __future__ import annotations

import pytest

from engine.errors import Conflict, InvalidInput, InvalidNode, NotFound
from engine.model import Line, LineId, Organization, OrganizationKind, Station, Volunteer
from engine.model import node as model_node
from engine.store import Edge, GraphStore, Match, Not, eq, is_in
from tests.engine.store.fuhua_street import BING, JIA, VOLUNTEERS, YI, fill, volunteer


def ids(store: GraphStore) -> list[str]:
    return [row["v.id"] for row in store.query(Match("v", Volunteer).order("v.id").select("v.id"))]


def test_a_written_node_comes_back_as_it_was(store: GraphStore) -> None:
    fill(store)
    assert store.get(Volunteer, JIA) == VOLUNTEERS[0]


def test_a_node_that_is_not_there_is_none(store: GraphStore) -> None:
    fill(store)
    assert store.get(Volunteer, "v9") is None
    assert store.get(Volunteer, "branch") is None  # an id of another label


def test_an_id_may_stand_under_two_labels(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("x"), Organization(id="x", name="某单位")])
    assert store.counts()["Volunteer"] == store.counts()["Organization"] == 1


def test_an_id_may_be_an_enum(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([Line(id=LineId.PARTY, name="党员"), volunteer(JIA), Organization(id="o", name="某支部")])
        tx.upsert_edges("IN_LINE", Organization, Line, [Edge("o", LineId.PARTY)])
        tx.update(Line, LineId.PARTY, {"part": 300})
    there = store.get(Line, LineId.PARTY)
    assert there is not None
    assert (there.id, there.part) == ("PARTY", 300)
    assert store.counts()["IN_LINE"] == 1


def test_upsert_counts_what_is_new_or_changed(store: GraphStore) -> None:
    with store.tx() as tx:
        assert tx.upsert_nodes([volunteer("a"), volunteer("b")]) == 2
        assert tx.upsert_nodes([volunteer("a"), volunteer("b", load=3), volunteer("c")]) == 2
        assert tx.upsert_nodes([]) == 0


def test_upsert_counts_a_node_given_twice_unchanged_once(store: GraphStore) -> None:
    with store.tx() as tx:
        assert tx.upsert_nodes([volunteer("a"), volunteer("a")]) == 1


def test_upsert_removes_the_properties_that_a_node_lacks(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        tx.upsert_nodes([volunteer(JIA)])
    there = store.get(Volunteer, JIA)
    assert there is not None
    assert there.work_lat is None
    assert there.skills == ()


def test_an_equal_node_keeps_its_version_and_another_counts_up(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a", version=7)])
        assert _version(store, "a", tx) == 1
        tx.upsert_nodes([volunteer("a", version=9)])
        assert _version(store, "a", tx) == 1
        tx.upsert_nodes([volunteer("a", load=1)])
        assert _version(store, "a", tx) == 2


def _version(store: GraphStore, id: str, reader: object = None) -> int:
    there = (reader or store).get(Volunteer, id)  # type: ignore[attr-defined]
    assert there is not None
    return int(there.version)


def test_create_gives_version_one_and_refuses_a_taken_id(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.create_node(volunteer("a", version=5))
    assert _version(store, "a") == 1
    with pytest.raises(Conflict), store.tx() as tx:
        tx.create_node(volunteer("a", load=3))
    assert _version(store, "a") == 1


def test_update_sets_and_removes_the_named_properties_only(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 5, "skills": ("traffic",), "work_lat": None, "work_lon": None})
        tx.update(Organization, "branch", {"kind": OrganizationKind.BRANCH})
    there, branch = store.get(Volunteer, JIA), store.get(Organization, "branch")
    assert there is not None
    assert branch is not None
    assert (there.load, there.skills, there.work_lat, there.name) == (5, ("traffic",), None, "甲一")
    assert (there.version, branch.kind) == (2, OrganizationKind.BRANCH)


def test_update_to_the_same_values_keeps_the_version(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 2, "skills": ["leader", "急救"]})
    assert _version(store, JIA) == 1


def test_update_of_what_is_not_there_is_not_found(store: GraphStore) -> None:
    with pytest.raises(NotFound), store.tx() as tx:
        tx.update(Volunteer, "v9", {"load": 1})


def test_update_of_a_stale_version_is_a_conflict(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 3}, version=1)
    with pytest.raises(Conflict), store.tx() as tx:
        tx.update(Volunteer, JIA, {"load": 4}, version=1)
    there = store.get(Volunteer, JIA)
    assert there is not None
    assert (there.load, there.version) == (3, 2)


def test_update_names_every_fault_at_once(store: GraphStore) -> None:
    fill(store)
    changes = {
        "load": "many",
        "phone": "1",
        "shoe": 1,
        "id": "other",
        "home_lat": None,
        "away": ["someday"],
        "work_lat": 1.0,
    }
    with pytest.raises(InvalidNode) as raised, store.tx() as tx:
        tx.update(Volunteer, YI, changes)
    fields = {fault.field for fault in raised.value.faults}
    assert fields == {"近期已服务班次", "手机号", "shoe", "编号", "住址纬度", "请假日期", "工作地点"}
    assert _version(store, YI) == 1


def test_an_update_keeps_the_model_s_rules(store: GraphStore) -> None:
    fill(store)
    with pytest.raises(InvalidNode), store.tx() as tx:
        tx.update(Volunteer, JIA, {"free_hours": (60, 30)})


def test_text_that_no_store_can_hold_is_refused(store: GraphStore) -> None:
    with pytest.raises(InvalidNode), store.tx() as tx:
        tx.upsert_nodes([volunteer("a", note="甲\0乙")])
    with pytest.raises(InvalidNode), store.tx() as tx:
        tx.create_node(volunteer("a", note="\ud800"))
    with store.tx() as tx:
        tx.create_node(volunteer("a", note="\\u0000"))
    there = store.get(Volunteer, "a")
    assert there is not None
    assert there.note == "\\u0000"


def test_a_class_outside_the_model_is_a_value_error(store: GraphStore) -> None:
    class Stranger(model_node.Node):
        LABEL, TERM = "Stranger", "生人"

    with pytest.raises(ValueError, match="Stranger"), store.tx() as tx:
        tx.upsert_nodes([Stranger(id="x")])
    with pytest.raises(ValueError, match="Stranger"):
        store.get(Stranger, "x")


def test_upsert_edges_counts_what_is_new_or_changed(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        edges = [
            Edge(JIA, "branch", {"since": "2026-01-01"}),
            Edge(JIA, "office"),
            Edge(YI, "branch", {"since": "2020-01-01"}),
        ]
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, edges) == 2
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, edges) == 0
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, []) == 0
    assert store.counts()["MEMBER_OF"] == 4


def test_an_edge_has_exactly_the_properties_given_last(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        tx.upsert_edges(
            "MEMBER_OF", Volunteer, Organization, [Edge(YI, "branch", {"until": "2027-01-01", "since": None})]
        )
    question = (
        Match("v", Volunteer)
        .where(eq("v.id", YI))
        .hop("MEMBER_OF", "o", Organization, eq("o.id", "branch"), edge_alias="m")
    )
    assert store.query(question.select("m")) == [{"m": {"until": "2027-01-01"}}]


def test_edges_of_a_node_made_just_now_are_kept_apart_from_those_it_had(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([volunteer("a"), volunteer("b"), Organization(id="o", name="某单位")])
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("a", "o"), Edge("b", "o")]) == 2
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("a", "o"), Edge("b", "o")]) == 0
        since = [Edge("a", "o", {"since": "2026-01-01"}), Edge("a", "o", {"since": "2026-02-01"})]
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, since) == 2
        assert tx.delete_nodes(Volunteer, eq("id", "a")) == 1
        with pytest.raises(NotFound):
            tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("a", "o")])
        tx.upsert_nodes([volunteer("a")])
        assert tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge("a", "o"), Edge("b", "o")]) == 1
    question = Match("v", Volunteer).hop("MEMBER_OF", "o", Organization, edge_alias="e").order("v.id")
    assert store.query(question.select("v.id", "e")) == [{"v.id": "a", "e": {}}, {"v.id": "b", "e": {}}]


def test_an_edge_needs_both_ends(store: GraphStore) -> None:
    fill(store)
    for edge in (Edge("v9", "s2"), Edge(JIA, "s9"), Edge(JIA, "branch")):
        with pytest.raises(NotFound), store.tx() as tx:
            tx.upsert_edges("BASED_AT", Volunteer, Station, [Edge(JIA, "s2"), edge])
    assert store.counts()["BASED_AT"] == 3


def test_a_caught_error_leaves_nothing_of_its_call(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        with pytest.raises(NotFound):
            tx.upsert_edges("BASED_AT", Volunteer, Station, [Edge(JIA, "s2"), Edge(JIA, "s9")])
        tx.upsert_nodes([volunteer("v4")])
    assert store.counts()["BASED_AT"] == 3
    assert store.get(Volunteer, "v4") is not None


def test_an_edge_that_the_model_lacks_is_a_value_error(store: GraphStore) -> None:
    fill(store)
    for name, source, target in (("LOVES", Volunteer, Station), ("BASED_AT", Station, Volunteer)):
        with pytest.raises(ValueError, match=name), store.tx() as tx:
            tx.upsert_edges(name, source, target, [])
    with pytest.raises(ValueError, match="colour"), store.tx() as tx:
        tx.upsert_edges("BASED_AT", Volunteer, Station, [Edge(JIA, "s1", {"colour": "red"})])


def test_an_edge_s_property_of_a_wrong_type_is_invalid(store: GraphStore) -> None:
    fill(store)
    with pytest.raises(InvalidInput) as raised, store.tx() as tx:
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(JIA, "branch", {"since": 2026, "until": LineId})])
    assert {fault.field for fault in raised.value.faults} == {"since", "until"}


def test_an_edge_s_text_that_no_store_can_hold_is_invalid(store: GraphStore) -> None:
    fill(store)
    with pytest.raises(InvalidInput), store.tx() as tx:
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [Edge(JIA, "branch", {"since": "\0"})])


def test_deleting_nodes_takes_their_edges_along(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        assert tx.delete_nodes(Volunteer, is_in("id", [JIA, "v9"])) == 1
    assert ids(store) == [YI, BING]
    assert store.counts()["BASED_AT"] == 2
    assert store.counts()["MEMBER_OF"] == 2


def test_deleting_without_conditions_takes_the_whole_label_and_no_other(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        assert tx.delete_nodes(Volunteer) == 3
        assert tx.delete_nodes(Volunteer) == 0
    assert store.counts()["Organization"] == 3
    assert store.counts()["MEMBER_OF"] == 0


def test_deleting_may_ask_for_neighbours(store: GraphStore) -> None:
    fill(store)
    member = Match("", Volunteer).exists("", "MEMBER_OF", Organization, eq("id", "branch")).condition
    with store.tx() as tx:
        assert tx.delete_nodes(Volunteer, Not(member)) == 1
    assert ids(store) == [JIA, YI]


def test_deleting_edges_asks_for_either_end(store: GraphStore) -> None:
    fill(store)
    with store.tx() as tx:
        assert tx.delete_edges("BASED_AT", Volunteer, Station, targets=eq("id", "s2")) == 1
        assert tx.delete_edges("MEMBER_OF", Volunteer, Organization, eq("name", "乙二"), eq("id", "office")) == 1
        assert tx.delete_edges("MEMBER_OF", Volunteer, Organization, eq("name", "甲一")) == 1
        assert tx.delete_edges("MEMBER_OF", Volunteer, Organization) == 1
    assert store.counts()["BASED_AT"] == 2
    assert store.counts()["Volunteer"] == 3


def test_deleting_checks_its_conditions(store: GraphStore) -> None:
    with pytest.raises(ValueError, match="shoe"), store.tx() as tx:
        tx.delete_nodes(Volunteer, eq("shoe", 1))
    with pytest.raises(ValueError, match=r"v\.id"), store.tx() as tx:
        tx.delete_nodes(Volunteer, eq("v.id", "x"))
    with pytest.raises(ValueError, match="colour"), store.tx() as tx:
        tx.delete_edges("BASED_AT", Volunteer, Station, eq("colour", "red"))

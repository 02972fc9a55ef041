"""The model is whole: unique names, Chinese terms, edges between labels that exist."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from engine import model
from engine.errors import InvalidNode
from engine.model import (
    EDGES,
    NODES,
    EdgeType,
    Line,
    LineId,
    Node,
    Organization,
    Station,
    Volunteer,
    property_rules,
    property_types,
)
from engine.model.people import interval_faults
from engine.store.properties import node_properties

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAME = re.compile(r"[A-Z][A-Za-z]*")
KINDS = (str, int, float, bool)


def person(**changes: object) -> Volunteer:
    given = {
        "id": "v1",
        "name": "甲一",
        "pinyin": "jia yi",
        "phone": "13800000000",
        "home_lat": 34.7,
        "home_lon": 113.6,
    }
    return Volunteer(**{**given, **changes})  # type: ignore[arg-type]


def test_every_node_class_is_in_the_tuple() -> None:
    classes = {value for value in vars(model).values() if isinstance(value, type) and issubclass(value, Node)}
    assert classes - {Node} == set(NODES)


def test_labels_and_terms_are_unique() -> None:
    for names in ([node.LABEL for node in NODES], [node.TERM for node in NODES]):
        assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(node.LABEL) and CHINESE.search(node.TERM) for node in NODES)


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.LABEL)
def test_every_property_has_a_chinese_name_and_a_type_that_stores_hold(node: type[Node]) -> None:
    for name, rule in property_rules(node).items():
        assert name.isidentifier()
        assert CHINESE.search(rule.term), name
    assert all(known.kind in KINDS for known in node_properties(node.LABEL).values())


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.name)
def test_every_edge_joins_labels_that_exist(edge: EdgeType) -> None:
    labels = {node.LABEL for node in NODES}
    assert set(edge.sources) <= labels
    assert set(edge.targets) <= labels
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", edge.name)
    assert CHINESE.search(edge.term)
    assert set(edge.properties.values()) <= set(KINDS)


def test_each_type_of_edge_stands_once_for_each_pair_of_labels() -> None:
    triples = [(edge.name, source, target) for edge in EDGES for source in edge.sources for target in edge.targets]
    assert len(set(triples)) == len(triples)


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        person().name = "乙二"  # type: ignore[misc]


def test_a_node_names_every_fault_at_once_and_no_personal_value() -> None:
    with pytest.raises(InvalidNode) as raised:
        person(phone="555", home_lat=91.0, max_day=9, free_hours=(60, 30), work_lat=1.0, load="many")
    text = str(raised.value)
    for term in ("手机号", "住址纬度", "每日最多班次", "可服务时间", "工作地点", "近期已服务班次"):
        assert term in text
    assert "555" not in text
    assert "91" not in text


def test_a_node_s_representation_holds_nothing_personal() -> None:
    shown = repr(person(name="甲一", phone="13800000009", home_lat=34.7123, note="怕狗"))
    for personal in ("甲一", "13800000009", "34.7123", "怕狗"):
        assert personal not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", 7),
        ("minor", 1),
        ("load", True),
        ("load", 1.5),
        ("load", 2**63),
        ("home_lat", float("nan")),
        ("skills", ["leader"]),
        ("skills", (1,)),
        ("away", ("2026-11-22",)),
        ("id", "a b"),
        ("id", ""),
    ],
)
def test_a_value_of_a_wrong_type_or_shape_is_invalid(name: str, value: object) -> None:
    with pytest.raises(InvalidNode):
        person(**{name: value})


def test_a_whole_number_may_stand_for_a_float() -> None:
    assert Station(id="s", name="站", lat=34, lon=113).lat == 34


def test_an_enum_may_stand_for_its_text() -> None:
    assert Line(id=LineId.PARTY, name="党员").to_props() == {"id": "PARTY", "name": "党员", "tolerance": 1000}


def test_properties_travel_without_nulls_empty_lists_and_version() -> None:
    props = person(version=3, away=(date(2026, 11, 22),)).to_props()
    assert not {"version", "work_lat", "skills"} & set(props)
    assert props["away"] == ["2026-11-22"]
    assert (props["minor"], props["note"]) == (False, "")


def test_an_unknown_property_is_an_error() -> None:
    with pytest.raises((TypeError, KeyError)):
        Organization.from_props({"id": "o", "name": "某单位", "colour": "red"})


@pytest.mark.parametrize(
    ("minutes", "right"),
    [((), True), ((0, 60), True), ((0, 60, 60, 90), True), ((0, 10080), True)]
    + [(wrong, False) for wrong in ((0,), (60, 0), (60, 60), (0, 60, 30, 90), (0, 10081))],
)
def test_intervals_come_in_pairs_in_order_within_a_week(minutes: tuple[int, ...], right: bool) -> None:
    assert (not list(interval_faults(minutes, "时间"))) == right


def test_types_and_rules_name_the_same_properties() -> None:
    for node in NODES:
        assert list(property_types(node)) == list(property_rules(node))

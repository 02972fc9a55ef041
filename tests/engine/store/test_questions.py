"""What a question promises, one promise a test; ``test_agreement`` tries them all together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.model import Community, District, Organization, OrganizationKind, Plan, Station, Subdistrict, Volunteer
from engine.store import AllOf, AnyOf, Condition, Edge, Exists, GraphStore, Match, Not, Op, eq, has, is_in, where
from engine.store.question import Aggregate, Hop
from tests.engine.store.fuhua_street import BING, JIA, VOLUNTEERS, YI, fill

PEOPLE = Match("v", Volunteer)
MEMBERS = Match("o", Organization).hop("MEMBER_OF", "v", Volunteer, reverse=True)


@pytest.fixture
def street(store: GraphStore) -> GraphStore:
    fill(store)
    return store


def people(store: GraphStore, *parts: Any) -> list[str]:
    """The ids of the volunteers for whom all parts hold."""
    return [row["v.id"] for row in store.query(PEOPLE.where(*parts).order("v.id").select("v.id"))]


def asked(field: str, op: Op, value: Any) -> Condition:
    return Condition(f"v.{field}", op, value)


# Conditions


def test_each_comparison_compares(street: GraphStore) -> None:
    assert people(street, asked("load", Op.EQ, 2)) == [JIA]
    assert people(street, asked("load", Op.NE, 2)) == [YI, BING]
    assert people(street, asked("load", Op.LT, 2)) == [YI, BING]
    assert people(street, asked("load", Op.LTE, 1)) == [YI, BING]
    assert people(street, asked("load", Op.GT, 1)) == [JIA]
    assert people(street, asked("load", Op.GTE, 2.0)) == [JIA]
    assert people(street, asked("pinyin", Op.GTE, "jia")) == [JIA, YI]


def test_is_in_holds_for_any_of_the_values_and_for_none_of_none(street: GraphStore) -> None:
    assert people(street, is_in("v.id", [JIA, BING, "v9"])) == [JIA, BING]
    assert people(street, is_in("v.load", [])) == []
    assert people(street, is_in("v.minor", [True])) == [BING]
    assert people(street, Not(is_in("v.load", []))) == [JIA, YI, BING]


def test_contains_and_starts_with_take_every_character_as_itself(street: GraphStore) -> None:
    assert people(street, asked("note", Op.CONTAINS, "0%")) == [YI]
    assert people(street, asked("note", Op.CONTAINS, "%0")) == []
    assert people(street, asked("note", Op.STARTS_WITH, "50%_")) == [YI]
    assert people(street, asked("note", Op.STARTS_WITH, "5_")) == []
    assert people(street, asked("note", Op.STARTS_WITH, "")) == [JIA, YI, BING]


def test_contains_and_starts_with_heed_case_and_chinese(street: GraphStore) -> None:
    assert people(street, asked("pinyin", Op.CONTAINS, "Yi")) == []
    assert people(street, asked("pinyin", Op.CONTAINS, "yi")) == [JIA, YI]
    assert people(street, asked("name", Op.STARTS_WITH, "乙")) == [YI]
    assert people(street, asked("name", Op.CONTAINS, "三")) == [BING]


def test_has_looks_for_a_whole_item_of_a_list(street: GraphStore) -> None:
    assert people(street, has("v.skills", "急救")) == [JIA, BING]
    assert people(street, has("v.skills", "急")) == []
    assert people(street, has("v.away", date(2026, 11, 24))) == [YI]


def test_a_list_without_items_has_nothing(street: GraphStore) -> None:
    assert people(street, Not(has("v.skills", "leader"))) == [YI, BING]
    assert people(street, asked("skills", Op.IS_NULL, True)) == [YI]


def test_a_condition_on_a_missing_property_is_false_and_so_is_its_negation(street: GraphStore) -> None:
    for part in (asked("work_lat", Op.GT, 0.0), is_in("v.work_lat", []), asked("work_lat", Op.NE, 1.0)):
        assert YI not in people(street, part)
        assert YI not in people(street, Not(part))
        assert YI not in people(street, Not(Not(part)))


def test_what_is_unknown_does_not_hide_what_is_known(street: GraphStore) -> None:
    unknown = asked("work_lat", Op.GT, 0.0)
    assert YI in people(street, AnyOf((unknown, eq("v.id", YI))))
    assert YI in people(street, Not(AllOf((unknown, eq("v.id", JIA)))))
    assert YI not in people(street, Not(AnyOf((unknown, eq("v.id", JIA)))))


def test_is_null_asks_for_what_is_missing(street: GraphStore) -> None:
    assert people(street, asked("work_lat", Op.IS_NULL, True)) == [YI, BING]
    assert people(street, asked("work_lat", Op.IS_NULL, False)) == [JIA]
    assert people(street, Not(asked("work_lat", Op.IS_NULL, False))) == [YI, BING]


def test_all_of_nothing_is_true_and_any_of_nothing_false(street: GraphStore) -> None:
    assert people(street, AllOf()) == [JIA, YI, BING]
    assert people(street, AnyOf()) == []
    assert people(street, Not(AllOf())) == []
    assert people(street, Not(AnyOf())) == [JIA, YI, BING]


def test_dates_and_enums_may_be_given_as_themselves_or_as_they_are_kept(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([Organization(id="school", name="一小", kind=OrganizationKind.SCHOOL)])
    question = Match("o", Organization)
    for kind in (OrganizationKind.SCHOOL, "SCHOOL"):
        assert len(store.query(question.where(eq("o.kind", kind)))) == 1


def test_a_float_equals_itself_to_the_last_digit(store: GraphStore) -> None:
    latitudes = [34.7466 + step * 7.1e-15 for step in range(200)]
    with store.tx() as tx:
        tx.upsert_nodes([Station(id=f"s{i}", name="站", lat=lat, lon=1.0) for i, lat in enumerate(latitudes)])
    for latitude in latitudes[::20]:
        rows = store.query(Match("s", Station).where(eq("s.lat", latitude)).select("s.lat"))
        assert rows == [{"s.lat": latitude}]


def test_conditions_may_be_many(street: GraphStore) -> None:
    assert people(street, AnyOf(tuple(eq("v.load", number) for number in range(2, 3000)))) == [JIA]
    assert people(street, is_in("v.id", [f"v{number}" for number in range(50_000)])) == [JIA, YI, BING]


# Hops


def test_a_hop_gives_a_row_for_each_pair(street: GraphStore) -> None:
    rows = street.query(MEMBERS.order("v.id", "o.id").select("v.id", "o.name"))
    assert [tuple(row.values()) for row in rows] == [(JIA, "第一支部"), (YI, "第一支部"), (YI, "街道办事处")]


def test_a_hop_goes_on_from_the_alias_named_last_or_from_source(street: GraphStore) -> None:
    chain = MEMBERS.where(eq("o.id", "branch")).hop("BASED_AT", "s", Station)
    assert {(row["v.id"], row["s.id"]) for row in street.query(chain.select("v.id", "s.id"))} == {
        (JIA, "s1"),
        (YI, "s1"),
    }
    fork = MEMBERS.hop("PART_OF", "up", Organization, source="o")
    assert {(r["v.id"], r["up.id"]) for r in street.query(fork.select("v.id", "up.id"))} == {
        (JIA, "office"),
        (YI, "office"),
        (YI, "district"),
    }


def test_conditions_of_a_hop_ask_of_its_own_aliases(street: GraphStore) -> None:
    late = Condition("m.since", Op.GTE, "2026-03-01")
    question = PEOPLE.hop("MEMBER_OF", "o", Organization, late, eq("o.id", "branch"), edge_alias="m")
    assert street.query(question.select("v.id", "m.until")) == [{"v.id": YI, "m.until": "2026-12-31"}]


def test_an_edge_s_alias_stands_for_its_properties(street: GraphStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "o", Organization, edge_alias="m").order("v.id", "o.id").select("m", "m.since")
    assert street.query(question) == [
        {"m": {"since": "2026-01-01"}, "m.since": "2026-01-01"},
        {"m": {"since": "2026-06-01", "until": "2026-12-31"}, "m.since": "2026-06-01"},
        {"m": {}, "m.since": None},
    ]


def test_a_depth_range_gives_each_node_once(street: GraphStore) -> None:
    with street.tx() as tx:  # a second way up: branch → district
        tx.upsert_edges("PART_OF", Organization, Organization, [Edge("branch", "district")])
    up = Match("o", Organization).where(eq("o.id", "branch")).hop("PART_OF", "up", Organization, depth=(1, 6))
    assert [row["up.id"] for row in street.query(up.select("up.id").order("up.id"))] == ["district", "office"]
    assert street.query(up.aggregate(Aggregate("n", "count", "up"))) == [{"n": 2}]


def test_a_depth_range_from_nought_includes_the_start(street: GraphStore) -> None:
    down = Match("o", Organization).hop("PART_OF", "under", Organization, depth=(0, 6), reverse=True)
    found = street.query(down.where(eq("o.id", "office")).order("under.id").select("under.id"))
    assert [row["under.id"] for row in found] == ["branch", "office"]


def test_a_depth_range_ends_in_a_circle(street: GraphStore) -> None:
    with street.tx() as tx:
        tx.upsert_edges("PART_OF", Organization, Organization, [Edge("district", "branch")])
    around = Match("o", Organization).where(eq("o.id", "branch")).hop("PART_OF", "up", Organization, depth=(1, 50))
    assert len(street.query(around)) == 3  # the other two, and itself


def test_a_depth_range_goes_through_nodes_of_any_label(store: GraphStore) -> None:
    with store.tx() as tx:
        tx.upsert_nodes(
            [Community(id="c", name="甲社区"), Subdistrict(id="s", name="乙街道"), District(id="d", name="丙区")]
        )
        tx.upsert_edges("PART_OF", Community, Subdistrict, [Edge("c", "s")])
        tx.upsert_edges("PART_OF", Subdistrict, District, [Edge("s", "d")])
    question = Match("c", Community).hop("PART_OF", "d", District, depth=(1, 3)).select("d.id")
    assert store.query(question) == [{"d.id": "d"}]
    assert store.query(Match("c", Community).hop("PART_OF", "d", District, depth=(3, 3))) == []


def test_a_range_may_be_asked_from_its_far_end(street: GraphStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "own", Organization)
    question = question.hop("PART_OF", "top", Organization, eq("top.id", "district"), depth=(0, 6))
    rows = street.query(question.order("v.id").select("v.id"))
    assert [row["v.id"] for row in rows] == [JIA, YI]


def test_an_optional_hop_keeps_the_row(street: GraphStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "o", Organization, eq("o.id", "office"), optional=True, edge_alias="m")
    rows = street.query(question.order("v.id").select("v.id", "o.name", "o", "m"))
    assert [(row["v.id"], row["o.name"]) for row in rows] == [(JIA, None), (YI, "街道办事处"), (BING, None)]
    assert [row["o"] is None for row in rows] == [True, False, True]
    assert [row["m"] for row in rows] == [None, {}, None]


def test_a_hop_after_an_optional_one_is_optional_too(street: GraphStore) -> None:
    question = PEOPLE.hop("MEMBER_OF", "o", Organization, eq("o.id", "office"), optional=True)
    rows = street.query(question.hop("PART_OF", "up", Organization).order("v.id").select("v.id", "up.id"))
    assert [tuple(row.values()) for row in rows] == [(JIA, None), (YI, "district"), (BING, None)]


def test_an_optional_range_keeps_the_row(street: GraphStore) -> None:
    question = Match("o", Organization).hop("PART_OF", "up", Organization, depth=(2, 3), optional=True)
    rows = street.query(question.order("o.id").select("o.id", "up.id"))
    assert [tuple(row.values()) for row in rows] == [("branch", "district"), ("district", None), ("office", None)]


# Neighbours


def test_exists_and_lacks_part_the_nodes(street: GraphStore) -> None:
    at_branch = PEOPLE.exists("v", "MEMBER_OF", Organization, where(eq("id", "branch"))).order("v.id").select("v.id")
    without = PEOPLE.lacks("v", "MEMBER_OF", Organization).select("v.id")
    assert [row["v.id"] for row in street.query(at_branch)] == [JIA, YI]
    assert street.query(without) == [{"v.id": BING}]


def test_exists_walks_against_an_edge_and_nests(street: GraphStore) -> None:
    upper = Exists("", "PART_OF", "Organization", eq("id", "office"))
    assert people(street, Exists("v", "MEMBER_OF", "Organization", upper)) == [JIA, YI]
    led = Match("o", Organization).exists("o", "MEMBER_OF", Volunteer, has("skills", "leader"), reverse=True)
    assert [row["o"]["id"] for row in street.query(led)] == ["branch"]


def test_exists_is_known_even_when_its_condition_is_not(street: GraphStore) -> None:
    unknown = Exists("v", "BASED_AT", "Station", Not(has("functions", "tea")))
    assert people(street, unknown) == [JIA, YI, BING]
    late = Match("o", Organization).lacks("o", "MEMBER_OF", Volunteer, Condition("work_lat", Op.GT, 0.0), reverse=True)
    assert {row["o"]["id"] for row in street.query(late)} == {"office", "district"}


# Rows


def test_an_alias_stands_for_all_properties_and_the_version(street: GraphStore) -> None:
    rows = street.query(PEOPLE.where(eq("v.id", JIA)))
    assert rows == [{"v": {**VOLUNTEERS[0].to_props(), "version": 1}}]
    assert Volunteer.from_props(rows[0]["v"]) == VOLUNTEERS[0]


def test_a_missing_property_is_none_and_truth_values_and_lists_keep_their_types(street: GraphStore) -> None:
    question = PEOPLE.where(eq("v.id", BING)).select("v.work_lat", "v.minor", "v.skills", "v.home_lat", "v.version")
    (row,) = street.query(question)
    assert row == {"v.work_lat": None, "v.minor": True, "v.skills": ["急救"], "v.home_lat": 34.7, "v.version": 1}
    assert row["v.minor"] is True


def test_without_a_selection_every_alias_is_given(street: GraphStore) -> None:
    (row,) = street.query(MEMBERS.where(eq("v.id", JIA)))
    assert set(row) == {"o", "v"}


def test_rows_are_distinct_in_what_is_selected_and_sorted_by(street: GraphStore) -> None:
    assert len(street.query(MEMBERS.select("o.id"))) == 2
    assert len(street.query(MEMBERS.select("v"))) == 2
    assert len(street.query(MEMBERS.select("o.kind"))) == 1
    assert len(street.query(MEMBERS.select("o.kind").order("v.load"))) == 2


# Order, cursor, limit


def test_orders_mix_directions(street: GraphStore) -> None:
    rows = street.query(PEOPLE.order("v.load", "-v.pinyin").select("v.id"))
    assert [row["v.id"] for row in rows] == [YI, BING, JIA]


def test_nulls_sort_last_ascending_and_first_descending(street: GraphStore) -> None:
    assert [row["v.id"] for row in street.query(PEOPLE.order("v.work_lat", "v.id").select("v.id"))] == [JIA, YI, BING]
    assert [row["v.id"] for row in street.query(PEOPLE.order("-v.work_lat", "v.id").select("v.id"))] == [YI, BING, JIA]
    optional = PEOPLE.hop("MEMBER_OF", "o", Organization, eq("o.id", "office"), optional=True)
    assert [row["v.id"] for row in street.query(optional.order("o.id", "v.id").select("v.id"))] == [YI, JIA, BING]
    assert [row["v.id"] for row in street.query(optional.order("-o.id", "v.id").select("v.id"))] == [JIA, BING, YI]


@pytest.mark.parametrize("order", [("v.load", "v.id"), ("-v.load", "v.id"), ("v.load", "-v.id"), ("-v.load", "-v.id")])
def test_pages_by_cursor_give_every_row_once(street: GraphStore, order: tuple[str, str]) -> None:
    question = PEOPLE.order(*order).limit(1).select("v.load", "v.id")
    whole = street.query(question.limit(None))
    paged: list[dict[str, Any]] = []
    while rows := street.query(question.after(list(paged[-1].values())) if paged else question):
        paged += rows
    assert paged == whole
    assert len(paged) == 3


def test_a_cursor_may_stand_where_no_row_is(street: GraphStore) -> None:
    rows = street.query(PEOPLE.order("v.pinyin", "v.id").after(["c", "zzz"]).select("v.id"))
    assert [row["v.id"] for row in rows] == [JIA, YI]


def test_a_limit_of_nought_gives_nothing(street: GraphStore) -> None:
    assert street.query(PEOPLE.limit(0)) == []


# Aggregates


def test_count_counts_distinct_nodes_of_the_first_alias_unless_told(street: GraphStore) -> None:
    assert street.query(PEOPLE.count()) == [{"count": 3}]
    assert street.query(MEMBERS.count()) == [{"count": 2}]
    assert street.query(MEMBERS.count("people", "v")) == [{"people": 2}]
    assert street.query(MEMBERS.aggregate(Aggregate("rows", "count", "v.id"))) == [{"rows": 3}]


def test_selected_fields_are_the_groups(street: GraphStore) -> None:
    question = MEMBERS.select("o.id").count("people", "v").order("-people", "o.id")
    assert street.query(question) == [{"o.id": "branch", "people": 2}, {"o.id": "office", "people": 1}]
    whole = MEMBERS.select("o").count("people", "v").order("o.name").limit(1)
    (row,) = street.query(whole)
    assert (row["o"]["id"], row["people"]) == ("branch", 2)


def test_aggregates_pass_over_nulls(street: GraphStore) -> None:
    optional = PEOPLE.hop("MEMBER_OF", "o", Organization, eq("o.id", "office"), optional=True)
    assert street.query(optional.select("v.id").count("n", "o").order("v.id")) == [
        {"v.id": JIA, "n": 0},
        {"v.id": YI, "n": 1},
        {"v.id": BING, "n": 0},
    ]
    assert street.query(PEOPLE.aggregate(Aggregate("n", "count", "v.work_lat"))) == [{"n": 1}]


def test_sum_min_and_max(street: GraphStore) -> None:
    question = PEOPLE.aggregate(
        Aggregate("sum", "sum", "v.load"), Aggregate("least", "min", "v.pinyin"), Aggregate("most", "max", "v.load")
    )
    assert street.query(question) == [{"sum": 4, "least": "bing san", "most": 2}]


def test_aggregates_of_nothing(store: GraphStore) -> None:
    question = PEOPLE.count("n").aggregate(Aggregate("sum", "sum", "v.load"), Aggregate("least", "min", "v.load"))
    assert store.query(question) == [{"n": 0, "sum": 0, "least": None}]
    assert store.query(question.select("v.minor")) == []


# Malformed questions

MALFORMED: dict[str, Match] = {
    "an unknown property": PEOPLE.where(eq("v.shoe", 1)),
    "an unknown alias": PEOPLE.where(eq("w.id", "x")),
    "a field without alias": PEOPLE.where(eq("id", "x")),
    "an unknown edge": PEOPLE.hop("LOVES", "o", Organization),
    "an edge the wrong way round": PEOPLE.hop("MEMBER_OF", "o", Organization, reverse=True),
    "an unknown label": Match("v", Volunteer, hops=(Hop("v", "MEMBER_OF", "o", "Firm"),)),
    "an alias used twice": PEOPLE.hop("MEMBER_OF", "v", Organization),
    "an alias that is no word": Match('v"; DROP TABLE nodes', Volunteer),
    "a hop from nowhere": PEOPLE.hop("MEMBER_OF", "o", Organization, source="w"),
    "a hop from an edge": PEOPLE.hop("MEMBER_OF", "o", Organization, edge_alias="m").hop(
        "IN_LINE", "l", Plan, source="m"
    ),
    "depths the wrong way round": MEMBERS.hop("PART_OF", "up", Organization, source="o", depth=(3, 1)),
    "an edge's alias on a range": Match("o", Organization).hop(
        "PART_OF", "u", Organization, depth=(1, 2), edge_alias="e"
    ),
    "a condition on an optional alias": PEOPLE.hop("MEMBER_OF", "o", Organization, optional=True).where(
        eq("o.id", "x")
    ),
    "a hop's condition on an alias beyond its ends": PEOPLE.hop("MEMBER_OF", "o", Organization).hop(
        "PART_OF", "p", Organization, eq("v.id", "x")
    ),
    "exists with an alias in its fields": PEOPLE.exists("v", "MEMBER_OF", Organization, eq("o.id", "x")),
    "exists along an unknown edge": PEOPLE.exists("v", "PART_OF", Organization),
    "an equal of None": PEOPLE.where(eq("v.work_lat", None)),
    "a text for a number": PEOPLE.where(eq("v.load", "1")),
    "a number for a text": PEOPLE.where(eq("v.name", 1)),
    "a number for a truth value": PEOPLE.where(eq("v.minor", 1)),
    "a number beyond 64 bits": PEOPLE.where(eq("v.load", 2**63)),
    "an order of truth values": PEOPLE.where(asked("minor", Op.LT, True)),
    "an equal of a list": PEOPLE.where(eq("v.skills", ("a",))),
    "has of no list": PEOPLE.where(has("v.name", "a")),
    "contains in a number": PEOPLE.where(asked("load", Op.CONTAINS, "1")),
    "is-null of no truth value": PEOPLE.where(asked("load", Op.IS_NULL, "yes")),
    "a selected property that is not there": PEOPLE.select("v.shoe"),
    "a column twice": PEOPLE.select("v.id", "v.id"),
    "an order by a list": PEOPLE.order("v.skills"),
    "an order by what is no group": PEOPLE.select("v.load").count().order("v.id"),
    "a cursor without order": PEOPLE.after(["x"]),
    "a cursor too short": PEOPLE.order("v.load", "v.id").after([1]),
    "a cursor on what may be missing": PEOPLE.order("v.work_lat").after([1.0]),
    "a cursor of a wrong type": PEOPLE.order("v.load").after(["x"]),
    "a cursor over aggregates": PEOPLE.select("v.id").count().order("v.id").after(["x"]),
    "a limit below nought": PEOPLE.limit(-1),
    "a sum of texts": PEOPLE.aggregate(Aggregate("n", "sum", "v.name")),
    "a least truth value": PEOPLE.aggregate(Aggregate("n", "min", "v.minor")),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_question_is_a_value_error(store: GraphStore, name: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        store.query(MALFORMED[name])


def test_more_than_a_store_can_take_is_a_value_error(store: GraphStore) -> None:
    question = Match("o0", Organization)
    for number in range(1, 80):
        question = question.hop("PART_OF", f"o{number}", Organization)
    with pytest.raises(ValueError, match=r"\w"):
        store.query(question)


def test_no_text_of_a_value_is_read_as_a_command(street: GraphStore) -> None:
    nasty = "x' OR '1'='1"
    assert people(street, eq("v.name", nasty)) == []
    assert people(street, asked("name", Op.CONTAINS, nasty)) == []
    assert people(street, is_in("v.name", [nasty, '"]'])) == []
    assert people(street, is_in("v.name", ["甲一\0"])) == []

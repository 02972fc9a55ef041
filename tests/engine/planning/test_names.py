"""Places and versions by what people call them."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.places import scope_id
from engine.planning import generate_plan
from engine.planning.sentences import tag_term
from engine.planning.versions import newest_plan, plan_versions
from engine.store import GraphStore
from tests.engine.planning.conftest import WEEK


@pytest.mark.parametrize("name", ["老城街道", "老城", "老城街", "old-town"])
def test_a_subdistrict_is_found_by_its_name_short_or_long(lantern_street: GraphStore, name: str) -> None:
    assert scope_id(lantern_street, name) == "old-town"


def test_no_name_means_the_whole_district(lantern_street: GraphStore) -> None:
    assert scope_id(lantern_street, "") == ""


def test_an_unknown_subdistrict_is_refused_with_the_near_ones(lantern_street: GraphStore) -> None:
    with pytest.raises(NotFound, match="老城街道"):
        scope_id(lantern_street, "新城街道")


def test_an_empty_graph_has_no_subdistrict_to_offer(store: GraphStore) -> None:
    with pytest.raises(NotFound, match="尚未载入"):
        scope_id(store, "老城")


def test_the_newest_version_comes_first(lantern_street: GraphStore) -> None:
    with pytest.raises(NotFound):
        newest_plan(lantern_street, WEEK, "old-town")
    plans = [generate_plan(lantern_street, WEEK, "old-town") for _ in range(2)]
    assert [plan.number for plan in plan_versions(lantern_street, WEEK, "old-town")] == [2, 1]
    assert newest_plan(lantern_street, WEEK, "old-town").id == plans[1].id


@pytest.mark.parametrize(
    ("tag", "term"),
    [("leader", "带队"), ("line:PARTY", "党员"), ("minor", "未成年人"), ("舞龙", "舞龙"), ("line:OTHER", "line:OTHER")],
)
def test_tags_have_the_names_that_people_use(tag: str, term: str) -> None:
    assert tag_term(tag) == term

"""The shortest chain of organizations between two volunteers: by hand, and against networkx on random graphs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import InvalidInput, NotFound
from engine.model import Node, Organization, Volunteer
from engine.organization_chain import MOST_STEPS, Chain, Link, Stop, shortest_chain
from engine.store import Edge, GraphStore
from tests.counting import Counting
from tests.engine.store.fuhua_street import volunteer

TODAY = date(2026, 11, 26)
Pairs = list[tuple[str, str]]


def build(store: GraphStore, members: Pairs, parts: Pairs, ended: Sequence[tuple[str, str]] = ()) -> None:
    """The store holds these people and organizations and nothing else."""
    people = sorted({"甲", "乙", *(v for v, _ in members)})
    offices = sorted({o for _, o in (*members, *ended)} | {o for pair in parts for o in pair})
    nodes: list[Node] = [*map(volunteer, people), *(Organization(id=id, name=id) for id in offices)]
    with store.tx() as tx:
        tx.delete_nodes(Volunteer)
        tx.delete_nodes(Organization)
        tx.upsert_nodes(nodes)
        tx.upsert_edges("PART_OF", Organization, Organization, [Edge(a, b) for a, b in parts])
        old = [Edge(a, b, {"until": "2026-11-25"}) for a, b in ended]
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [*old, *(Edge(a, b) for a, b in members)])


def chain(store: GraphStore) -> Chain | None:
    return shortest_chain(store, "甲", "乙", TODAY)


def test_members_of_one_organization_are_two_steps_apart(store: GraphStore) -> None:
    build(store, [("甲", "branch"), ("乙", "branch"), ("甲", "choir"), ("乙", "choir")], [])
    assert chain(store) == Chain((Stop("branch", Link.MEMBER),), 2)  # before the choir by its id


def test_a_chain_leads_up_and_down_the_tree(store: GraphStore) -> None:
    build(store, [("甲", "east"), ("乙", "west")], [("east", "committee"), ("west", "committee")])
    stops = (Stop("east", Link.MEMBER), Stop("committee", Link.PARENT), Stop("west", Link.PART))
    assert chain(store) == Chain(stops, 4)


def test_a_chain_leads_through_a_member_of_two_organizations(store: GraphStore) -> None:
    """Both 丙 and 丁 could be asked; 丁 comes first. By the tree it would be six steps."""
    members = [("甲", "branch"), ("丙", "branch"), ("丁", "branch"), ("丙", "union"), ("丁", "union"), ("乙", "union")]
    build(store, members, [("branch", "a"), ("a", "b"), ("b", "c"), ("union", "c")])
    assert chain(store) == Chain((Stop("branch", Link.MEMBER), Stop("union", Link.SHARED, "丁")), 4)


def test_there_is_no_chain_over_a_membership_that_ended(store: GraphStore) -> None:
    build(store, [("乙", "branch")], [], ended=[("甲", "branch")])
    assert chain(store) is None


@pytest.mark.parametrize(("offices", "found"), [(MOST_STEPS - 1, True), (MOST_STEPS, False)])
def test_a_chain_of_more_steps_than_the_most_is_not_found(store: GraphStore, offices: int, found: bool) -> None:
    """n organizations in a row: two memberships and n - 1 steps between."""
    row = [f"o{number:02d}" for number in range(offices)]
    build(store, [("甲", row[0]), ("乙", row[-1])], list(pairwise(row)))
    assert (chain(store) is not None) is found


def test_nobody_is_linked_to_himself_or_to_somebody_unknown(store: GraphStore) -> None:
    build(store, [("甲", "branch")], [])
    with pytest.raises(InvalidInput):
        shortest_chain(store, "甲", "甲", TODAY)
    with pytest.raises(NotFound):
        shortest_chain(store, "甲", "癸", TODAY)


people, offices = st.sampled_from(["甲", "乙", "丙", "丁", "戊"]), st.sampled_from([f"o{n}" for n in range(8)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    members=st.lists(st.tuples(people, offices), max_size=9, unique=True),
    parts=st.lists(st.tuples(offices, offices).filter(lambda pair: pair[0] < pair[1]), max_size=6, unique=True),
)
def test_no_chain_is_shorter_and_three_questions_find_it(store: GraphStore, members: Pairs, parts: Pairs) -> None:
    build(store, members, parts)
    graph = nx.Graph([*members, *parts])
    graph.add_nodes_from(["甲", "乙"])
    counting = Counting(store)
    found = shortest_chain(counting, "甲", "乙", TODAY)
    assert counting.asked == 3
    if not nx.has_path(graph, "甲", "乙"):
        assert found is None
        return
    assert found is not None
    shortest = nx.all_shortest_paths(graph, "甲", "乙")
    chains = [[node for node in path if node.startswith("o")] for path in shortest]
    assert [stop.organization for stop in found.stops] == min(chains)
    assert found.steps == nx.shortest_path_length(graph, "甲", "乙")
    assert all(
        stop.through == min(set(graph[stop.organization]) & set(graph[before.organization]) - set("o"), default="")
        for before, stop in pairwise(found.stops)
        if stop.link is Link.SHARED
    )

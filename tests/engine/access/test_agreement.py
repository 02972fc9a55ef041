"""Whatever a viewer asks of whatever graph, he gets the answer of a graph that holds only what he may see.

What he may see is said here once more, plainly, and taken out of the graph; the question then goes to the reference,
which knows of no access. 2,000 random questions in a run; ``--examples`` asks for more. What the rewritten questions
mean is the same on every store (``tests/engine/store/test_agreement.py``), so only some of them go to a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import networkx as nx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.access import Secured, Viewer
from engine.errors import NotPermitted
from engine.model import Role, Volunteer
from engine.store import Condition, Exists, GraphStore, Match, Not
from engine.store.question import Where
from engine.store.sqlite.store import SqliteStore
from tests.engine.store.random_graphs import RandomGraph, Undone, graphs
from tests.engine.store.random_questions import questions
from tests.engine.store.reference import Key, Reference
from tests.engine.store.test_agreement import comparable

SCOPES = {
    Role.ADMIN: "District",
    Role.COORDINATOR: "Subdistrict",
    Role.OFFICER: "Organization",
    Role.STATION_LEADER: "Station",
    Role.CHIEF: "Road",
    Role.VOLUNTEER: "Volunteer",
    Role.SERVICE: "",
}
FOR_ALL_TO_COMPARE = {"id", "version", "name", "pinyin", "skills"}
TIMES = {"free_hours", "away", "max_week", "max_day", "load", "minor"}
WITH_TIMES = {Role.ADMIN, Role.COORDINATOR, Role.OFFICER, Role.VOLUNTEER}
OWN = {"work_address"}


@st.composite
def viewers(draw: st.DrawFn) -> Viewer:
    """Somebody with a role over a few things, which may not be there."""
    role = draw(st.sampled_from(Role))
    ids = draw(st.lists(st.sampled_from([f"x{i}" for i in range(4)]), max_size=2, unique=True))
    return Viewer(account="a", role=role, scope_label=SCOPES[role], scope_ids=tuple(ids), purpose=draw(st.just("联系")))


def neighbours(graph: nx.MultiDiGraph[Key], key: Key, edge: str, *, reverse: bool = False) -> set[Key]:
    """Where the edges of this type lead."""
    edges = graph.in_edges(key, keys=True) if reverse else graph.out_edges(key, keys=True)
    return {(a if reverse else b) for a, b, kind in edges if kind == edge}


def subtree(graph: nx.MultiDiGraph[Key], viewer: Viewer) -> set[Key]:
    """The organizations of an officer, six levels deep."""
    found = {("Organization", id) for id in viewer.scope_ids} & set(graph)
    for _ in range(6):
        found |= {part for one in found for part in neighbours(graph, one, "PART_OF", reverse=True)}
    return found


def sees_volunteer(graph: nx.MultiDiGraph[Key], viewer: Viewer, key: Key) -> bool:
    """Without assignments, which these graphs have none of."""
    stations = neighbours(graph, key, "BASED_AT")
    match viewer.role:
        case Role.ADMIN:
            return True
        case Role.VOLUNTEER:
            return key[1] in viewer.scope_ids
        case Role.OFFICER:
            return bool(neighbours(graph, key, "MEMBER_OF") & subtree(graph, viewer))
        case Role.STATION_LEADER:
            return any(id in viewer.scope_ids for _, id in stations)
        case Role.COORDINATOR:
            communities = {there for one in stations for there in neighbours(graph, one, "SERVES")}
            above = {there for one in communities for there in neighbours(graph, one, "PART_OF")}
            return any(("Subdistrict", id) in above for id in viewer.scope_ids)
    return False


def hidden_edges(graph: nx.MultiDiGraph[Key], viewer: Viewer) -> Iterator[tuple[Key, Key, str]]:
    """The edges between nodes that he sees, which he does not see."""
    kept = subtree(graph, viewer)
    for a, b, kind in graph.edges(keys=True):
        together = kind == "TOGETHER" and viewer.role not in (Role.ADMIN, Role.COORDINATOR)
        escorts = kind == "ESCORTS" and viewer.role not in (Role.ADMIN, Role.COORDINATOR, Role.STATION_LEADER)
        foreign = kind == "MEMBER_OF" and viewer.role is Role.OFFICER and b not in kept
        if kind == "PREFERS" or together or escorts or foreign:
            yield a, b, kind


def seen_by(viewer: Viewer, whole: Reference) -> Reference:
    """The graph without what he may not see."""
    left = Reference()
    left.graph = whole.graph.copy()
    left.graph.remove_edges_from(list(hidden_edges(whole.graph, viewer)))
    people = [key for key in whole.graph if key[0] == "Volunteer"]
    left.graph.remove_nodes_from([key for key in people if not sees_volunteer(whole.graph, viewer, key)])
    return left


def compared(question: Match) -> Iterator[tuple[str, str]]:
    """Label and property of everything that the question compares, sorts by, groups by or picks."""
    labels = {question.alias: question.node.LABEL} | {hop.alias: hop.label for hop in question.hops}
    fields = [order.field for order in question.orders] + list(question.selected)
    fields += [aggregate.field for aggregate in question.aggregates]
    for field in fields:
        alias, _, name = field.rpartition(".")
        if alias in labels:
            yield labels[alias], name
    for part in (question.condition, *(hop.where for hop in question.hops)):
        yield from _in_where(part, labels)


def _in_where(part: Where, labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(part, Condition):
        alias, _, name = part.field.rpartition(".")
        if alias in labels:
            yield labels[alias], name
    elif isinstance(part, Not):
        yield from _in_where(part.part, labels)
    elif isinstance(part, Exists):
        yield from _in_where(part.where, {"": part.label})
    else:
        for inner in part.parts:
            yield from _in_where(inner, labels)


def may_ask(viewer: Viewer, question: Match) -> bool:
    """Whether it compares nothing that he sees of nobody, or only of some."""
    allowed = FOR_ALL_TO_COMPARE | (TIMES if viewer.role in WITH_TIMES else set())
    allowed |= {"minor"} if viewer.role is Role.STATION_LEADER else set()
    allowed |= OWN if viewer.role is Role.VOLUNTEER else set()
    return viewer.role is Role.SERVICE or all(
        label != "Volunteer" or name in allowed for label, name in compared(question)
    )


def test_the_answer_is_that_of_the_graph_that_the_viewer_sees(
    store: GraphStore, request: pytest.FixtureRequest
) -> None:
    asked_and_answered = 0
    examples: int = request.config.getoption("examples")

    @settings(
        max_examples=examples if isinstance(store, SqliteStore) else max(1, examples // 10),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    @given(graph=graphs(), viewer=viewers(), asked=st.lists(questions(), min_size=8, max_size=8))
    def agree(graph: RandomGraph, viewer: Viewer, asked: list[Match]) -> None:
        nonlocal asked_and_answered
        reference = seen_by(viewer, graph.reference())
        with suppress(Undone), store.tx() as tx:
            graph.write(tx)
            secured = Secured(tx, viewer)
            for question in asked:
                if may_ask(viewer, question):
                    answer = reference.query(question)
                    assert comparable(secured.query(question), question) == comparable(answer, question)
                    asked_and_answered += 1
                else:
                    with pytest.raises(NotPermitted):
                        secured.query(question)
            raise Undone

    agree()
    assert asked_and_answered > 0


def test_a_node_that_is_not_seen_is_as_if_it_were_not_there(store: GraphStore) -> None:
    person = Volunteer(id="v", name="甲", pinyin="jia", phone="13800000001", home_lat=34.7, home_lon=113.6)
    with store.tx() as tx:
        tx.upsert_nodes([person])
    own = Viewer(account="a", role=Role.VOLUNTEER, scope_label="Volunteer", scope_ids=("v",))
    other = Viewer(account="b", role=Role.VOLUNTEER, scope_label="Volunteer", scope_ids=("w",))
    assert Secured(store, own).get(Volunteer, "v") == person
    assert Secured(store, other).get(Volunteer, "v") is None

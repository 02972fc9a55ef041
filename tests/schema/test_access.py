"""Every role × every field × within and beyond its scope, by GraphQL, on both stores, from the access table."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type
from strawberry.utils.str_converters import to_camel_case

from engine.access import FIELDS, NODES, PERSONAL, Level, Viewer, level, masked_metres, masked_phone
from engine.jobs import Jobs
from engine.model import Assignment, Audit, EditKind, Plan, Role
from engine.planning.history import record_edit
from engine.planning.seats import Seat
from engine.store import GraphStore, Match
from schema.app import Schema
from schema.context import Context
from schema.cursor import Cursors
from schema.edges import edge_names, edges_of
from schema.filters import sortable
from schema.guarded import guarded_names
from schema.ids import global_id, key_of
from schema.node import Node
from schema.types import BY_LABEL, NOUNS
from tests.schema import two_towns
from tests.schema.conftest import AskAs, plural_of
from tests.schema.two_towns import SEES, viewer

RAW = {(type(node).LABEL, node.id): node.to_props() for node in two_towns.NODES}
MASKED = {
    "phone": masked_phone,
    "metres": masked_metres,
    "reason": lambda _: "距住处 200 米内",
    "alternative": lambda text: text,
}
ENUMS = {"walk_from"}
PURPOSE = "到岗前联系"
ASSIGNMENT = Assignment(id="a1", week=two_towns.town.WEEK, metres=0)


def sees(role: Role, label: str, id: str) -> bool:
    """Whether the role, over what is in East, sees the node."""
    return id in SEES[label][role] if label in SEES else True


def ids(label: str) -> list[str]:
    """All of a label."""
    return sorted(id for kind, id in RAW if kind == label)


def expected(role: Role, label: str, id: str, name: str, purpose: str) -> Any:
    """What the table promises of a guarded property."""
    raw = RAW[label, id]
    how = level(role, label, name, bool(raw.get("minor", False)))
    default = next(f.default for f in BY_LABEL[label].MODEL.__dataclass_fields__.values() if f.name == name)
    value = raw.get(name, list(default) if isinstance(default, tuple) else default)
    if how is Level.SEE or (how is Level.PURPOSE and purpose):
        return value
    return None if how is Level.HIDE or name not in MASKED else MASKED[name](value)


def test_every_noun_and_every_personal_property_has_its_row() -> None:
    assert set(BY_LABEL) <= set(NODES)
    for label in PERSONAL:
        noun = BY_LABEL[label]
        open_to_all = {name for name in noun.__annotations__ if not name[0].isupper()} - {*guarded_names(noun)}
        for name in open_to_all:
            assert (label, name) in FIELDS, f"{label}.{name} has no row in the access table"
            assert {level(role, label, name) for role in Role if role in NODES[label]} == {Level.SEE}
        assert all((label, name) in FIELDS for name in guarded_names(noun))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.MODEL.LABEL)
def test_what_a_role_may_not_see_can_be_null(schema: Schema, noun: type[Node]) -> None:
    kind = schema._schema.type_map[noun.MODEL.LABEL]
    assert isinstance(kind, GraphQLObjectType)
    for name in guarded_names(noun):
        hidden = any(level(role, noun.MODEL.LABEL, name) is not Level.SEE for role in NODES[noun.MODEL.LABEL])
        assert not hidden or not str(kind.fields[to_camel_case(name)].type).endswith("!")


@pytest.mark.parametrize("role", Role)
async def test_each_role_sees_what_the_table_says(ask_as: AskAs, role: Role) -> None:
    for label in BY_LABEL:
        await _check_nodes(ask_as, role, label)


async def _nodes(ask_as: AskAs, who: Viewer, label: str, fields: str) -> dict[str, Any]:
    """All nodes of the label by their ids, ``None`` for what is not seen."""
    keys = ids(label)
    listed = ",".join(f'"{global_id(label, key)}"' for key in keys)
    result = await ask_as(who, f"{{nodes(ids:[{listed}]){{... on {label} {{{fields}}}}}}}")
    assert result.errors is None, result.errors
    assert result.data is not None
    return dict(zip(keys, result.data["nodes"], strict=True))


async def _check_nodes(ask_as: AskAs, role: Role, label: str) -> None:
    noun, plural = BY_LABEL[label], plural_of(label)
    guarded = [name for name in guarded_names(noun) if name not in ENUMS]
    fields = " ".join(["id", *map(to_camel_case, guarded)])
    for purpose in ("", PURPOSE):
        found = await _nodes(ask_as, viewer(role, purpose), label, fields)
        for id, node in found.items():
            assert (node is not None) == sees(role, label, id), (role, label, id)
            for name in guarded if node else ():
                right = expected(role, label, id, name, purpose)
                assert node[to_camel_case(name)] == right, (role, label, id, name, purpose)
    if plural is not None and ids(label):
        result = await ask_as(viewer(role), f"{{{plural}(first:100){{totalCount nodes{{id}}}}}}")
        assert result.errors is None, result.errors
        assert result.data is not None
        visible = {global_id(label, id) for id in ids(label) if sees(role, label, id)}
        assert {node["id"] for node in result.data[plural]["nodes"]} == visible
        assert result.data[plural]["totalCount"] == len(visible)


@pytest.mark.parametrize("role", Role)
async def test_each_edge_leads_only_to_what_the_role_sees(ask_as: AskAs, role: Role) -> None:
    for label in BY_LABEL:
        noun = BY_LABEL[label]
        for field, name in edge_names(noun).items():
            edge = edges_of(noun)[name]
            inner = f"{field}{{nodes{{id}} totalCount}}" if edge.many else f"{field}{{id}}"
            whole = await _nodes(ask_as, viewer(Role.ADMIN), label, inner)
            for id, node in (await _nodes(ask_as, viewer(role), label, inner)).items():
                if node is None:
                    continue
                there = _reached(whole[id][field])
                kept = [end for end in there if _kept(role, label, id, name, edge.target, end)]
                assert _reached(node[field]) == kept, (role, label, id, field)
                if edge.many:
                    assert node[field]["totalCount"] == len(kept)


def _reached(value: Any) -> list[str]:
    nodes = value["nodes"] if isinstance(value, dict) and "nodes" in value else [value] if value else []
    return [node["id"] for node in nodes]


def _kept(role: Role, label: str, id: str, name: str, target: str, end: str) -> bool:
    far = next(key for key in ids(target) if global_id(target, key) == end)
    if not sees(role, target, far):
        return False
    if name == "next_person":
        return role in (Role.ADMIN, Role.COORDINATOR)
    if name in ("organizations", "members") and {label, target} == {"Volunteer", "Organization"}:
        organization = far if name == "organizations" else id
        if role is Role.OFFICER:
            return organization in ("party", "office")
        planning = role in (Role.ADMIN, Role.COORDINATOR, Role.VOLUNTEER)
        return planning or organization not in ("party", "office")
    return True


@pytest.mark.parametrize("role", Role)
async def test_nobody_filters_by_what_he_does_not_see(schema: Schema, ask_as: AskAs, role: Role) -> None:
    for label in PERSONAL:
        plural = plural_of(label)
        filters = schema._schema.type_map[f"{label}Filter"].fields  # type: ignore[union-attr]
        for field, argument in filters.items():
            kind = get_named_type(argument.type)
            name = next(
                (name for name in BY_LABEL[label].MODEL.__dataclass_fields__ if to_camel_case(name) == field), ""
            )
            if name in ("", "id") or is_leaf_type(kind):
                continue
            operators = kind.fields  # type: ignore[union-attr]
            given = {"Int": "1", "Boolean": "true"}.get(str(next(iter(operators.values())).type), '"x"')
            operator = "has" if "has" in operators else "eq"
            if "Status" in kind.name or "Walk" in kind.name:
                given = {"AssignmentStatusFilter": "OFFERED", "WalkFromFilter": "HOME"}[kind.name]
            result = await ask_as(viewer(role), f"{{{plural}(where:{{{field}:{{{operator}:{given}}}}}){{totalCount}}}}")
            refused = [(error.extensions or {}).get("code") for error in result.errors or []]
            visible = level(role, label, name) is Level.SEE or role not in NODES[label]
            assert refused == ([] if visible else ["FORBIDDEN"]), (role, label, name, result.errors)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("size", ["first", "last"])
async def test_nobody_sorts_by_what_he_does_not_see(ask_as: AskAs, role: Role, size: str) -> None:
    for label in PERSONAL:
        for name in sortable(BY_LABEL[label]):
            for order in (name.upper(), f"{name.upper()}_DESC"):
                document = f"{{{plural_of(label)}(orderBy:{order} {size}:1){{nodes{{id}}}}}}"
                refused = [error.extensions["code"] for error in (await ask_as(viewer(role), document)).errors or []]
                visible = level(role, label, name) is Level.SEE or role not in NODES[label]
                assert refused == ([] if visible else ["FORBIDDEN"]), (role, label, order)


async def test_nobody_else_is_before_or_behind_a_page_than_those_whom_one_sees(ask_as: AskAs) -> None:
    """A cursor may stand where nobody is, or somebody whom one does not see: that there is somebody is not told."""
    whole = (await ask_as(NEIGHBOUR, "{volunteers{edges{cursor node{id}}}}")).data["volunteers"]["edges"]
    seen = {edge["node"]["id"] for edge in whole}
    for id in ids("Volunteer"):
        props = RAW["Volunteer", id]
        cursor = Cursors(b"test").write("Volunteer/pinyin", [props["pinyin"], id])
        places = [RAW["Volunteer", key_of(other, "Volunteer")]["pinyin"] for other in seen]
        for given, field, rest in (
            ("last:1 before", "hasNextPage", [place for place in places if place >= props["pinyin"]]),
            ("first:1 after", "hasPreviousPage", [place for place in places if place <= props["pinyin"]]),
        ):
            document = f'{{volunteers({given}:"{cursor}"){{pageInfo{{{field}}}}}}}'
            found = (await ask_as(NEIGHBOUR, document)).data["volunteers"]["pageInfo"][field]
            assert found is bool(rest), (id, given)


async def test_without_a_log_in_nothing_is_answered(schema: Schema, ask_as: AskAs, towns: GraphStore) -> None:
    queries = schema._schema.query_type
    assert queries is not None
    for label in BY_LABEL:
        if (plural := plural_of(label)) is not None:
            result = await ask_as(None, f"{{{plural}{{totalCount nodes{{id}}}}}}")
            assert [(error.extensions or {})["code"] for error in result.errors or []] == ["UNAUTHENTICATED"]
    result = await ask_as(None, f'{{node(id:"{global_id("Road", "lantern")}"){{id}}}}')
    assert result.data == {"node": None}
    assert [(error.extensions or {})["code"] for error in result.errors or []] == ["UNAUTHENTICATED"]


async def test_a_look_at_a_phone_for_a_purpose_is_written_down(ask_as: AskAs, towns: GraphStore) -> None:
    document = f'{{node(id:"{global_id("Volunteer", "v1")}"){{... on Volunteer {{phone name}}}}}}'
    masked = await ask_as(viewer(Role.STATION_LEADER), document)
    assert masked.data == {"node": {"phone": "138****8000", "name": "甲一"}}
    assert towns.query(Match("a", Audit)) == []
    await ask_as(viewer(Role.STATION_LEADER, PURPOSE), document)
    (record,) = (Audit.from_props(row["a"]) for row in towns.query(Match("a", Audit)))
    assert (record.account, record.role, record.action) == ("account:station_leader", "STATION_LEADER", "LOOK")
    assert (record.purpose, record.fields, record.subjects) == (PURPOSE, ("Volunteer.phone",), ("v1",))


async def test_a_look_at_somebody_under_age_is_written_down(ask_as: AskAs, towns: GraphStore) -> None:
    await ask_as(viewer(Role.STATION_LEADER), "{volunteers{nodes{name minor phone}}}")
    records = [Audit.from_props(row["a"]) for row in towns.query(Match("a", Audit).order("a.id"))]
    assert sorted((record.fields, record.subjects) for record in records) == [
        (("Volunteer.minor",), ("v3",)),
        (("Volunteer.name",), ("v3",)),
    ]


NEIGHBOUR = viewer(Role.STATION_LEADER, over="W")
ABOUT_V2 = global_id("Volunteer", "v2")


@pytest.mark.parametrize(
    "document",
    [
        f'{{node(id:"{ABOUT_V2}"){{id}}}}',
        f'{{x:node(id:"{ABOUT_V2}"){{...F}}}} fragment F on Volunteer{{id name}}',
        f'{{nodes(ids:["{ABOUT_V2}"]){{id}}}}',
        f'{{volunteers(where:{{id:{{eq:"{ABOUT_V2}"}}}}){{totalCount nodes{{id}}}}}}',
        '{volunteers(where:{name:{eq:"乙二"}}){totalCount nodes{id}}}',
        '{volunteers(where:{NOT:{name:{ne:"乙二"}}}){totalCount nodes{id}}}',
        '{volunteers(where:{station:{name:{eq:"水井服务站"}}},orderBy:PINYIN_DESC){totalCount nodes{id}}}',
        '{stations(where:{name:{eq:"水井服务站"}}){nodes{volunteers{totalCount nodes{id}}}}}',
        '{stations(where:{volunteers:{some:{name:{eq:"乙二"}}}}){totalCount}}',
        '{roads(where:{name:{eq:"竹竿巷"}}){nodes{segments{nodes{shifts{nodes{assignments{totalCount nodes{id}}}}}}}}}',
        '{organizations(where:{members:{some:{pinyin:{startsWith:"yi"}}}}){totalCount}}',
        '{lines(where:{organizations:{some:{members:{some:{name:{eq:"乙二"}}}}}}){totalCount}}',
        '{assignments(where:{volunteer:{name:{eq:"乙二"}}},orderBy:VOLUNTEER_PINYIN){totalCount nodes{id}}}',
        f'{{fragility(plan:"{global_id("Plan", "pub")}",of:VOLUNTEER){{__typename}}}}',
        f'{{standIns(plan:"{global_id("Plan", "pub")}",shift:"{global_id("Shift", "s2")}"){{__typename}}}}',
        f'{{stationsInReach(volunteer:"{ABOUT_V2}"){{__typename}}}}',
        f'{{shortestChain(a:"{ABOUT_V2}",b:"{global_id("Volunteer", "v4")}"){{__typename}}}}',
    ],
)
async def test_a_neighbour_s_people_are_as_if_they_were_not_there(ask_as: AskAs, document: str) -> None:
    """The same answer as for somebody who does not exist, whichever way one asks."""
    found = await ask_as(NEIGHBOUR, document)
    for known, unknown in ((ABOUT_V2, global_id("Volunteer", "v99")), ("乙二", "无此人"), ('"yi"', '"zz"')):
        document = document.replace(known, unknown)
    nobody = await ask_as(NEIGHBOUR, document)
    assert (found.data, found.errors) == (nobody.data, nobody.errors)
    assert '"totalCount": 1' not in str(found.data)


async def test_that_somebody_belongs_to_the_party_s_line_is_not_to_be_guessed(ask_as: AskAs) -> None:
    for where in (
        '{organizations:{some:{name:{eq:"区组织部"}}}}',
        '{organizations:{some:{lines:{some:{name:{eq:"党员"}}}}}}',
        '{organizations:{some:{name:{eq:"东街机关支部"}}}}',
    ):
        document = f"{{volunteers(where:{where}){{totalCount}}}}"
        assert (await ask_as(viewer(Role.STATION_LEADER), document)).data == {"volunteers": {"totalCount": 0}}
    none = '{volunteers(where:{organizations:{none:{lines:{some:{name:{eq:"党员"}}}}}}){totalCount}}'
    assert (await ask_as(viewer(Role.STATION_LEADER), none)).data == {"volunteers": {"totalCount": 4}}


async def test_each_stream_of_a_connection_is_recorded_for_itself(
    schema: Schema, towns: GraphStore, town_jobs: Jobs
) -> None:
    context = Context(store=towns, jobs=town_jobs, cursors=Cursors(b"test"), viewer=viewer(Role.COORDINATOR, PURPOSE))
    listening = 'subscription {{ planProgress(jobId: "{job}") {{ job {{ plan {{ assignments {{ nodes {{'
    listening = listening.format(job=global_id("PlanJob", "j1")) + " volunteer { %s } } } } } } }"
    for fields in ("name", "phone"):
        stream = await schema.subscribe(listening % fields, context_value=context)
        events = [event async for event in stream]
        assert [event.errors for event in events] == [None]
        people = [one["volunteer"] for one in events[0].data["planProgress"]["job"]["plan"]["assignments"]["nodes"]]
        assert len(people) == 3
        assert all(one[fields] for one in people)
    records = towns.query(Match("a", Audit).select("a.fields", "a.subjects"))
    assert [(row["a.fields"], sorted(row["a.subjects"])) for row in records] == [
        (["Volunteer.phone"], ["v1", "v2", "v5"])
    ]


CHANGES = "subscription ($id: ID!) { planChanged(planId: $id) { plan { id status } newestEdit { kind } } }"


async def test_a_plan_s_changes_are_heard_by_those_who_see_the_plan(
    schema: Schema, towns: GraphStore, town_jobs: Jobs
) -> None:
    async def first(who: Viewer | None, plan: str) -> Any:
        context = Context(store=towns, jobs=town_jobs, cursors=Cursors(b"test"), viewer=who)
        stream = await schema.subscribe(CHANGES, {"id": global_id("Plan", plan)}, context_value=context)
        event = await anext(stream)
        await stream.aclose()
        if event.errors:
            return [(error.extensions or {})["code"] for error in event.errors]
        return event.data["planChanged"]["plan"]["status"], event.data["planChanged"]["newestEdit"]

    with towns.tx() as tx:
        plan = towns.get(Plan, "pub")
        assert plan is not None
        record_edit(tx, plan, EditKind.ACCEPT, "console", Seat(ASSIGNMENT, "v1", "s1", None), before=None)
    assert await first(viewer(Role.COORDINATOR), "pub") == ("PUBLISHED", {"kind": "ACCEPT"})
    assert await first(viewer(Role.STATION_LEADER), "pub") == ("PUBLISHED", None)
    drafts = sorted(id for id in SEES["Plan"][Role.COORDINATOR] if id not in SEES["Plan"][Role.STATION_LEADER])
    assert await first(viewer(Role.STATION_LEADER), drafts[0]) == ["NOT_FOUND"]
    assert await first(None, "pub") == ["UNAUTHENTICATED"]

"""Accounts are made, listed, disabled, given roles; all that is wrong is said at once; each change leaves its audit."""

from __future__ import annotations

from typing import Any

import pytest

from engine.accounts import (
    HeldGrant,
    NewAccount,
    add_account,
    disable_account,
    enable_account,
    grant_role,
    held_grants,
    list_accounts,
    reset_password,
    revoke_grant,
)
from engine.accounts.people import by_subject
from engine.errors import Conflict, InvalidInput, NotFound
from engine.model import Account, Audit, Role
from engine.store import GraphStore, Match
from tests.engine.accounts.lane import CHEAPLY, PASSWORD, add


def actions(store: GraphStore) -> list[tuple[str, str]]:
    rows = store.query(Match("x", Audit).select("x.id", "x.account", "x.action"))
    return sorted((row["x.action"], row["x.account"]) for row in rows)


def only(store: GraphStore, account: str) -> HeldGrant:
    (grant,) = held_grants(store, account)
    return grant


@pytest.mark.parametrize(
    ("role", "over", "label", "ids"),
    [
        (Role.ADMIN, [], "", []),
        (Role.ADMIN, ["巷区"], "District", ["district:lane"]),
        (Role.COORDINATOR, ["巷区"], "District", ["district:lane"]),
        (Role.COORDINATOR, ["东街", "西街街道"], "Subdistrict", ["subdistrict:east", "subdistrict:west"]),
        (Role.OFFICER, ["巷区妇联"], "Organization", ["organization:women"]),
        (Role.OFFICER, ["organization:twin2"], "Organization", ["organization:twin2"]),
        (Role.STATION_LEADER, ["水井站"], "Station", ["station:well"]),
        (Role.CHIEF, ["长巷"], "Road", ["road:lane"]),
        (Role.VOLUNTEER, ["volunteer:2"], "Volunteer", ["volunteer:2"]),
    ],
)
def test_a_role_is_over_what_a_name_or_an_id_means(
    graph: GraphStore, role: Role, over: list[str], label: str, ids: list[str]
) -> None:
    grant = only(graph, add(graph, "wang", role, *over))
    assert grant.role is role
    assert {scope.label for scope in grant.scopes} == ({label} if label else set())
    assert [scope.id for scope in grant.scopes] == ids


@pytest.mark.parametrize(
    ("role", "over", "more", "said"),
    [
        (Role.COORDINATOR, [], {}, ["没有填"]),
        (Role.COORDINATOR, ["北街"], {}, ["没有找到"]),
        (Role.COORDINATOR, ["东街", "北街", "南街"], {}, ["没有找到", "没有找到"]),
        (Role.COORDINATOR, ["巷区", "东街"], {}, ["一项授权只能有一种范围"]),
        (Role.COORDINATOR, ["水井站"], {}, ["没有找到"]),
        (Role.OFFICER, ["双生社"], {}, ["不止一个，请写编号"]),
        (Role.VOLUNTEER, ["volunteer:1", "volunteer:2"], {}, ["志愿者只能是本人一人"]),
        (Role.ADMIN, [], {"services": ["READ"]}, ["只有服务程序有服务权限"]),
        (Role.SERVICE, [], {}, ["没有填"]),
        (Role.SERVICE, [], {"services": ["READ", "read", "ALL"]}, ["没有这项服务权限", "没有这项服务权限"]),
        (None, [], {"subject": "no-issuer"}, ["写法不对"]),
        (Role.CHIEF, ["短巷"], {"name": "a b", "password": "short", "subject": "|x"}, ["写法不对", "长度不合要求"] * 1),
    ],
)
def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(
    graph: GraphStore, role: Role | None, over: list[str], more: dict[str, Any], said: list[str]
) -> None:
    given = {"name": "wang", "password": PASSWORD, "role": role, "over": over} | more
    with pytest.raises(InvalidInput) as refused:
        add_account(graph, CHEAPLY, NewAccount(**given), actor="console")
    found = [fault.message for fault in refused.value.faults]
    assert found[: len(said)] == said
    assert len(found) == len(said) or more.get("name")
    assert graph.counts()["Account"] == graph.counts()["Audit"] == graph.counts()["Grant"] == 0


def test_of_several_the_ids_are_told_and_of_people_nothing_else(graph: GraphStore) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(graph, "wang", Role.OFFICER, "双生社")
    assert refused.value.faults[0].expected == "organization:twin1、organization:twin2"
    with pytest.raises(InvalidInput) as refused:
        add(graph, "wang", Role.VOLUNTEER, "甲一")
    assert refused.value.faults[0].expected == "volunteer:1、volunteer:2"
    assert "甲一" not in str(refused.value)


@pytest.mark.parametrize("name", ["wang", "WANG", " ｗang "])
def test_a_name_is_taken_however_it_is_typed(graph: GraphStore, name: str) -> None:
    add(graph, "Wang")
    with pytest.raises(Conflict, match="已经有了"):
        add(graph, name)
    assert [one.name for one in list_accounts(graph)] == ["Wang"]
    assert graph.counts()["Audit"] == 1


@pytest.mark.parametrize("name", ["", " ", "a b", "王|小", "x" * 61, "\ud800", "ΐ" * 60])
def test_a_name_that_is_none_is_refused(graph: GraphStore, name: str) -> None:
    with pytest.raises(InvalidInput):
        add(graph, name)


def test_a_list_of_accounts_tells_roles_and_no_hash(graph: GraphStore) -> None:
    add(graph, "wang", Role.COORDINATOR, "东街")
    grant_role(graph, "wang", Role.CHIEF, ["长巷"], actor="console")
    add_account(graph, CHEAPLY, NewAccount(name="li", subject="https://id.example|7"), actor="console")
    li, wang = list_accounts(graph)
    assert (li.name, li.has_password, li.linked, li.grants) == ("li", False, True, ())
    assert [(grant.role, [scope.name for scope in grant.scopes]) for grant in wang.grants] == [
        (Role.COORDINATOR, ["东街街道"]),
        (Role.CHIEF, ["长巷"]),
    ]
    assert "argon2" not in repr((li, wang))
    assert "argon2" not in repr(graph.get(Account, "account:wang"))


def test_an_identity_belongs_to_one_account(graph: GraphStore) -> None:
    subject = "https://id.example|7"
    account = add_account(graph, CHEAPLY, NewAccount(name="li", subject=subject), actor="console")
    assert (found := by_subject(graph, subject)) is not None
    assert found.id == account
    assert by_subject(graph, "") is None
    with pytest.raises(InvalidInput, match="已属于另一个账户"):
        add_account(graph, CHEAPLY, NewAccount(name="wang", subject=subject), actor="console")


def test_a_role_given_twice_is_given_once(graph: GraphStore) -> None:
    account = add(graph, "wang", Role.COORDINATOR, "东街")
    before = actions(graph)
    assert grant_role(graph, "WANG", Role.COORDINATOR, ["subdistrict:east"], actor="console") == only(graph, account).id
    assert actions(graph) == before


def test_the_services_of_a_service_are_those_given_last(graph: GraphStore) -> None:
    account = add(graph, "camera", Role.SERVICE, services=("READ", "CHAIN"))
    grant_role(graph, "camera", Role.SERVICE, services=["READ"], actor="console")
    assert only(graph, account).services == ("READ",)


def test_a_role_taken_away_is_gone_with_what_it_was_over(graph: GraphStore) -> None:
    account = add(graph, "wang", Role.COORDINATOR, "东街")
    grant = only(graph, account).id
    assert revoke_grant(graph, grant, actor="console")
    assert held_grants(graph, account) == ()
    assert not revoke_grant(graph, grant, actor="console")
    assert actions(graph).count(("REVOKE_GRANT", "console")) == 1


def test_disabling_and_enabling_twice_changes_nothing_more(graph: GraphStore) -> None:
    add(graph, "wang")
    assert disable_account(graph, "wang", actor="account:admin")
    assert not disable_account(graph, "wang", actor="account:admin")
    assert enable_account(graph, "wang", actor="account:admin")
    assert not enable_account(graph, "wang", actor="account:admin")
    account = graph.get(Account, "account:wang")
    assert account is not None
    assert (account.disabled, account.epoch) == (False, 3)
    assert actions(graph) == [
        ("ADD_ACCOUNT", "console"),
        ("DISABLE_ACCOUNT", "account:admin"),
        ("ENABLE_ACCOUNT", "account:admin"),
    ]


def test_a_new_password_makes_a_new_epoch(graph: GraphStore) -> None:
    add(graph, "wang")
    reset_password(graph, CHEAPLY, "wang", "another-horse-9", actor="console")
    account = graph.get(Account, "account:wang")
    assert account is not None
    assert account.epoch == 2
    assert CHEAPLY.matches(account.password_hash, "another-horse-9")
    with pytest.raises(InvalidInput, match="口令不合要求"):
        reset_password(graph, CHEAPLY, "wang", "short", actor="console")


def test_what_is_not_there_is_said_plainly(graph: GraphStore) -> None:
    with pytest.raises(NotFound, match="没有这个账户"):
        disable_account(graph, "nobody", actor="console")
    with pytest.raises(NotFound):
        grant_role(graph, "nobody", Role.ADMIN, actor="console")
    with pytest.raises(NotFound):
        reset_password(graph, CHEAPLY, "nobody", PASSWORD, actor="console")

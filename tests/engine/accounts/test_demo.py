"""The demo has one log-in for each role; the next start of the demo makes another password; real people have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.accounts import Entrance, authenticate, disable_account, held_grants, log_in
from engine.accounts.demo import add_demo_accounts, is_demo
from engine.district import load_district
from engine.errors import Conflict, InvalidInput, LoginFailed, Unauthenticated
from engine.model import Role
from engine.store import GraphStore, open_store
from tests.engine.accounts.lane import CHEAPLY

ERQI = Path(__file__).resolve().parents[3] / "data" / "erqi"


@pytest.fixture(scope="module")
def erqi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    store = open_store(str(tmp_path_factory.mktemp("demo") / "graph.db"))
    load_district(store, ERQI)
    yield store
    store.close()


def test_there_is_a_log_in_for_each_role_and_line(erqi: GraphStore, entrance: Entrance) -> None:
    assert is_demo(erqi)
    password, accounts = add_demo_accounts(erqi, CHEAPLY)
    viewers = {one.name: log_in(erqi, entrance, one.name, password).viewer for one in accounts}
    assert Counter(viewer.role for viewer in viewers.values()) == Counter(
        {role: {Role.COORDINATOR: 2, Role.OFFICER: 5}.get(role, 1) for role in Role if role is not Role.SERVICE}
    )
    assert all(viewer.scope_ids for name, viewer in viewers.items() if name != "demo-admin")
    assert viewers["demo-coordinator"].scope_label == "District"
    assert viewers["demo-subdistrict"].scope_label == "Subdistrict"
    assert len(viewers["demo-youth"].scope_ids) == 2, "two departments lead this line together"


def test_the_next_start_makes_another_password_and_nothing_else(erqi: GraphStore, entrance: Entrance) -> None:
    first, accounts = add_demo_accounts(erqi, CHEAPLY)
    token = log_in(erqi, entrance, "demo-chief", first).access_token
    disable_account(erqi, "demo-station", actor="console")
    second, again = add_demo_accounts(erqi, CHEAPLY)
    assert accounts == again
    assert first != second
    with pytest.raises(LoginFailed):
        log_in(erqi, entrance, "demo-chief", first)
    with pytest.raises(LoginFailed):
        log_in(erqi, entrance, "demo-station", second)
    with pytest.raises(Unauthenticated):
        authenticate(erqi, entrance.keys, token, entrance.now)
    assert all(len(held_grants(erqi, f"account:{one.name}")) == 1 for one in again)


def test_a_password_may_be_set_but_no_short_one(erqi: GraphStore, entrance: Entrance) -> None:
    assert add_demo_accounts(erqi, CHEAPLY, "a demo for all")[0] == "a demo for all"
    with pytest.raises(InvalidInput):
        add_demo_accounts(erqi, CHEAPLY, "short")


def test_real_people_have_no_demo(graph: GraphStore) -> None:
    assert not is_demo(graph)
    with pytest.raises(Conflict):
        add_demo_accounts(graph, CHEAPLY)

"""The first administrator comes by a code that is used once, and only as long as there is none."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from engine.accounts import Entrance, authenticate, disable_account, log_in
from engine.accounts.welcome import has_administrator, welcome, welcome_code
from engine.errors import Conflict, InvalidInput, Unauthenticated
from engine.model import Role, Session
from engine.store import GraphStore, Match
from tests.engine.accounts.lane import PASSWORD, StandingClock, add


def test_the_code_makes_the_first_administrator_and_no_other(
    graph: GraphStore, entrance: Entrance, clock: StandingClock
) -> None:
    first, second = welcome_code(graph, clock()), welcome_code(graph, clock())
    made = welcome(graph, entrance, first, "boss", PASSWORD)
    assert authenticate(graph, entrance.keys, made.access_token, clock).role is Role.ADMIN
    assert log_in(graph, entrance, "boss", PASSWORD).viewer.name == "boss"
    for code in (first, second, "", "guess"):
        with pytest.raises(Unauthenticated, match="此代码无效"):
            welcome(graph, entrance, code, "thief", PASSWORD)
    assert welcome_code(graph, clock()) == ""
    assert has_administrator(graph)


def test_the_code_is_good_for_a_day(graph: GraphStore, entrance: Entrance, clock: StandingClock) -> None:
    code = welcome_code(graph, clock())
    clock.advance(hours=24)
    with pytest.raises(Unauthenticated):
        welcome(graph, entrance, code, "boss", PASSWORD)
    assert not has_administrator(graph)


def test_a_wrong_code_costs_no_hash_and_old_codes_go(
    graph: GraphStore, entrance: Entrance, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    welcome_code(graph, clock())
    monkeypatch.setattr(PasswordHasher, "hash", lambda *_: pytest.fail("hashed"))
    with pytest.raises(Unauthenticated):
        welcome(graph, entrance, "guess", "boss", PASSWORD)
    clock.advance(hours=25)
    welcome_code(graph, clock())
    assert graph.counts()["Session"] == 1


def test_a_mistake_does_not_use_up_the_code(graph: GraphStore, entrance: Entrance, clock: StandingClock) -> None:
    add(graph, "li")
    code = welcome_code(graph, clock())
    with pytest.raises(InvalidInput) as refused:
        welcome(graph, entrance, code, "a b", "short")
    assert len(refused.value.faults) == 2
    with pytest.raises(Conflict):
        welcome(graph, entrance, code, "li", PASSWORD)
    assert welcome(graph, entrance, code, "boss", PASSWORD)


def test_a_code_is_kept_as_a_hash_and_opens_no_session(graph: GraphStore, clock: StandingClock) -> None:
    code = welcome_code(graph, clock())
    assert code not in repr(graph.query(Match("s", Session)))
    assert graph.counts()["HOLDS"] == 0


def test_where_the_only_administrator_is_disabled_another_may_come(graph: GraphStore, clock: StandingClock) -> None:
    add(graph, "boss", Role.ADMIN)
    assert welcome_code(graph, clock()) == ""
    disable_account(graph, "boss", actor="console")
    assert welcome_code(graph, clock()) != ""

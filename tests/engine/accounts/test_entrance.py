"""In by name and password, on by refresh, out at once: whatever is wrong is refused alike, and nothing lingers."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from engine.access import Viewer
from engine.accounts import (
    AttemptLimits,
    Attempts,
    Entrance,
    LogIn,
    NewAccount,
    Passwords,
    act_as,
    add_account,
    admit,
    authenticate,
    change_password,
    disable_account,
    enable_account,
    grant_role,
    held_grants,
    log_in,
    log_out,
    present,
    refresh,
    reset_password,
    revoke_grant,
    service_token,
)
from engine.accounts.passwords import Cost
from engine.accounts.tokens import LEEWAY
from engine.errors import Conflict, InvalidInput, JiujinError, LoginFailed, NotFound, TooManyAttempts, Unauthenticated
from engine.model import Account, Audit, Role, Session
from engine.store import GraphStore, Match
from tests.engine.accounts.lane import CHEAPLY, PASSWORD, StandingClock, add


@pytest.fixture
def wang(graph: GraphStore) -> str:
    return add(graph, "wang", Role.COORDINATOR, "东街", "西街")


def enter(graph: GraphStore, entrance: Entrance, name: str = "wang", **more: str) -> LogIn:
    return log_in(graph, entrance, name, PASSWORD, **more)


def viewer(graph: GraphStore, entrance: Entrance, token: str) -> Viewer:
    return authenticate(graph, entrance.keys, token, entrance.now)


def actions(graph: GraphStore) -> list[str]:
    rows = graph.query(Match("x", Audit).select("x.id", "x.at", "x.action").order("x.at", "x.id"))
    return [row["x.action"] for row in rows]


def test_a_log_in_gives_a_token_for_the_role_and_its_scope(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    made = enter(graph, entrance, " WANG ")
    assert viewer(graph, entrance, made.access_token) == made.viewer
    assert made.viewer == Viewer(
        account=wang,
        name="wang",
        role=Role.COORDINATOR,
        scope_label="Subdistrict",
        scope_ids=("subdistrict:east", "subdistrict:west"),
    )
    assert made.expires_at == "2026-11-26T08:15:00+00:00"


def test_a_token_is_looked_at_with_one_question(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    made = enter(graph, entrance)
    asked = []

    class Counting:
        def query(self, question: Match) -> object:
            asked.append(question)
            return graph.query(question)

    authenticate(Counting(), entrance.keys, made.access_token, entrance.now)  # type: ignore[arg-type]
    assert len(asked) == 1


def refusal(graph: GraphStore, entrance: Entrance, name: str, password: str) -> JiujinError:
    with pytest.raises(LoginFailed) as refused:
        log_in(graph, entrance, name, password)
    return refused.value


def test_whatever_is_wrong_costs_one_verification_and_says_the_same(
    graph: GraphStore, entrance: Entrance, wang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(graph, "gone", Role.ADMIN)
    disable_account(graph, "gone", actor="console")
    add_account(graph, CHEAPLY, NewAccount(name="outside", subject="https://id.example|7"), actor="console")
    entrance.passwords.matches("", "")  # the hash for nobody is made once
    costs: list[tuple[int, ...]] = []
    verify = PasswordHasher.verify

    def noted(self: PasswordHasher, kept: str, password: str) -> bool:
        costs.append((self.time_cost, self.memory_cost, self.parallelism, len(kept)))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    attempts = [
        ("wang", "wrong-horse-9"),
        ("nobody", PASSWORD),
        ("gone", PASSWORD),
        ("outside", ""),
        ("no name", "x"),
        ("\0", "x"),
        ("\ud800", "x"),
        ("x" * 10_000, "x"),
    ]
    told = [refusal(graph, entrance, *attempt) for attempt in attempts]
    assert {(error.code, str(error)) for error in told} == {("LOGIN_FAILED", "登录名或口令不对")}
    assert len(costs) == len(attempts)
    assert len(set(costs)) == 1
    assert graph.counts()["Session"] == 0


def test_too_many_failures_are_refused_even_with_the_right_password(
    graph: GraphStore, entrance: Entrance, wang: str
) -> None:
    guarded = dataclasses.replace(entrance, attempts=Attempts(AttemptLimits(per_name=3)))
    for _ in range(3):
        refusal(graph, guarded, "wang", "wrong-horse-9")
        refusal(graph, guarded, "nobody", "wrong-horse-9")
    for name in ("wang", "Wang", "nobody"):
        with pytest.raises(TooManyAttempts, match="10 分钟后再试"):
            log_in(graph, guarded, name, PASSWORD)


def test_good_log_ins_are_not_counted(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    guarded = dataclasses.replace(entrance, attempts=Attempts(AttemptLimits(per_name=1, per_address=1)))
    for _ in range(3):
        log_in(graph, guarded, "wang", PASSWORD, address="192.0.2.1")


def test_one_acts_in_the_widest_role_unless_another_is_named(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    chief = grant_role(graph, "wang", Role.CHIEF, ["长巷"], actor="console")
    assert enter(graph, entrance).viewer.role is Role.COORDINATOR
    made = enter(graph, entrance, grant=chief)
    assert made.viewer.role is Role.CHIEF
    assert viewer(graph, entrance, made.access_token).scope_ids == ("road:lane",)
    with pytest.raises(NotFound):
        enter(graph, entrance, grant="grant:of-somebody-else")


def test_an_administrator_and_a_service_may_be_over_nothing_in_particular(
    graph: GraphStore, entrance: Entrance
) -> None:
    add(graph, "boss", Role.ADMIN)
    add(graph, "camera", Role.SERVICE, services=("READ",))
    boss, camera = (enter(graph, entrance, name).viewer for name in ("boss", "camera"))
    assert (boss.scope_label, boss.scope_ids) == ("District", ())
    assert (camera.scope_label, camera.services) == ("", frozenset({"READ"}))


def test_an_account_without_a_role_is_told_so(graph: GraphStore, entrance: Entrance) -> None:
    add(graph, "li")
    with pytest.raises(LoginFailed, match="还没有任何授权"):
        enter(graph, entrance, "li")


VOIDS: dict[str, Callable[[GraphStore, Entrance, LogIn], object]] = {
    "disabled": lambda graph, entrance, made: disable_account(graph, "wang", actor="console"),
    "disabled and enabled": lambda graph, entrance, made: (
        disable_account(graph, "wang", actor="console"),
        enable_account(graph, "wang", actor="console"),
    ),
    "new password": lambda graph, entrance, made: reset_password(
        graph, CHEAPLY, "wang", "another-horse-9", actor="console"
    ),
    "grant revoked": lambda graph, entrance, made: revoke_grant(graph, made.grant, actor="console"),
    "logged out": lambda graph, entrance, made: log_out(
        graph, entrance, present(graph, entrance.keys, made.access_token, entrance.now())
    ),
    "keys forgotten": lambda graph, entrance, made: entrance.keys.rotate(
        entrance.now(), entrance.now() + timedelta(days=14), forget=True
    ),
}


@pytest.mark.parametrize("how", VOIDS)
def test_tokens_are_void_at_once(graph: GraphStore, entrance: Entrance, wang: str, how: str) -> None:
    made = enter(graph, entrance)
    viewer(graph, entrance, made.access_token)
    VOIDS[how](graph, entrance, made)
    with pytest.raises(Unauthenticated) as of_access:
        viewer(graph, entrance, made.access_token)
    with pytest.raises(Unauthenticated) as of_refresh:
        refresh(graph, entrance, made.refresh_token)
    assert str(of_access.value) == str(of_refresh.value) == Unauthenticated.sentence


def test_an_access_token_lasts_a_quarter_of_an_hour(
    graph: GraphStore, entrance: Entrance, clock: StandingClock, wang: str
) -> None:
    made = enter(graph, entrance)
    clock.advance(minutes=15, seconds=LEEWAY - 1)
    credential = present(graph, entrance.keys, made.access_token, clock())
    assert credential.seconds_left(clock()) == 1
    clock.advance(seconds=1)
    with pytest.raises(Unauthenticated):
        viewer(graph, entrance, made.access_token)
    with pytest.raises(Unauthenticated):
        admit(graph, credential.claims, clock())


def test_a_refresh_token_lasts_two_weeks_from_its_own_birth(
    graph: GraphStore, entrance: Entrance, clock: StandingClock, wang: str
) -> None:
    made = enter(graph, entrance)
    for _ in range(3):
        clock.advance(days=13)
        made = refresh(graph, entrance, made.refresh_token)
        assert viewer(graph, entrance, made.access_token) == made.viewer
    clock.advance(days=14, seconds=LEEWAY)
    with pytest.raises(Unauthenticated):
        refresh(graph, entrance, made.refresh_token)


def test_a_refresh_token_used_again_ends_the_session_for_thief_and_owner(
    graph: GraphStore, entrance: Entrance, wang: str
) -> None:
    first = enter(graph, entrance)
    other = enter(graph, entrance)
    second = refresh(graph, entrance, first.refresh_token)
    with pytest.raises(Unauthenticated):
        refresh(graph, entrance, first.refresh_token)
    for token in (first.access_token, second.access_token):
        with pytest.raises(Unauthenticated):
            viewer(graph, entrance, token)
    with pytest.raises(Unauthenticated):
        refresh(graph, entrance, second.refresh_token)
    assert actions(graph).count("REFRESH_TOKEN_REUSED") == 1
    assert viewer(graph, entrance, other.access_token), "another session goes on"


def test_of_two_who_refresh_at_once_one_gets_tokens_and_the_session_ends(
    graph: GraphStore, entrance: Entrance, wang: str
) -> None:
    made = enter(graph, entrance)
    got: list[LogIn] = []
    refused: list[Unauthenticated] = []
    ready = threading.Barrier(2)

    def once() -> None:
        ready.wait()
        try:
            got.append(refresh(graph, entrance, made.refresh_token))
        except Unauthenticated as error:
            refused.append(error)

    threads = [threading.Thread(target=once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(refused)) == (1, 1)
    with pytest.raises(Unauthenticated):
        viewer(graph, entrance, got[0].access_token)


def test_neither_token_does_the_other_s_work(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    made = enter(graph, entrance)
    with pytest.raises(Unauthenticated):
        viewer(graph, entrance, made.refresh_token)
    with pytest.raises(Unauthenticated):
        refresh(graph, entrance, made.access_token)
    assert refresh(graph, entrance, made.refresh_token), "and the attempt does no harm"


def test_another_role_of_the_same_account_is_acted_in_and_kept_by_refresh(
    graph: GraphStore, entrance: Entrance, wang: str
) -> None:
    chief = grant_role(graph, "wang", Role.CHIEF, ["长巷"], actor="console")
    made = enter(graph, entrance)
    credential = present(graph, entrance.keys, made.access_token, entrance.now())
    changed = act_as(graph, entrance, credential, chief)
    assert changed.refresh_token == ""
    assert viewer(graph, entrance, changed.access_token).role is Role.CHIEF
    assert viewer(graph, entrance, made.access_token).role is Role.COORDINATOR
    assert refresh(graph, entrance, made.refresh_token).viewer.role is Role.CHIEF
    add(graph, "li", Role.ADMIN)
    of_li = held_grants(graph, "account:li")[0].id
    with pytest.raises(NotFound):
        act_as(graph, entrance, credential, of_li)


def test_a_changed_password_leaves_one_session(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    made, other = enter(graph, entrance), enter(graph, entrance)
    credential = present(graph, entrance.keys, made.access_token, entrance.now())
    with pytest.raises(LoginFailed):
        change_password(graph, entrance, credential, "wrong-horse-9", "another-horse-9")
    with pytest.raises(InvalidInput):
        change_password(graph, entrance, credential, PASSWORD, "short")
    new = change_password(graph, entrance, credential, PASSWORD, "another-horse-9")
    assert viewer(graph, entrance, new.access_token) == made.viewer
    for old in (made, other):
        with pytest.raises(Unauthenticated):
            viewer(graph, entrance, old.access_token)
    refusal(graph, entrance, "wang", PASSWORD)
    assert log_in(graph, entrance, "wang", "another-horse-9")


def test_expired_sessions_go_when_their_owner_comes_again(
    graph: GraphStore, entrance: Entrance, clock: StandingClock, wang: str
) -> None:
    add(graph, "li", Role.ADMIN)
    enter(graph, entrance)
    enter(graph, entrance, "li")
    clock.advance(days=15)
    enter(graph, entrance)
    assert graph.counts()["Session"] == 2


def test_a_hash_of_an_older_cost_is_made_anew(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    dearer = dataclasses.replace(entrance, passwords=Passwords(cost=Cost(rounds=2, kibibytes=16, lanes=1)))
    enter(graph, dearer)
    account = graph.get(Account, wang)
    assert account is not None
    assert "m=16,t=2" in account.password_hash
    assert account.epoch == 1
    enter(graph, dearer)


def test_a_service_token_lasts_long_and_dies_with_its_account(
    graph: GraphStore, entrance: Entrance, clock: StandingClock
) -> None:
    new = NewAccount(name="camera", role=Role.SERVICE, over=["水井站"], services=["READ"])
    (grant,) = held_grants(graph, add_account(graph, CHEAPLY, new, actor="console"))
    token = service_token(graph, entrance, "camera", grant.id, timedelta(days=365), actor="console")
    entrance.keys.rotate(clock(), clock() + timedelta(days=14))
    clock.advance(days=100)
    entrance.keys.rotate(clock(), clock() + timedelta(days=14))
    clock.advance(days=264)
    seen = viewer(graph, entrance, token)
    assert (seen.role, seen.services, seen.scope_ids) == (Role.SERVICE, frozenset({"READ"}), ("station:well",))
    disable_account(graph, "camera", actor="console")
    with pytest.raises(Unauthenticated):
        viewer(graph, entrance, token)
    with pytest.raises(NotFound):
        service_token(graph, entrance, "camera", grant.id, timedelta(days=1), actor="console")


def test_no_service_token_is_made_for_a_person(graph: GraphStore, entrance: Entrance, wang: str) -> None:
    (grant,) = held_grants(graph, wang)
    with pytest.raises(Conflict, match="人的账户"):
        service_token(graph, entrance, "wang", grant.id, timedelta(days=1), actor="console")


def test_what_the_graph_keeps_is_no_token_and_no_password(
    graph: GraphStore, entrance: Entrance, wang: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = enter(graph, entrance)
    refusal(graph, entrance, "wang", "wrong-horse-9")
    kept = [row["n"] for node in (Account, Session, Audit) for row in graph.query(Match("n", node))]
    secrets = (PASSWORD, "wrong-horse-9", made.access_token, made.refresh_token, made.refresh_token.split(".")[2])
    for secret in secrets:
        assert secret not in repr(kept)
        assert secret not in caplog.text
        assert secret not in repr(made)
        assert secret not in repr(entrance)
    assert "argon2id" not in caplog.text


def test_each_change_leaves_its_audit(graph: GraphStore, entrance: Entrance, clock: StandingClock, wang: str) -> None:
    clock.moment = clock.moment.replace(year=2099)  # later than the clock of the machine, by which the account was made
    made = enter(graph, entrance)
    credential = present(graph, entrance.keys, made.access_token, clock())
    clock.advance(seconds=1)
    act_as(graph, entrance, credential, made.grant)
    clock.advance(seconds=1)
    log_out(graph, entrance, credential)
    assert actions(graph)[-3:] == ["LOG_IN", "ACT_AS", "LOG_OUT"]
    rows = graph.query(Match("x", Audit))
    assert {row["x"]["account"] for row in rows} == {"console", wang}

"""A password is long enough, not the name, kept as argon2id alone; an unknown name costs the same work."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from engine.accounts import CHEAP, Passwords
from engine.accounts.passwords import Cost, password_faults

CHEAPLY = Passwords(cost=CHEAP)


def test_a_hash_is_argon2id_at_the_cost_of_the_rfc_unless_told() -> None:
    assert Passwords().cost == Cost(rounds=3, kibibytes=65536, lanes=4)
    kept = CHEAPLY.hash("correct-horse-9")
    assert kept.startswith("$argon2id$")
    assert CHEAPLY.matches(kept, "correct-horse-9")
    assert not CHEAPLY.matches(kept, "correct-horse-8")
    assert CHEAPLY.hash("correct-horse-9") != kept


def test_the_same_letters_typed_wide_are_the_same_password() -> None:
    assert CHEAPLY.matches(CHEAPLY.hash("ｃorrect－horse-９"), "correct-horse-9")


@pytest.mark.parametrize("kept", ["", "no hash", "$argon2id$v=19$broken"])
@pytest.mark.parametrize("password", ["", "correct-horse-9", "x" * 100_000, "\ud800" * 10])
def test_without_a_hash_nothing_matches_and_nothing_breaks(kept: str, password: str) -> None:
    assert not CHEAPLY.matches(kept, password)


def test_nothing_beyond_the_longest_password_matches() -> None:
    longest = "0123456789abcdef" * 8
    kept = CHEAPLY.hash(longest)
    assert CHEAPLY.matches(kept, longest)
    assert not CHEAPLY.matches(kept, longest + "0")


@pytest.mark.parametrize("kept", ["", CHEAPLY.hash("correct-horse-9")], ids=["none", "one"])
def test_each_question_costs_one_verification(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    verify = PasswordHasher.verify

    def noted(self: PasswordHasher, hash: str, password: str) -> bool:
        asked.append(hash)
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    CHEAPLY.matches(kept, "wrong-horse-9")
    assert len(asked) == 1
    assert CHEAPLY._hasher.check_needs_rehash(asked[0]) is False, "the work for nobody is the work for everybody"


@pytest.mark.parametrize(
    ("password", "name", "said"),
    [
        ("short-9", "wang", ["长度不合要求"]),
        ("x" * 129, "wang", ["长度不合要求", "太单调"]),
        ("", "wang", ["长度不合要求"]),
        ("aaaaaaaaaaaa", "wang", ["太单调"]),
        ("wang.xiaowei", "wang.xiaowei", ["与登录名相同或只多几个字"]),
        ("Wang.Xiaowei1", "wang.xiaowei", ["与登录名相同或只多几个字"]),
        ("一二三四五六七八九十", "wang", []),
        ("correct-horse-9", "wang", []),
        ("wang-correct-horse-9", "wang", []),
    ],
)
def test_all_that_is_wrong_with_a_password_is_said_without_showing_it(
    password: str, name: str, said: list[str]
) -> None:
    faults = list(password_faults(password, name))
    assert [fault.message for fault in faults] == said
    assert all(not password or password not in str(fault) for fault in faults)


def test_an_older_cost_is_seen() -> None:
    kept = CHEAPLY.hash("correct-horse-9")
    assert not CHEAPLY.is_outdated(kept)
    assert Passwords(cost=Cost(rounds=2, kibibytes=8, lanes=1)).is_outdated(kept)


def test_neither_hash_nor_hasher_is_shown() -> None:
    CHEAPLY.matches("", "x")
    assert "argon2id" not in repr(CHEAPLY)

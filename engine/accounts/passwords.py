"""Passwords: what may be one, and its argon2id hash, the same work for names that exist and names that do not."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from engine.errors import Fault

SHORTEST = 10
LONGEST = 128
FIELD = "口令"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs; the default is the second choice of RFC 9106."""

    rounds: int = RFC_9106_LOW_MEMORY.time_cost
    kibibytes: int = RFC_9106_LOW_MEMORY.memory_cost
    lanes: int = RFC_9106_LOW_MEMORY.parallelism


CHEAP = Cost(rounds=1, kibibytes=8, lanes=1)
"""For tests alone."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """Makes and verifies hashes, a few at a time: each takes 64 MiB while it is made."""

    cost: Cost = Cost()
    at_once: int = 4
    _turns: threading.BoundedSemaphore = field(init=False, repr=False)
    _hasher: PasswordHasher = field(init=False, repr=False)
    _nobodys: list[str] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        hasher = PasswordHasher(self.cost.rounds, self.cost.kibibytes, self.cost.lanes)
        object.__setattr__(self, "_turns", threading.BoundedSemaphore(self.at_once))
        object.__setattr__(self, "_hasher", hasher)

    def hash(self, password: str) -> str:
        """The hash to keep."""
        with self._turns:
            return self._hasher.hash(_plain(password))

    def matches(self, kept: str, password: str) -> bool:
        """Whether the password is that of the hash; where there is none, no, after the same work."""
        with self._turns:
            try:
                right = self._hasher.verify(kept or self._nobody(), _plain(password))
            except (VerificationError, InvalidHashError):
                return False
        return right and bool(kept) and len(password) <= LONGEST

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made at another cost than is usual now."""
        return self._hasher.check_needs_rehash(kept)

    def _nobody(self) -> str:
        """The hash of a password that nobody knows."""
        if not self._nobodys:
            self._nobodys.append(self._hasher.hash(secrets.token_urlsafe(32)))
        return self._nobodys[0]


def password_faults(password: str, name: str) -> Iterator[Fault]:
    """Everything that keeps this from being a password of this account; the password itself is not shown."""
    plain = unicodedata.normalize("NFKC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        yield Fault("长度不合要求", FIELD, expected=f"{SHORTEST} 至 {LONGEST} 个字")
    if len(set(plain)) < 4 and plain:
        yield Fault("太单调", FIELD, expected="至少 4 种不同的字")
    if name and name.casefold() in plain.casefold() and len(plain) - len(name) < SHORTEST:
        yield Fault("与登录名相同或只多几个字", FIELD, expected="与登录名无关")


def _plain(password: str) -> bytes:
    """The same for a password typed with wide or composed letters."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "surrogatepass")

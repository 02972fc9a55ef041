"""How tests come in: an account, a log-in, and a token that a server takes."""

from __future__ import annotations

from contextlib import suppress

from engine.accounts import CHEAP, Entrance, Keys, NewAccount, Passwords, add_account, log_in
from engine.errors import JiujinError
from engine.model import Role
from engine.store import GraphStore

PASSWORD = "a-password-of-tests"


def cheap_entrance(keys: Keys | None = None) -> Entrance:
    """Doors whose passwords cost no time."""
    return Entrance(keys=keys or Keys(), passwords=Passwords(cost=CHEAP))


def token(
    store: GraphStore, entrance: Entrance, role: Role = Role.ADMIN, over: tuple[str, ...] = (), name: str = ""
) -> str:
    """An access token in the role, of an account that is there from now on."""
    name = name or f"test-{role.lower().replace('_', '-')}"
    account = NewAccount(name=name, password=PASSWORD, role=role, over=over)
    with suppress(JiujinError):
        add_account(store, entrance.passwords, account, actor="console")
    return log_in(store, entrance, name, PASSWORD).access_token


def bearer(access_token: str) -> dict[str, str]:
    """The header that carries the token; also what a websocket says first."""
    return {"authorization": f"Bearer {access_token}"}

"""Who asks: an account in one of its roles, and the scope that the role has."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model import Role
from engine.model.access import CONSOLE_ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """One account, acting in one role; ``purpose`` is why he asks, as he says himself.

    ``scope_ids`` are the ids of the nodes that the role is over, all of the label ``scope_label``: a district,
    subdistricts, organizations, stations, roads, or the person himself. A role without a scope sees nothing of anybody.
    """

    account: str
    role: Role
    scope_label: str = ""
    scope_ids: tuple[str, ...] = ()
    purpose: str = ""
    services: frozenset[str] = frozenset()
    """What a SERVICE may do, by names of actions."""
    name: str = ""
    """The log-in name, for pages; decides nothing."""


CONSOLE = Viewer(account=CONSOLE_ACCOUNT, role=Role.ADMIN, scope_label="District", name="命令行")
"""Whoever runs commands on the machine: he can read the store's file anyhow."""

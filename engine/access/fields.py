"""How much of a property a viewer sees, and what he is shown instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from engine.access.table import FIELDS, MINORS, NODES, PERSONAL, Level
from engine.access.viewer import Viewer
from engine.model import NODES as MODELS
from engine.model import Role, property_rules

WALK = re.compile(r"(\d+) 米")
STEP = 200
"""Walks are shown in steps of so many metres: exact ones, of several shifts, would meet at one door."""


def masked_phone(phone: str) -> str:
    """``138****8000`` for a whole number; nothing of what is shorter."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def masked_metres(metres: int) -> int:
    """The walk, rounded up to whole steps, one at least."""
    return max(1, -(-metres // STEP)) * STEP


def masked_change(metres: int) -> int:
    """By how much walks change, away from nothing to whole steps."""
    return (masked_metres(abs(metres)) if metres else 0) * (1 if metres > 0 else -1)


def masked_sentence(text: str) -> str:
    """The sentence with its walks in whole steps."""
    return WALK.sub(lambda found: f"{masked_metres(int(found[1]))} 米内", text)


Reveal = Callable[[Any], Any]

MASKS: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("Volunteer", "phone"): masked_phone,
    ("Assignment", "metres"): masked_metres,
    ("Assignment", "reason"): masked_sentence,
    ("Assignment", "alternative"): masked_sentence,
}
"""What is shown of a masked property; of any other, nothing."""


@cache
def _sensitive(label: str) -> frozenset[str]:
    model = next(node for node in MODELS if label == node.LABEL)
    return frozenset(name for name, rule in property_rules(model).items() if rule.sensitive)


@cache
def level(role: Role, label: str, name: str, minor: bool = False) -> Level:
    """How much of the property the role sees, of the nodes that it sees."""
    if role not in NODES.get(label, {}):
        return Level.HIDE
    rows = MINORS.get((label, name)) if minor else None
    rows = rows or FIELDS.get((label, name))
    if rows is None:
        return Level.HIDE if label in PERSONAL or name in _sensitive(label) else Level.SEE
    return rows[role]


@cache
def comparable(role: Role, label: str, name: str) -> bool:
    """Whether the role may filter, sort and group by the property: only by what it sees of everybody; of a noun that it
    never sees, by anything, since nothing is found."""
    return role not in NODES.get(label, {}) or (level(role, label, name) is Level.SEE and (label, name) not in MINORS)


@cache
def recorded(role: Role, label: str, name: str, minor: bool = False) -> bool:
    """Whether seeing it unmasked is written down: what is sensitive (a name only of minors), what needs a purpose."""
    of_minors = label == "Volunteer" and name in ("name", "pinyin", "minor")
    sensitive = name in _sensitive(label) or level(role, label, name) is Level.PURPOSE
    return sensitive and (minor or not of_minors) and role is not Role.VOLUNTEER


def WHOLE(value: Any) -> Any:  # noqa: N802 - a constant that is called like the masks
    """Nothing is kept back."""
    return value


def reveal(viewer: Viewer | None, label: str, name: str, *, minor: bool = False) -> Reveal | None:
    """What makes of a value what the viewer is shown of it: :func:`WHOLE`, a mask, or ``None`` when it is nothing."""
    if viewer is None:
        return None
    how = level(viewer.role, label, name, minor)
    if how is Level.SEE or (how is Level.PURPOSE and viewer.purpose):
        return WHOLE
    return None if how is Level.HIDE else MASKS.get((label, name))

"""Who may see and do what: decided here, in one table, and pushed into the questions that the store is asked."""

from __future__ import annotations

from engine.access.auditing import Look, Recording, audits, read_audits, record_looks
from engine.access.fields import (
    WHOLE,
    Reveal,
    comparable,
    level,
    masked_change,
    masked_metres,
    masked_phone,
    masked_sentence,
    recorded,
    reveal,
)
from engine.access.permits import may, may_plan_for, needs_purpose, permit, permit_about
from engine.access.scope import Scope, scope_of
from engine.access.secured import Closed, Scopes, Secured
from engine.access.table import ACTION_TERMS, ACTIONS, FIELDS, MINORS, NODES, PERSONAL, Action, Level, Reach
from engine.access.viewer import CONSOLE, Viewer
from engine.model.access import CONSOLE_ACCOUNT

__all__ = [
    "ACTIONS",
    "ACTION_TERMS",
    "CONSOLE",
    "CONSOLE_ACCOUNT",
    "FIELDS",
    "MINORS",
    "NODES",
    "PERSONAL",
    "WHOLE",
    "Action",
    "Closed",
    "Level",
    "Look",
    "Reach",
    "Recording",
    "Reveal",
    "Scope",
    "Scopes",
    "Secured",
    "Viewer",
    "audits",
    "comparable",
    "level",
    "masked_change",
    "masked_metres",
    "masked_phone",
    "masked_sentence",
    "may",
    "may_plan_for",
    "needs_purpose",
    "permit",
    "permit_about",
    "read_audits",
    "record_looks",
    "recorded",
    "reveal",
    "scope_of",
]

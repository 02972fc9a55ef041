"""When an edge with ``since`` and ``until`` holds: from the one to the other, both days included, and open without."""

from __future__ import annotations

from datetime import date

from engine.store import AnyOf, Condition, Op


def in_force(edge: str, day: date) -> tuple[AnyOf, AnyOf]:
    """The edge with this alias holds on the day."""
    begun = AnyOf((Condition(f"{edge}.since", Op.IS_NULL, True), Condition(f"{edge}.since", Op.LTE, day)))
    return begun, not_ended(edge, day)


def not_ended(edge: str, day: date) -> AnyOf:
    """The edge with this alias had not ended before the day.

    For memberships this is asked alone: one begins in the graph when a roster is read, not when the person joined.
    """
    return AnyOf((Condition(f"{edge}.until", Op.IS_NULL, True), Condition(f"{edge}.until", Op.GTE, day)))

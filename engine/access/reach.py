"""Which nodes a viewer sees, as conditions of a store's question: the reach of the table, said for a scope."""

from __future__ import annotations

from collections.abc import Callable

from engine.access.scope import Scope, at_places
from engine.access.table import NODES, Reach
from engine.access.viewer import Viewer
from engine.model import STANDING, LineId, PlanStatus, Role
from engine.store import AllOf, AnyOf, Exists, Not, eq, is_in
from engine.store.question import Where

EVERYTHING, NOTHING = AllOf(), AnyOf()


def visible(viewer: Viewer, scope: Scope, label: str, alias: str = "") -> Where:
    """What holds of the nodes of this label that the viewer sees; ``alias`` is empty inside an ``Exists``."""
    reach = NODES.get(label, {}).get(viewer.role, Reach.NONE)
    if reach is Reach.NONE:
        return NOTHING
    if reach is Reach.ALL or (reach is Reach.SCOPE and scope.whole):
        return EVERYTHING
    if reach is Reach.PUBLISHED:
        return PUBLISHED[label](alias)
    return SCOPED[label](viewer, scope, alias)


def membership(viewer: Viewer, scope: Scope, alias: str = "") -> Where:
    """The organizations of which the viewer may learn that somebody is a member: an officer those of his own subtree;
    whoever plans, and the person himself, all; others none that belongs to the party's line."""
    if viewer.role is Role.OFFICER:
        return is_in(_field(alias, "id"), scope.organizations)
    if viewer.role in (Role.ADMIN, Role.COORDINATOR, Role.VOLUNTEER):
        return EVERYTHING
    return Not(Exists(alias, "IN_LINE", "Line", eq("id", LineId.PARTY.value)))


def _field(alias: str, name: str) -> str:
    return f"{alias}.{name}" if alias else name


def _published_plan(alias: str) -> Where:
    return eq(_field(alias, "status"), PlanStatus.PUBLISHED.value)


def _of_published_plan(alias: str) -> Where:
    return Exists(alias, "IN_PLAN", "Plan", _published_plan(""))


def _plan(viewer: Viewer, scope: Scope, alias: str) -> Where:
    """A coordinator's own plans and those of the whole district."""
    return is_in(_field(alias, "scope"), ("", *scope.subdistricts))


def _of_plan(viewer: Viewer, scope: Scope, alias: str) -> Where:
    return Exists(alias, "IN_PLAN", "Plan", _plan(viewer, scope, ""))


def _here(scope: Scope, alias: str) -> Where:
    """Assignments to shifts at the places of the scope."""
    return Exists(alias, "TO_SHIFT", "Shift", at_places(scope))


def _based(scope: Scope, alias: str) -> Where:
    return Exists(alias, "BASED_AT", "Station", is_in("id", scope.stations))


def _in_force(alias: str) -> Where:
    """Assignments that people were told of and have not declined."""
    return AllOf((is_in(_field(alias, "status"), STANDING), _of_published_plan(alias)))


def _member(scope: Scope, alias: str) -> Where:
    return Exists(alias, "MEMBER_OF", "Organization", is_in("id", scope.organizations))


def _volunteer(viewer: Viewer, scope: Scope, alias: str) -> Where:
    match viewer.role:
        case Role.COORDINATOR:
            return AnyOf((_based(scope, alias), Exists(alias, "ASSIGNED", "Assignment", _here(scope, ""))))
        case Role.OFFICER:
            return _member(scope, alias)
        case Role.STATION_LEADER:
            coming = AllOf((_of_published_plan(""), _here(scope, "")))
            return AnyOf((_based(scope, alias), Exists(alias, "ASSIGNED", "Assignment", coming)))
        case Role.CHIEF:
            coming = AllOf((_in_force(""), _here(scope, "")))
            of_age = eq(_field(alias, "minor"), False)
            return AllOf((of_age, Exists(alias, "ASSIGNED", "Assignment", coming)))
        case Role.VOLUNTEER:
            return is_in(_field(alias, "id"), scope.volunteers)
    return NOTHING


def _assignment(viewer: Viewer, scope: Scope, alias: str) -> Where:
    def whose(where: Where) -> Where:
        return Exists(alias, "ASSIGNED", "Volunteer", where, reverse=True)

    match viewer.role:
        case Role.COORDINATOR:
            return AnyOf((_here(scope, alias), whose(_based(scope, ""))))
        case Role.OFFICER:
            return AllOf((_of_published_plan(alias), whose(_member(scope, ""))))
        case Role.STATION_LEADER:
            return AllOf((_of_published_plan(alias), AnyOf((_here(scope, alias), whose(_based(scope, ""))))))
        case Role.CHIEF:
            return AllOf((_in_force(alias), _here(scope, alias), whose(eq("minor", False))))
        case Role.VOLUNTEER:
            return AllOf((_of_published_plan(alias), whose(is_in("id", scope.volunteers))))
    return NOTHING


SCOPED: dict[str, Callable[[Viewer, Scope, str], Where]] = {
    "Volunteer": _volunteer,
    "Assignment": _assignment,
    "Plan": _plan,
    "Shortfall": _of_plan,
    "HandEdit": _of_plan,
    "PlanJob": _plan,
}
PUBLISHED: dict[str, Callable[[str], Where]] = {"Plan": _published_plan, "Shortfall": _of_published_plan}

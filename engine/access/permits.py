"""What a viewer may do: the actions of the table, and the plans that are his to change."""

from __future__ import annotations

from engine.access.scope import Scope
from engine.access.table import ACTION_TERMS, ACTIONS, FOR_A_PURPOSE, Action
from engine.access.viewer import Viewer
from engine.errors import NotPermitted, Unauthenticated
from engine.model import Role


def may(viewer: Viewer, action: Action) -> bool:
    """Whether the table lets the viewer do this; a service also needs it among what it was given."""
    if viewer.role is Role.SERVICE and action is not Action.READ:
        return action.value in viewer.services
    return viewer.role in ACTIONS[action]


def permit(viewer: Viewer | None, action: Action) -> Viewer:
    """The viewer, who may do this. Raises ``Unauthenticated`` without one, ``NotPermitted`` when he may not."""
    if viewer is None:
        raise Unauthenticated("请先登录")
    if not may(viewer, action):
        raise NotPermitted(f"您的角色不能{ACTION_TERMS[action]}")
    if needs_purpose(viewer, action) and not viewer.purpose:
        raise NotPermitted(f"要{ACTION_TERMS[action]}，请写明用途")
    return viewer


def needs_purpose(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer must say why he does this, and each time is written down."""
    return viewer.role in FOR_A_PURPOSE.get(action, ())


def permit_about(viewer: Viewer, action: Action, *, minor: bool) -> None:
    """The viewer may do this about somebody of this age. Raises ``NotPermitted``."""
    if minor and needs_purpose(viewer, action):
        raise NotPermitted(f"不能{ACTION_TERMS[action]}：对方未成年")


def may_plan_for(scope: Scope, subdistrict: str) -> bool:
    """Whether plans for this subdistrict (empty: the whole district) are the viewer's to make and to change."""
    return scope.whole or subdistrict in scope.subdistricts

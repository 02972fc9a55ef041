"""Strawberry's decorators, typed: what they decorate keeps its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def given(description: str) -> object:
    """What an annotation says of an argument."""
    return strawberry.argument(description=description)


def computed(description: str) -> Callable[[F], F]:
    """A field that is worked out by a method."""
    return cast("Callable[[F], F]", strawberry.field(description=description))


def change(description: str) -> Callable[[F], F]:
    """A field of ``Mutation``."""
    return cast("Callable[[F], F]", strawberry.mutation(description=description))


def stream(description: str) -> Callable[[F], F]:
    """A field of ``Subscription``."""
    return cast("Callable[[F], F]", strawberry.subscription(description=description))

"""Arguments that several questions share."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from engine.errors import Fault, InvalidInput
from schema.connection import MAX_FIRST

PlanId = Annotated[strawberry.ID, strawberry.argument(description="The plan version (周计划).")]
ShiftId = Annotated[strawberry.ID, strawberry.argument(description="The shift (班次).")]
VolunteerId = Annotated[strawberry.ID, strawberry.argument(description="The volunteer (志愿者).")]
Count = Annotated[int, strawberry.argument(description=f"How many, {MAX_FIRST} at most (至多几项).")]


def argument(kind: Any, description: str) -> Any:
    """The annotation of an argument of a field that is made by code."""
    return Annotated[kind, strawberry.argument(description=description)]


def page_size(first: int) -> int:
    """The number, if it is one of a page. Raises ``InvalidInput``."""
    if not 1 <= first <= MAX_FIRST:
        raise InvalidInput("项数有误", [Fault("超出范围", "first", expected=f"1 到 {MAX_FIRST}")])
    return first

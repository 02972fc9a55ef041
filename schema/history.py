"""What was done to a plan by hand, as the schema shows it (人工改动)."""

from __future__ import annotations

from typing import Self

import strawberry

from engine.planning.history import ToldEdit
from schema.edges import named_by
from schema.enums import EditKind


@strawberry.type(description="One thing that was done to a plan by hand, or answered to an offer of it (人工改动).")
class PlanEdit:
    number: int = strawberry.field(description="Counted from 1 within the plan version (次序).")
    at: str = strawberry.field(description="When, ISO 8601 (时间).")
    by: str = strawberry.field(description="The account's name (账户).")
    kind: EditKind = strawberry.field(description="What was done (类型).")
    undone: bool = strawberry.field(description="Whether it was taken back since (已撤销).")
    sentence: str = strawberry.field(description="What was done, in Chinese, without a name (一句话说明).")

    volunteer_key: strawberry.Private[str]
    shift_key: strawberry.Private[str]
    other_key: strawberry.Private[str]

    volunteer = named_by("volunteer_key", "Volunteer", description="Whom it was about (志愿者).")
    shift = named_by("shift_key", "Shift", description="Which shift it was about (班次).")
    other_shift = named_by("other_key", "Shift", description="Where the person was moved from, if moved (原班次).")

    @classmethod
    def of(cls, told: ToldEdit) -> Self:
        """The edit as the schema shows it."""
        edit = told.edit
        return cls(
            number=edit.number,
            at=edit.at,
            by=told.by,
            kind=edit.kind,
            undone=edit.undone,
            sentence=told.sentence,
            volunteer_key=edit.volunteer,
            shift_key=edit.shift,
            other_key=edit.other_shift,
        )

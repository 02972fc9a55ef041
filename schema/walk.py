"""The way that somebody walks to a shift, on the map (步行路线)."""

from __future__ import annotations

from typing import Annotated, Self

import strawberry

from engine import walk
from schema.enums import WalkFrom
from schema.refusals import AnyRefusal


@strawberry.type(description="A way on foot along the streets; it begins at a junction, not at the door (步行路线).")
class Walk:
    start: WalkFrom = strawberry.field(description="Home or workplace (出发地).")
    metres: int = strawberry.field(description="Its length in metres, one way (步行米数).")
    line: list[float] = strawberry.field(description="Longitude and latitude in turns, from there to the shift (路线).")

    @classmethod
    def of(cls, found: walk.Walk) -> Self:
        """The way as the schema shows it."""
        return cls(start=found.start, metres=found.metres, line=[part for point in found.points for part in point])


WalkPayload = Annotated[
    Walk | AnyRefusal, strawberry.union("WalkPayload", description="The way, or why it is not shown (步行路线结果).")
]

"""Who answers for a spot on a day (某处由谁负责)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

import strawberry

from engine import responsibility
from engine.responsibility import Spot
from schema.connection import DEFAULT_FIRST
from schema.edges import named_by
from schema.enums import Duty
from schema.fields import computed
from schema.listed import First, listed
from schema.refusals import AnyRefusal


@strawberry.type(description="Somebody answers for a segment, or for its whole road (一项职责).")
class Responsibility:
    volunteer_key: strawberry.Private[str]
    organization_key: strawberry.Private[str]
    line_keys: strawberry.Private[list[str]]

    duty: Duty = strawberry.field(description="How (职责).")
    level: int | None = strawberry.field(description="The level of a chief, 1 to 4 (级别).")
    kind: str = strawberry.field(description="The kind of a responder, or empty (类别).")
    whole_road: bool = strawberry.field(description="For the whole road, not this segment alone (是否全路).")
    since: date | None = strawberry.field(description="The first day; always without it (起).")
    until: date | None = strawberry.field(description="The last day; open without it (止).")

    volunteer = named_by("volunteer_key", "Volunteer", description="The person, if it is one (志愿者).")
    organization = named_by("organization_key", "Organization", description="The organization, if it is one (单位).")
    lines = listed("line_keys", "Line", "The lines of the organization; those of a person for whoever plans (条线).")

    @classmethod
    def of(cls, found: responsibility.Responsibility, *, lines_of_people: bool) -> Self:
        """The responsibility as the schema shows it; the lines of a person are for those who plan."""
        return cls(
            volunteer_key=found.who if found.label == "Volunteer" else "",
            organization_key=found.who if found.label == "Organization" else "",
            line_keys=list(found.lines) if lines_of_people or found.label == "Organization" else [],
            duty=found.duty,
            level=found.level,
            kind=found.kind,
            whole_road=found.whole_road,
            since=date.fromisoformat(found.since) if found.since else None,
            until=date.fromisoformat(found.until) if found.until else None,
        )


@strawberry.type(description="Who answers for a segment on a day (某处由谁负责).")
class WhoAnswers:
    segment_key: strawberry.Private[str]
    road_key: strawberry.Private[str]
    found: strawberry.Private[list[Responsibility]]

    day: date = strawberry.field(description="The day (日期).")
    metres: int | None = strawberry.field(
        description="From the point that was asked about to the segment's centre line (距路段米数)."
    )

    segment = named_by("segment_key", "Segment", description="The segment (路段).")
    road = named_by("road_key", "Road", description="Its road (道路).")

    @computed("All who answer: chiefs by level, responders, stewards, claims; the longest first (责任人).")
    def responsible(self, first: First = DEFAULT_FIRST) -> list[Responsibility]:
        return self.found[: max(0, first)]

    @classmethod
    def of(cls, spot: Spot, *, lines_of_people: bool) -> Self:
        """The answer as the schema shows it."""
        return cls(
            segment_key=spot.segment,
            road_key=spot.road or "",
            found=[Responsibility.of(one, lines_of_people=lines_of_people) for one in spot.responsible],
            day=spot.day,
            metres=None if spot.metres is None else round(spot.metres),
        )


WhoAnswersPayload = Annotated[
    WhoAnswers | AnyRefusal,
    strawberry.union("WhoAnswersPayload", description="Who answers, or why nobody can be told (责任人结果)."),
]

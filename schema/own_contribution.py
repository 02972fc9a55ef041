"""What the asker's own organizations give over some weeks (本条线的贡献)."""

from __future__ import annotations

from typing import Annotated, Self

import strawberry

from engine import own_contribution
from schema.connection import DEFAULT_FIRST
from schema.contributions import Contribution, OrganizationContribution
from schema.edges import named_by
from schema.fields import computed
from schema.listed import First
from schema.refusals import AnyRefusal


@strawberry.type(description="What is given at one place (一处的贡献).")
class PlaceContribution:
    segment_key: strawberry.Private[str]
    station_key: strawberry.Private[str]

    whole: Contribution = strawberry.field(description="What is given there (贡献).")

    segment = named_by("segment_key", "Segment", description="The segment, unless it is a station (路段).")
    station = named_by("station_key", "Station", description="The station, unless it is a segment (服务站).")


@strawberry.type(description="What the asker's own organizations give in some weeks (本条线的贡献).")
class OwnContribution:
    organization_parts: strawberry.Private[list[OrganizationContribution]]
    place_parts: strawberry.Private[list[PlaceContribution]]

    whole: Contribution = strawberry.field(description="All together, each person once (合计).")
    seats: int = strawberry.field(description="Seats that the plans of these weeks want (期望岗位).")
    carried: float = strawberry.field(description="Their part of these seats, 0 to 1 (承担比例).")

    @computed("By organization, each with its own members, the largest first (各单位).")
    def organizations(self, first: First = DEFAULT_FIRST) -> list[OrganizationContribution]:
        return self.organization_parts[: max(0, first)]

    @computed("By place, the largest first (各处).")
    def places(self, first: First = DEFAULT_FIRST) -> list[PlaceContribution]:
        return self.place_parts[: max(0, first)]

    @classmethod
    def of(cls, found: own_contribution.OwnContribution) -> Self:
        """What was found, as the schema shows it."""
        return cls(
            whole=Contribution.of(found.whole),
            seats=found.seats,
            carried=found.carried,
            organization_parts=[
                OrganizationContribution(organization_key=part.of, whole=Contribution.of(part.whole))
                for part in found.organizations
            ],
            place_parts=[
                PlaceContribution(
                    segment_key=part.of.segment, station_key=part.of.station, whole=Contribution.of(part.whole)
                )
                for part in found.places
            ],
        )


OwnContributionPayload = Annotated[
    OwnContribution | AnyRefusal,
    strawberry.union("OwnContributionPayload", description="What one's own give, or why it is not told (贡献结果)."),
]

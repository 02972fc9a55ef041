"""Chains of organizations between two people, and stations within walking reach of one (关联与步行可达)."""

from __future__ import annotations

from typing import Annotated, Self

import strawberry

from engine import organization_chain, stations_in_reach
from schema.edges import named_by
from schema.enums import Link
from schema.refusals import AnyRefusal


@strawberry.type(description="One organization of a chain (链上的单位).")
class ChainStop:
    organization_key: strawberry.Private[str]
    through_key: strawberry.Private[str]

    link: Link = strawberry.field(description="How the chain gets there (链上关系).")

    organization = named_by("organization_key", "Organization", description="The organization (单位).")
    through = named_by("through_key", "Volunteer", description="Whom it shares with the one before (共同成员).")


@strawberry.type(description="The organizations from one volunteer to another (单位链).")
class OrganizationChain:
    stops: list[ChainStop] = strawberry.field(description="From the first to the second (依次经过的单位).")
    steps: int = strawberry.field(description="Edges from the one person to the other (步数).")


@strawberry.type(description="The shortest chain, if there is one (最短单位链结果).")
class ShortestChain:
    chain: OrganizationChain | None = strawberry.field(
        description=f"None where there is none of at most {organization_chain.MOST_STEPS} steps (单位链)."
    )

    @classmethod
    def of(cls, found: organization_chain.Chain | None) -> Self:
        """The chain as the schema shows it."""
        if found is None:
            return cls(chain=None)
        stops = [
            ChainStop(organization_key=stop.organization, through_key=stop.through, link=stop.link)
            for stop in found.stops
        ]
        return cls(chain=OrganizationChain(stops=stops, steps=found.steps))


@strawberry.type(description="A station in reach from anywhere in somebody's neighbourhood (可步行到达的服务站).")
class StationInReach:
    station_key: strawberry.Private[str]

    at_most: int = strawberry.field(
        description="The walk in metres from the farthest corner of the neighbourhood, not from the home (至多米数)."
    )

    station = named_by("station_key", "Station", description="The station (服务站).")


@strawberry.type(description="The stations within walking reach of somebody (步行可达的服务站).")
class StationsInReach:
    count: int = strawberry.field(description="How many there are (总数).")
    stations: list[StationInReach] = strawberry.field(description="The nearest first (服务站).")

    @classmethod
    def of(cls, found: list[stations_in_reach.InReach], first: int) -> Self:
        """The first of what was found."""
        return cls(
            count=len(found),
            stations=[StationInReach(station_key=one.station, at_most=one.at_most) for one in found[:first]],
        )


ShortestChainPayload = Annotated[
    ShortestChain | AnyRefusal,
    strawberry.union("ShortestChainPayload", description="The chain, or why it is not known (最短单位链结果)."),
]
StationsInReachPayload = Annotated[
    StationsInReach | AnyRefusal,
    strawberry.union("StationsInReachPayload", description="The stations, or why they are not known (可达结果)."),
]

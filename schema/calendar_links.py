"""Links to calendars, for programs that subscribe to them: made, and taken back."""

from __future__ import annotations

from typing import Annotated

import strawberry

from engine.accounts import Credential, calendar_link, revoke_calendar_links
from engine.errors import Fault, InvalidInput, NotFound, Unauthenticated
from engine.model import Station, Volunteer
from schema.context import Context
from schema.ids import key_of
from schema.refusals import AnyRefusal


@strawberry.input(description="Whose calendar: one of both (谁的日历).")
class CalendarLinkInput:
    volunteer_id: strawberry.ID | None = strawberry.field(default=None, description="A volunteer's (志愿者).")
    station_id: strawberry.ID | None = strawberry.field(
        default=None, description="A station's, with the segments that it covers (服务站)."
    )


@strawberry.type(description="The link, to be kept as secret as a password (日历订阅链接).")
class CalendarLinkSuccess:
    path: str = strawberry.field(description="The address on this server (路径).")
    expires_at: str = strawberry.field(description="Until when it is good, ISO 8601 (失效时间).")


@strawberry.type(description="The links are void (已收回).")
class RevokeCalendarLinksSuccess:
    count: int = strawberry.field(description="How many there were (个数).")


CalendarLinkPayload = Annotated[
    CalendarLinkSuccess | AnyRefusal,
    strawberry.union("CalendarLinkPayload", description="What was done, or why it was refused (结果)."),
]
RevokeCalendarLinksPayload = Annotated[
    RevokeCalendarLinksSuccess | AnyRefusal,
    strawberry.union("RevokeCalendarLinksPayload", description="What was done, or why it was refused (结果)."),
]


async def made_link(context: Context, given: CalendarLinkInput) -> CalendarLinkSuccess:
    """A link to the calendar of somebody, or of a station, whom the viewer sees."""
    label, id = await _whose(context, given)
    link = await context.call(calendar_link, context.store, context.entrance, _credential(context), label, id)
    return CalendarLinkSuccess(path=f"/calendar/{link.token}.ics", expires_at=link.expires_at)


async def revoked_links(context: Context) -> RevokeCalendarLinksSuccess:
    """None of the account's links is good any more."""
    count = await context.call(revoke_calendar_links, context.store, context.entrance, _credential(context))
    return RevokeCalendarLinksSuccess(count=count)


async def _whose(context: Context, given: CalendarLinkInput) -> tuple[str, str]:
    if (given.volunteer_id is None) == (given.station_id is None):
        raise InvalidInput("写志愿者或服务站，二者之一", [Fault("须写其一", "volunteerId、stationId")])
    if given.volunteer_id is not None:
        return Volunteer.LABEL, (await context.volunteer(given.volunteer_id)).id
    key = key_of(given.station_id or "", Station.LABEL)
    if await context.call(context.reader.get, Station, key) is None:
        raise NotFound("没有这个服务站")
    return Station.LABEL, key


def _credential(context: Context) -> Credential:
    if context.sender.credential is None:
        raise Unauthenticated
    return context.sender.credential

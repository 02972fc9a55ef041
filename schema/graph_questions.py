"""Questions that only a graph answers well; what each means exactly is told in docs/graph-questions.md."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from engine.calendar import today
from engine.model import WalkFrom
from engine.organization_chain import shortest_chain
from engine.planning.fragility import Withdrawing, fragility
from engine.planning.thin_roads import thin_roads
from engine.responsibility import who_answers
from engine.stations_in_reach import stations_in_reach
from schema.arguments import Count, PlanId, VolunteerId, page_size
from schema.connection import DEFAULT_FIRST
from schema.context import Info
from schema.fields import computed
from schema.fragility import Fragility, FragilityPayload, ThinRoads, ThinRoadsPayload
from schema.ids import key_of
from schema.reachability import ShortestChain, ShortestChainPayload, StationsInReach, StationsInReachPayload
from schema.refusals import or_refusal
from schema.responsibility import WhoAnswers, WhoAnswersPayload


@strawberry.type(description="Questions that only a graph answers well (图上的问题).")
class GraphQuestions:
    @computed("Who answers for a segment, today or on a past day (某处由谁负责).")
    async def who_answers(
        self,
        info: Info,
        segment: Annotated[strawberry.ID, strawberry.argument(description="The segment (路段).")],
        day: Annotated[date | None, strawberry.argument(description="The day; today without it (日期).")] = None,
    ) -> WhoAnswersPayload:
        async def told() -> WhoAnswers:
            key = key_of(segment, "Segment")
            return WhoAnswers.of(await info.context.call(who_answers, info.context.store, key, day or today()))

        return await or_refusal(told())

    @computed("Whose withdrawal leaves which shifts of a plan below their minimum (谁退出影响最大).")
    async def fragility(
        self,
        info: Info,
        plan: PlanId,
        of: Annotated[Withdrawing, strawberry.argument(description="Who or what withdraws (退出者).")],
        first: Count = DEFAULT_FIRST,
    ) -> FragilityPayload:
        async def told() -> Fragility:
            size, key = page_size(first), key_of(plan, "Plan")
            return Fragility.of(of, await info.context.call(fragility, info.context.store, key, of), size)

        return await or_refusal(told())

    @computed("The shortest chain of organizations between two volunteers (两人之间的最短单位链).")
    async def shortest_chain(self, info: Info, a: VolunteerId, b: VolunteerId) -> ShortestChainPayload:
        async def told() -> ShortestChain:
            keys = key_of(a, "Volunteer"), key_of(b, "Volunteer")
            return ShortestChain.of(await info.context.call(shortest_chain, info.context.store, *keys, today()))

        return await or_refusal(told())

    @computed("The stations surely within walking reach of a person, whose home stays hidden (步行可达的服务站).")
    async def stations_in_reach(
        self,
        info: Info,
        volunteer: VolunteerId,
        start: Annotated[WalkFrom, strawberry.argument(description="Home or workplace (出发地).")] = WalkFrom.HOME,
        within: Annotated[
            int | None, strawberry.argument(description="Metres; the district's limit without it (步行米数上限).")
        ] = None,
        first: Count = DEFAULT_FIRST,
    ) -> StationsInReachPayload:
        async def told() -> StationsInReach:
            size, key = page_size(first), key_of(volunteer, "Volunteer")
            found = await info.context.call(stations_in_reach, info.context.store, key, start, within)
            return StationsInReach.of(found, size)

        return await or_refusal(told())

    @computed("The roads that a plan holds with one volunteer, or with few (单薄的道路).")
    async def thin_roads(
        self,
        info: Info,
        plan: PlanId,
        depth: Annotated[int, strawberry.argument(description="People on the road at most (至多几人).")] = 1,
        first: Count = DEFAULT_FIRST,
    ) -> ThinRoadsPayload:
        async def told() -> ThinRoads:
            size, key = page_size(first), key_of(plan, "Plan")
            return ThinRoads.of(await info.context.call(thin_roads, info.context.store, key, depth), size)

        return await or_refusal(told())

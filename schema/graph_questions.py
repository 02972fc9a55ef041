"""Questions that only a graph answers well; what each means exactly is told in docs/graph-questions.md."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from engine.access import Action
from engine.calendar import today
from engine.contributions import contributions
from engine.errors import Fault, InvalidInput
from engine.model import WalkFrom
from engine.nearest_segment import REACH
from engine.organization_chain import shortest_chain
from engine.own_contribution import MOST_WEEKS, own_contribution
from engine.planning.fragility import Withdrawing, fragility
from engine.planning.thin_roads import thin_roads
from engine.responsibility import who_answers, who_answers_at
from engine.stations_in_reach import stations_in_reach
from schema.arguments import Count, PlanId, VolunteerId, page_size
from schema.connection import DEFAULT_FIRST
from schema.context import Info
from schema.contributions import Contributions, ContributionsPayload, LineContribution
from schema.fields import computed
from schema.fragility import Fragility, FragilityPayload, ThinRoads, ThinRoadsPayload
from schema.ids import key_of
from schema.inputs import PointInput
from schema.own_contribution import OwnContribution, OwnContributionPayload
from schema.reachability import ShortestChain, ShortestChainPayload, StationsInReach, StationsInReachPayload
from schema.refusals import or_refusal
from schema.responsibility import WhoAnswers, WhoAnswersPayload
from schema.walk import Walk, WalkPayload


@strawberry.type(description="Questions that only a graph answers well (图上的问题).")
class GraphQuestions:
    @computed("Who answers for a spot, today or on a past day; name a segment or a point (某处由谁负责).")
    async def who_answers(
        self,
        info: Info,
        segment: Annotated[strawberry.ID | None, strawberry.argument(description="The segment (路段).")] = None,
        point: Annotated[
            PointInput | None,
            strawberry.argument(description=f"A place; the nearest segment within {REACH} m counts (坐标)."),
        ] = None,
        day: Annotated[date | None, strawberry.argument(description="The day; today without it (日期).")] = None,
    ) -> WhoAnswersPayload:
        async def told() -> WhoAnswers:
            call, store, on = info.context.call, info.context.store, day or today()
            if segment is not None and point is None:
                spot = await call(who_answers, store, key_of(segment, "Segment"), on)
            elif point is not None and segment is None:
                spot = await call(who_answers_at, store, point.latitude, point.longitude, on)
            else:
                raise InvalidInput("要问的地方有误", [Fault("路段和坐标须给出一个，且只给一个", "segment、point")])
            return WhoAnswers.of(spot, lines_of_people=info.context.may(Action.PLAN))

        return await or_refusal(info.context, Action.RESPONSIBILITY, told)

    @computed("Whose withdrawal leaves which shifts of a plan below their minimum (谁退出影响最大).")
    async def fragility(
        self,
        info: Info,
        plan: PlanId,
        of: Annotated[Withdrawing, strawberry.argument(description="Who or what withdraws (退出者).")],
        first: Count = DEFAULT_FIRST,
    ) -> FragilityPayload:
        async def told() -> Fragility:
            size, key = page_size(first), (await info.context.plan(plan)).id
            return Fragility.of(of, await info.context.call(fragility, info.context.store, key, of), size)

        return await or_refusal(info.context, Action.EXPLAIN, told)

    @computed("The shortest chain of organizations between two volunteers (两人之间的最短单位链).")
    async def shortest_chain(self, info: Info, a: VolunteerId, b: VolunteerId) -> ShortestChainPayload:
        async def told() -> ShortestChain:
            one, other = [(await info.context.volunteer(id)).id for id in (a, b)]
            return ShortestChain.of(await info.context.call(shortest_chain, info.context.store, one, other, today()))

        return await or_refusal(info.context, Action.CHAIN, told)

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
            size, key = page_size(first), (await info.context.volunteer(volunteer)).id
            found = await info.context.call(stations_in_reach, info.context.store, key, start, within)
            return StationsInReach.of(found, size)

        return await or_refusal(info.context, Action.STATIONS_IN_REACH, told)

    @computed("The way to one's shift; planners say why (Jiujin-Purpose), each look is written down (步行路线).")
    async def walk(
        self,
        info: Info,
        assignment: Annotated[strawberry.ID, strawberry.argument(description="Whose way, and where to (派班).")],
    ) -> WalkPayload:
        async def told() -> Walk:
            return Walk.of(await info.context.walk(assignment))

        return await or_refusal(info.context, Action.WALKS, told)

    @computed("The roads that a plan holds with one volunteer, or with few (单薄的道路).")
    async def thin_roads(
        self,
        info: Info,
        plan: PlanId,
        depth: Annotated[int, strawberry.argument(description="People on the road at most (至多几人).")] = 1,
        first: Count = DEFAULT_FIRST,
    ) -> ThinRoadsPayload:
        async def told() -> ThinRoads:
            size, key = page_size(first), (await info.context.plan(plan)).id
            return ThinRoads.of(await info.context.call(thin_roads, info.context.store, key, depth), size)

        return await or_refusal(info.context, Action.EXPLAIN, told)

    @computed("What each line contributes to a week: people, assignments, hours, share (各条线贡献).")
    async def contributions(
        self,
        info: Info,
        week: Annotated[str, strawberry.argument(description="The ISO week, for instance 2026-W48 (周).")],
    ) -> ContributionsPayload:
        async def told() -> Contributions:
            context = info.context
            own = None if context.may(Action.PLAN) else (await context.scope()).organizations
            found = await context.call(contributions, context.store, week, own)
            return Contributions(lines=[LineContribution.of(one) for one in found])

        return await or_refusal(info.context, Action.CONTRIBUTIONS, told)

    @computed("What the asker's own organizations give in some weeks, by organization and place (本条线的贡献).")
    async def own_contribution(
        self,
        info: Info,
        weeks: Annotated[
            list[str], strawberry.argument(description=f"ISO weeks, {MOST_WEEKS} at most; each counts once (周).")
        ],
    ) -> OwnContributionPayload:
        async def told() -> OwnContribution:
            context = info.context
            own = None if context.may(Action.PLAN) else (await context.scope()).organizations
            return OwnContribution.of(await context.call(own_contribution, context.store, weeks, own))

        return await or_refusal(info.context, Action.CONTRIBUTIONS, told)

"""On tiny random problems with every rule in them, the solver's plan is the best of all plans."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.check import check
from solver.plan import Status
from solver.problem import (
    MinorRules,
    Need,
    Network,
    Preference,
    Presence,
    Problem,
    Rules,
    Share,
    Shift,
    Team,
    TeamShift,
    Volunteer,
    Walk,
)
from solver.solve import solve
from tests.solver.brute import cheapest

NETWORK = Network(nodes=tuple((113.65 + i / 1000, 34.74) for i in range(4)), edges=((0, 1, 300), (1, 2, 700)))
STARTS = (480, 600, 1140, 1260, 1440 + 420, 1440 + 540)
PEOPLE = ("ann", "bob", "cat", "dan")
WALKS = st.sampled_from([Walk(limit_metres=2000), Walk(limit_metres=900)])
LAW = Rules(rest=600, gap=30, minors=MinorRules(quiet=(1260, 420)))


@st.composite
def volunteers(draw: st.DrawFn, name: str) -> Volunteer:
    minor = draw(st.integers(0, 4)) == 0
    tags = ["minor" if minor else "adult", *draw(st.sets(st.sampled_from(["leader", "PARTY"])))]
    free = draw(st.sampled_from([((0, 3000),), ((400, 1300),), ((1100, 2200),), ((470, 700), (1850, 2100))]))
    at = draw(st.sampled_from([(), (Presence(480, 1200, 1),)]))
    return Volunteer(
        id=name,
        home=draw(st.integers(0, 3)),
        tags=tuple(sorted(tags)),
        at=at,
        free=free,
        max_week=draw(st.integers(0, 3)),
        max_day=draw(st.integers(1, 2)),
        max_minutes=draw(st.sampled_from([None, None, 150, 200])),
        load=draw(st.integers(0, 9)),
        prefers=draw(
            st.sampled_from(
                [(), (Preference(cost=-150, category="help"), Preference(cost=90, weekday=1, place="gate"))]
            )
        ),
        claims=draw(st.sampled_from([(), ("gate",)])),
        organization_claims=draw(st.sampled_from([(), ("gate", "park")])),
        served=draw(st.sampled_from([(), ("park",)])),
    )


@st.composite
def shifts(draw: st.DrawFn, name: str) -> Shift:
    start, most = draw(st.sampled_from(STARTS)), draw(st.integers(0, 3))
    desired = draw(st.integers(0, most))
    return Shift(
        id=name,
        place=draw(st.sampled_from(["gate", "park"])),
        node=draw(st.integers(0, 2)),
        category=draw(st.sampled_from(["traffic", "help"])),
        start=start,
        end=start + draw(st.sampled_from([60, 90])),
        min=draw(st.integers(0, desired)),
        desired=desired,
        max=most,
        priority=draw(st.integers(1, 3)),
        none_have=draw(st.sampled_from([(), (), ("PARTY",)])),
        some_have=draw(st.sampled_from([(), (Need(tag="leader"),), (Need(tag="leader"), Need(tag="PARTY", count=2))])),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    people = [draw(volunteers(name)) for name in PEOPLE[: draw(st.integers(2, 4))]]
    names = [v.id for v in people]
    wanted = [draw(shifts(f"s{i}")) for i in range(draw(st.integers(1, 10 // len(people))))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from([s.id for s in wanted]))
    minors = [v.id for v in people if "minor" in v.tags]
    adults = tuple(v.id for v in people if "minor" not in v.tags)
    team = draw(st.booleans())
    return Problem(
        week="2026-W48",
        network=NETWORK,
        volunteers=tuple(people),
        shifts=tuple(wanted),
        walk=draw(WALKS),
        rules=LAW,
        together=draw(st.sampled_from([(), (("ann", "bob"),)])),
        escorts=draw(st.sampled_from([{}, {minors[0]: adults[:1]}])) if minors else {},
        teams=(Team(id="band", members=tuple(names[-2:])),) if team else (),
        team_shifts=(TeamShift(id="parade", place="park", node=2, start=600, end=660, teams=("band",)),)
        if team
        else (),
        pins=tuple(draw(st.lists(pairs, max_size=2))),
        bans=tuple(draw(st.lists(pairs, max_size=1))),
        previous=draw(st.none() | st.lists(pairs, max_size=3, unique=True).map(tuple)),
        shares=draw(st.sampled_from([(), (Share(tag="PARTY", part=400, tolerance=50),)])),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(problems())
def test_the_plan_is_the_best_of_all_plans_and_says_so(problem: Problem) -> None:
    plan = solve(problem)
    assert plan.cost == cheapest(problem)
    assert plan.bound == plan.cost
    assert plan.status is Status.OPTIMAL
    assert check(problem, plan).holds

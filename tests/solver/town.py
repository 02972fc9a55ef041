"""Invented towns of any size for the solver's tests: a street grid, people with weeks, shifts at rush hours."""

import random

from solver.problem import DAY, Need, Network, Presence, Problem, Share, Shift, Team, TeamShift, Volunteer

SIDE = 12
SLOTS = ((450, 540), (720, 800), (1080, 1170), (1150, 1260))


def town(*, people: int, places: int, seed: int, teams: int = 0) -> Problem:
    """Shifts at every place on five of the week's hours; a tenth of the people are minors; two go together."""
    chance = random.Random(seed)
    volunteers = tuple(_volunteer(f"v{i}", chance) for i in range(people))
    at = [chance.randrange(SIDE * SIDE) for _ in range(places)]
    shifts = tuple(_shift(f"s{p}_{k}", f"p{p}", at[p], chance) for p in range(places) for k in range(5))
    adults = [v.id for v in volunteers if "adult" in v.tags]
    return Problem(
        week="2026-W48",
        network=_grid(chance),
        volunteers=volunteers,
        shifts=shifts,
        together=((adults[0], adults[1]),),
        teams=tuple(Team(id=f"t{k}", members=tuple(adults[2 + 6 * k : 8 + 6 * k])) for k in range(teams)),
        team_shifts=tuple(
            TeamShift(
                id=f"ts{k}", place="p0", node=at[0], start=5 * DAY + 480, end=5 * DAY + 600, teams=(f"t{k}", "t0")
            )
            for k in range(teams)
        ),
        shares=(Share(tag="line:PARTY", part=400, tolerance=50),),
    )


def _grid(chance: random.Random) -> Network:
    nodes = tuple((113.6 + c / 1000, 34.7 + r / 1000) for r in range(SIDE) for c in range(SIDE))
    across = [(r * SIDE + c, r * SIDE + c + 1) for r in range(SIDE) for c in range(SIDE - 1)]
    down = [(r * SIDE + c, (r + 1) * SIDE + c) for r in range(SIDE - 1) for c in range(SIDE)]
    return Network(nodes=nodes, edges=tuple((a, b, chance.randrange(100, 140)) for a, b in across + down))


def _volunteer(name: str, chance: random.Random) -> Volunteer:
    minor = chance.random() < 0.1
    tags = ["minor" if minor else "adult", chance.choice(["line:PARTY", "line:WOMEN"])]
    tags += [tag for tag in ("leader", "first_aid") if not minor and chance.random() < 0.25]
    free = [(d * DAY + a, d * DAY + b) for d in range(7) for a, b in SLOTS if chance.random() < 0.35]
    works = [Presence(d * DAY + 540, d * DAY + 1080, chance.randrange(SIDE * SIDE)) for d in range(5)]
    return Volunteer(
        id=name,
        home=chance.randrange(SIDE * SIDE),
        tags=tuple(tags),
        at=tuple(works) if chance.random() < 0.6 else (),
        free=tuple(free),
        max_week=chance.randrange(1, 4),
        load=chance.randrange(6),
        claims=(f"p{chance.randrange(6)}",) if chance.random() < 0.3 else (),
    )


def _shift(name: str, place: str, node: int, chance: random.Random) -> Shift:
    day, (start, end), desired = chance.randrange(7), chance.choice(SLOTS), chance.randrange(1, 4)
    return Shift(
        id=name,
        place=place,
        node=node,
        category=chance.choice(["traffic", "tidiness"]),
        start=day * DAY + start,
        end=day * DAY + end,
        min=1,
        desired=desired,
        max=desired + 1,
        priority=chance.randrange(1, 4),
        some_have=(Need(tag="leader"),) if chance.random() < 0.3 else (),
    )

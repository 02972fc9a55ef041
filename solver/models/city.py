"""A city: too large for one relaxation. Area after area is planned like a town while the others stay as they are.

Each turn starts from the plan as it stands, and what makes it worse is not taken, so borders lose nothing that the next
turn does not find. Several areas are planned at once; one whose seats another took meanwhile is planned again. The
areas' prices, put together, bound the whole city.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.candidates import Pairs
from solver.columns import Ints, grouped, ranges
from solver.crowd import Crowd
from solver.models.certificate import certify_last, part_weights, raise_cover
from solver.models.corner import Alone, Crew, Task
from solver.models.incumbent import Incumbent
from solver.models.instance import Instance
from solver.models.neighbourhood import Phase
from solver.models.part import Part, Standing, movable, part_of
from solver.models.prices import GRAIN, Prices, Weights4, admissible, relax
from solver.models.sweep import Sweeper
from solver.models.tally import Choice, seats, tagged
from solver.models.tiles import areas
from solver.models.town import ORDERED, flow_first, relax_town
from solver.problem import Network, Problem
from solver.progress import Clock

PEOPLE = 1000  # in an area
LARGER, LARGEST = 4, 16  # how many times as many when all have been planned once, and twice
TRIES = 2  # how often an area is planned whose seats another one has taken meanwhile
TURNS = 4  # areas for each who works, in a turn: nobody waits long for the slowest
PHASES = (Phase(reach=400, people=60, rounds=8), Phase(reach=200, people=400, rounds=4, differing=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What came of an area: its choice, and the prices of its shifts and needs at each of the weights."""

    choice: Choice
    prices: dict[Weights4, Prices]


@dataclass(frozen=True, slots=True)
class Area:
    """Some of the city's people as an instance that can travel, and how they stand."""

    instance: Instance
    choice: Choice


def sketch_area(area: Area, clock: Clock, seed: int) -> Planned:
    """The area by its flow alone. Runs in any process."""
    best = Incumbent(area.instance, area.choice, clock, None)
    flow_first(area.instance, best, Sweeper(area.instance), seed=seed)
    return Planned(choice=best.choice, prices={})


def plan_area(area: Area, clock: Clock, seed: int) -> Planned:
    """The area by its relaxation, and a few neighbourhoods. Runs in any process."""
    best = Incumbent(area.instance, area.choice, clock, None)
    prices = relax_town(area.instance, best, Sweeper(area.instance), Alone(), seed=seed, phases=PHASES)
    return Planned(choice=best.choice, prices=prices)


def _area(city: Instance, part: Part) -> Area:
    """The part without what only its people's names and walks are for, which would be long to send."""
    problem = city.problem
    rest = Problem(
        week=problem.week,
        network=Network(),
        walk=problem.walk,
        rules=problem.rules,
        shares=problem.shares,
        weights=problem.weights,
    )
    nobody = Pairs(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))
    instance = replace(
        part.instance, problem=rest, crowd=Crowd(rest), pairs=nobody, unit_of=np.zeros(0, dtype=np.int64), pinned=()
    )
    return Area(instance, part.choice)


def approach_city(
    city: Instance, best: Incumbent, sweeper: Sweeper, crew: Crew, *, seed: int, people: int = PEOPLE
) -> dict[Weights4, Prices]:
    """Every area by its flow, by its relaxation, then larger ones, then those around gaps, as the clock allows.

    Gives the areas' prices put together, by which the bound was raised.
    """
    ledger = _Ledger(city)
    free = np.flatnonzero(movable(city, best.choice) & (np.diff(city.unit_ptr) > 0))
    for stage, task, size, first in (
        ("分片初排", sketch_area, people, 1 / 2),
        ("分片优化", plan_area, people, 1 / 2),
        ("大片优化", plan_area, LARGER * people, 1 / 3),
        ("更大片优化", plan_area, LARGEST * people, 1 / 2),
    ):
        best.enter(stage)
        _planned(city, best, _scattered(areas(city, free, size, first)), task, crew, ledger, seed)
        _raise_bound(city, best, ledger.prices)
    best.enter("缺口优化")
    _planned(city, best, _around_gaps(city, best.choice, free, LARGER * people), plan_area, crew, ledger, seed)
    return ledger.prices


def _planned(
    city: Instance,
    best: Incumbent,
    waiting: Sequence[Ints],
    task: Task[Area, Planned],
    crew: Crew,
    ledger: _Ledger,
    seed: int,
) -> None:
    """Plan all these areas, turn by turn, those that came too late once more."""
    at_once = 1 if crew.size == 1 else TURNS * crew.size
    for _ in range(TRIES):
        late: list[Ints] = []
        for first in range(0, len(waiting), at_once):
            late += _turn(city, best, waiting[first : first + at_once], task, crew, ledger, seed)
        waiting = late


def _around_gaps(city: Instance, choice: Choice, free: Ints, most: int) -> list[Ints]:
    """Around each shift that lacks more than it would if everyone came: who could come, who could then come where those
    serve, and so on, about so many of the `free` units, wherever they live. One gap may stand for those near it."""
    everyone = np.arange(len(city.candidate_unit))
    short = seats(city, choice.candidates) < np.minimum(city.desired, seats(city, everyone))
    unmet = tagged(city, choice.candidates) < np.minimum(city.need_count, tagged(city, everyone))
    short[city.need_shift[unmet]] = True
    first, at_shift = grouped(city.candidate_shift, len(short))
    served = np.searchsorted(choice.candidates, city.unit_ptr)
    may = np.zeros(len(city.units), dtype=np.bool_)
    may[free] = True
    found: list[Ints] = []
    for gap in np.flatnonzero(short).tolist():
        if not short[gap]:
            continue
        shifts, mine, row = [gap], np.zeros(0, dtype=np.int64), 0
        while row < len(shifts) and len(mine) < most:
            here = city.candidate_unit[at_shift[first[shifts[row]] : first[shifts[row] + 1]]]
            new = np.setdiff1d(here[may[here]], mine)
            serve = city.candidate_shift[choice.candidates[ranges(served, new)]]
            shifts += np.setdiff1d(serve, shifts).tolist()
            mine, row = np.union1d(mine, new), row + 1
        short[shifts[:row]] = False
        if len(mine):
            found.append(mine)
    return found


def _scattered(areas_: Sequence[Ints]) -> list[Ints]:
    """The areas in an order that keeps neighbours apart: those planned at once seldom want the same seats."""
    step = max(1, int(len(areas_) ** 0.5))
    return [areas_[k] for first in range(step) for k in range(first, len(areas_), step)]


def _turn(
    city: Instance,
    best: Incumbent,
    turn: Sequence[Ints],
    task: Task[Area, Planned],
    crew: Crew,
    ledger: _Ledger,
    seed: int,
) -> list[Ints]:
    """Plan these areas at once and take what betters the plan; those that could not be taken, all else having moved."""
    if best.clock.over():
        return []
    standing = Standing(city, best.choice)
    parts = [part_of(standing, _wanted(standing, units)) for units in turn]
    found: list[tuple[Ints, Part, Planned]] = []
    made = [_area(city, part) for part in parts]
    for units, part, planned in zip(turn, parts, crew.run(task, made, best.clock, seed), strict=True):
        if planned is not None:
            ledger.enter(part, planned)
            if planned.choice != part.choice:
                found.append((units, part, planned))
    return _refused(best, found)


def _wanted(standing: Standing, units: Ints) -> Ints:
    """The candidates of these units who would fill what all others leave open, and those who would rather come."""
    city = standing.instance
    theirs = ranges(city.unit_ptr, units)
    people, tags, _, _ = standing.without(theirs[standing.taken[theirs]])
    open_ = people < city.desired
    open_[city.need_shift[tags < city.need_count]] = True
    return theirs[open_[city.candidate_shift[theirs]] | (city.candidate_cost[theirs] < 0)]


def _refused(best: Incumbent, found: Sequence[tuple[Ints, Part, Planned]]) -> list[Ints]:
    """Take these areas' choices where they better the plan and break nothing, the more of them at once the sooner.

    Gives the units of the areas that cannot be taken.
    """
    if not found:
        return []
    standing = Standing(best.instance, best.choice)
    choice = standing.merged((part, planned.choice.candidates) for _, part, planned in found)
    if _holds(best.instance, choice) and best.offer(choice):
        return []
    if len(found) == 1:
        return [found[0][0]]
    half = len(found) // 2
    return _refused(best, found[:half]) + _refused(best, found[half:])


def _holds(city: Instance, choice: Choice) -> bool:
    """Whether no seat is above its maximum and no minor alone: two areas planned at once could make it so."""
    chosen, wards = choice.candidates, city.wards
    beside = wards.counts(chosen, city.candidate_unit, city.candidate_shift)
    taken = np.zeros(len(city.candidate_unit), dtype=np.bool_)
    taken[chosen] = True
    there = (wards.candidate < 0) | taken[wards.candidate]
    return bool(
        (seats(city, chosen) <= np.maximum(city.maximum, city.base_seats)).all() and beside[wards.group[there]].all()
    )


class _Ledger:
    """The areas' prices put together: of each shift those of the area with most of its candidates."""

    def __init__(self, city: Instance) -> None:
        self.city = city
        self.prices: dict[Weights4, Prices] = {}
        self.seen: dict[Weights4, Ints] = {}

    def enter(self, part: Part, planned: Planned) -> None:
        """Take over the prices of the area where it knows more than those before."""
        shifts, needs = part.shifts, part.needs
        here = np.bincount(part.instance.candidate_shift, minlength=len(shifts))
        for weights, prices in planned.prices.items():
            mine = self.prices.setdefault(weights, Prices.zero(self.city))
            seen = self.seen.setdefault(weights, np.zeros(len(self.city.minimum), dtype=np.int64))
            more = np.flatnonzero(here > seen[shifts])
            seen[shifts[more]] = here[more]
            mine.seat[shifts[more]] = prices.seat[more]
            mine.first[shifts[more]] = prices.first[more]
            asked = np.flatnonzero(np.isin(part.instance.need_shift, more))
            mine.need[needs[asked]] = prices.need[asked]


def _raise_bound(city: Instance, best: Incumbent, known: dict[Weights4, Prices]) -> None:
    """Raise the bound of every part by these prices, as far as there are any."""
    relaxed = {w: relax(city, admissible(city, prices, w), w) for w, prices in known.items()}
    cover = [relaxed.get(part_weights(ORDERED, part)) for part in range(3)]
    raise_cover(best, ORDERED, [None if level is None else level.bound / GRAIN for level in cover])
    if ORDERED in relaxed:
        certify_last(best, relaxed[ORDERED], ORDERED)

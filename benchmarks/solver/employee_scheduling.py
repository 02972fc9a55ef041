"""A case from elsewhere: the shape of the demo data of Timefold's employee-scheduling quickstart, said in our format.

There, every shift of a hospital needs one employee with one skill. Hard: the skill, no overlap, ten hours between two
shifts, one shift a day, days on which somebody is unavailable. Soft: minutes on undesired days count, minutes on
desired days are taken off; shifts are balanced. The sizes, the times of day and the distributions are the demo's; the
draws are our own, so the people differ. Of its two or four weeks the first is taken, our problem being a week.

Said in our format: a shift wants exactly one person (`min` = `desired` = `max` = 1) who has the skill (`all_have`);
`max_day` 1, `rest` 600; `free` is every minute outside the unavailable days. A wish is one entry per day and kind of
shift, in metres for minutes: a night from 22:00 to 6:00 lies two hours in its own day and six in the next. Everything
stands on one spot, so nobody walks. Balance is our rising load cost in place of the deviation's root.
"""

import random
from dataclasses import dataclass
from itertools import pairwise

from solver.problem import DAY, Interval, Network, Preference, Problem, Shift, Volunteer

Weighted = tuple[tuple[int, float], ...]

DAYS = 7
LENGTH = 8 * 60
MORNING, FORENOON, AFTERNOON, NIGHT = 6 * 60, 9 * 60, 14 * 60, 22 * 60
STARTS = ((MORNING, AFTERNOON), (MORNING, AFTERNOON, NIGHT), (MORNING, FORENOON, AFTERNOON, NIGHT))
"""Each place has the next of these, in turn."""
PROFESSIONS = ("doctor", "nurse")
WISHED, UNWISHED = -1, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    """A size of the demo; distributions are (count, weight)."""

    places: int
    employees: int
    skills: tuple[str, ...]
    skills_each: Weighted = ((1, 3), (2, 1))
    shifts_each: Weighted
    days_marked: Weighted


SMALL = Hospital(
    places=3,
    employees=15,
    skills=("anaesthetics", "cardiology"),
    shifts_each=((1, 0.9), (2, 0.1)),
    days_marked=((1, 4), (2, 3), (3, 2), (4, 1)),
)
LARGE = Hospital(
    places=7,
    employees=50,
    skills=("anaesthetics", "cardiology", "radiology"),
    shifts_each=((1, 0.5), (2, 0.3), (3, 0.2)),
    days_marked=((5, 4), (10, 3), (15, 2), (20, 1)),
)


@dataclass(slots=True)
class _Employee:
    name: str
    skills: tuple[str, ...]
    unavailable: list[int]
    wishes: list[Preference]


def employees(hospital: Hospital, *, seed: int) -> Problem:
    """The first week of such a hospital."""
    chance = random.Random(seed)
    people = [_Employee(f"e{i}", _skills(hospital, chance), [], []) for i in range(hospital.employees)]
    shifts: list[Shift] = []
    for day in range(DAYS):
        _mark(chance.sample(people, _count(chance, hospital.days_marked)), day, chance)
        for place in range(hospital.places):
            for start in STARTS[place % len(STARTS)]:
                for _ in range(_count(chance, hospital.shifts_each)):
                    shifts.append(_shift(f"s{len(shifts)}", f"p{place}", day * DAY + start, _skill(hospital, chance)))
    return Problem(
        week="2026-W48",
        network=Network(nodes=((113.65, 34.74),)),
        volunteers=tuple(_volunteer(person) for person in people),
        shifts=tuple(shifts),
    )


def _skills(hospital: Hospital, chance: random.Random) -> tuple[str, ...]:
    extra = chance.sample(hospital.skills, _count(chance, hospital.skills_each))
    return (chance.choice(PROFESSIONS), *sorted(extra))


def _skill(hospital: Hospital, chance: random.Random) -> str:
    """A profession or a further skill, each as often."""
    return chance.choice(PROFESSIONS if chance.random() < 0.5 else hospital.skills)


def _count(chance: random.Random, weighted: Weighted) -> int:
    return chance.choices([count for count, _ in weighted], weights=[weight for _, weight in weighted])[0]


def _mark(people: list[_Employee], day: int, chance: random.Random) -> None:
    """For each of these, the day is one of the three: unavailable, undesired, desired."""
    for person in people:
        kind = chance.randrange(3)
        if kind == 0:
            person.unavailable.append(day)
        else:
            person.wishes += _wishes(day, UNWISHED if kind == 1 else WISHED)


def _wishes(day: int, sign: int) -> list[Preference]:
    """What each minute of the day costs or is worth, by kind of shift and the weekday on which it starts."""
    before_midnight = DAY - NIGHT
    wishes = [
        Preference(category="day", weekday=day, cost=sign * LENGTH),
        Preference(category="night", weekday=day, cost=sign * before_midnight),
    ]
    if day > 0:
        wishes.append(Preference(category="night", weekday=day - 1, cost=sign * (LENGTH - before_midnight)))
    return wishes


def _volunteer(person: _Employee) -> Volunteer:
    return Volunteer(
        id=person.name,
        home=0,
        tags=("adult", *person.skills),
        free=tuple(_available(person.unavailable)),
        prefers=tuple(person.wishes),
    )


def _available(unavailable: list[int]) -> list[Interval]:
    """The intervals between the days; the last one ends with the next Monday."""
    edges = [-1, *unavailable, DAYS + 1]
    return [((a + 1) * DAY, b * DAY) for a, b in pairwise(edges) if a + 1 < b]


def _shift(name: str, place: str, start: int, skill: str) -> Shift:
    return Shift(
        id=name,
        place=place,
        node=0,
        category="night" if start % DAY == NIGHT else "day",
        start=start,
        end=start + LENGTH,
        min=1,
        desired=1,
        max=1,
        all_have=(skill,),
    )

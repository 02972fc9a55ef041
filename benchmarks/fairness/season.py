"""A planner's half-year: plan, hear who declines, plan again around those who accepted, serve, remember."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.fairness.events import Events
from solver.plan import Plan
from solver.problem import Problem, Volunteer
from solver.rules.week import Week

REMEMBERED = 4  # weeks that count as lately, as in the graph's facts

Planner = Callable[[Problem], Plan]


@dataclass(frozen=True, slots=True)
class Service:
    """A person served a shift; ``metres`` is the way there."""

    person: str
    place: str
    metres: int
    team: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What came of one week: who was here, who was asked, who served; people missing below minimum and desired."""

    here: frozenset[str]
    asked: frozenset[str]
    services: tuple[Service, ...]
    declined: int
    below_minimum: int
    below_desired: int
    needs: int


def play(weeks: Sequence[Problem], events: Events, planner: Planner) -> Iterator[Served]:
    """The weeks one after the other, each with the memory of those before."""
    past: list[tuple[Service, ...]] = []
    for rank, week in enumerate(weeks):
        problem = with_history(events.happened(week, rank), past[-REMEMBERED:], rank)
        served = serve(problem, events, planner, rank)
        past.append(served.services)
        yield served


def with_history(problem: Problem, past: Iterable[Sequence[Service]], rank: int) -> Problem:
    """Load and places served come from the last four weeks; what the roster brought along fades in as many."""
    known = [service for services in past for service in services]
    load = Counter(service.person for service in known)
    places: dict[str, set[str]] = {}
    for service in known:
        places.setdefault(service.person, set()).add(service.place)

    def remembered(person: Volunteer) -> Volunteer:
        before = person.load * max(0, REMEMBERED - rank) // REMEMBERED
        return replace(person, load=before + load[person.id], served=tuple(sorted(places.get(person.id, ()))))

    return replace(problem, volunteers=tuple(remembered(person) for person in problem.volunteers))


def serve(problem: Problem, events: Events, planner: Planner, rank: int) -> Served:
    """The plan; then, of those who decline, the seats filled again. Who is asked in the second round accepts."""
    offers = planner(problem).assignments
    refused = tuple(offer for offer in offers if events.declines(offer, rank))
    accepted = tuple(offer for offer in offers if offer not in set(refused))
    plan = planner(replace(problem, pins=accepted, bans=refused, previous=offers))
    week = Week(problem, plan)
    week.measure()
    services = tuple(
        Service(name, duty.shift.place, week.metres(week.volunteers[name], duty.shift), duty.team is not None)
        for name in sorted(week.duties)
        for duty in week.duties[name]
    )
    people = {shift.id: len(week.people[shift.id]) for shift in problem.shifts}
    return Served(
        here=frozenset(v.id for v in problem.volunteers if events.is_here(v.id, rank)),
        asked=frozenset(service.person for service in services) | {name for name, _ in refused},
        services=services,
        declined=len(refused),
        below_minimum=sum(max(0, s.min - people[s.id]) for s in problem.shifts),
        below_desired=sum(max(0, s.desired - people[s.id]) for s in problem.shifts),
        needs=sum(
            max(0, need.count - sum(need.tag in week.volunteers[name].tags for name in week.people[s.id]))
            for s in problem.shifts
            for need in s.some_have
        ),
    )

"""The half-year's events, memory and measures."""

from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.fairness.events import DECLINES, Events, other_day
from benchmarks.fairness.measure import again, gini, heaviest, people_of, quantile, recent_gini
from benchmarks.fairness.season import Served, Service, play, serve, with_history
from benchmarks.solver.greedy import greedy
from solver.problem import Network, Problem, Shift, Volunteer
from solver.solve import solve

EVENING = 18 * 60


class Quiet(Events):
    """Everyone is always here, nobody declines, demand never changes."""

    def is_member(self, person: str, week: int) -> bool:
        return True

    def is_here(self, person: str, week: int) -> bool:
        return True

    def declines(self, offer: tuple[str, str], week: int) -> bool:
        return False

    def _demand(self, shift: Shift, week: int) -> list[Shift]:
        return [shift]


@pytest.fixture
def lane() -> Problem:
    """One shift a week for one of three people who live 100, 150 and 200 m away."""
    people = tuple(Volunteer(id=f"p{n}", home=n, free=((EVENING, EVENING + 180),)) for n in (1, 2, 3))
    shift = Shift(
        id="shift:2026-W45:lane:1", place="lane", node=0, category="tidiness", start=EVENING, end=EVENING + 120,
        min=1, desired=1, max=1,
    )  # fmt: skip
    points = tuple((113.6 + n / 1000, 34.7) for n in range(4))
    edges = ((0, 1, 100), (1, 2, 50), (2, 3, 50))
    return Problem(week="2026-W45", network=Network(points, edges), volunteers=people, shifts=(shift,))


def asked(*people: str, here: str = "abc", metres: int = 100) -> Served:
    return Served(
        here=frozenset(here), asked=frozenset(people),
        services=tuple(Service(name, "lane", metres, team=False) for name in people),
        declined=0, below_minimum=0, below_desired=0, needs=0,
    )  # fmt: skip


def test_the_nearest_serve_every_week_under_greedy(lane: Problem) -> None:
    weeks = list(play([lane] * 6, Quiet(1, 6), greedy))
    assert [week.services[0].person for week in weeks] == ["p1"] * 6


def test_the_load_of_past_weeks_passes_the_shift_on(lane: Problem) -> None:
    # each of the last four weeks' shifts is load; at load 4 the next shift costs 150 m more, at the same time the place
    # is one that p1 has served, which is worth 200 m: with that reward off, the second nearest is better by 100 m
    lane = replace(lane, weights=replace(lane.weights, served=0))
    weeks = list(play([lane] * 6, Quiet(1, 6), solve))
    assert [week.services[0].person for week in weeks] == ["p1"] * 4 + ["p2", "p1"]


def test_what_was_served_more_than_four_weeks_ago_is_forgotten(lane: Problem) -> None:
    past = [(Service("p1", f"place {week}", 1, team=False),) for week in range(4)]
    person = with_history(lane, past, rank=9).volunteers[0]
    assert (person.load, person.served) == (4, ("place 0", "place 1", "place 2", "place 3"))


@pytest.mark.parametrize(("rank", "load"), [(0, 6), (1, 4), (2, 3), (3, 1), (4, 0)])
def test_the_load_that_the_roster_brought_fades_in_four_weeks(lane: Problem, rank: int, load: int) -> None:
    lane = replace(lane, volunteers=(replace(lane.volunteers[0], load=6),))
    assert with_history(lane, [], rank).volunteers[0].load == load


def test_a_declined_seat_goes_to_somebody_else_and_the_others_stay(lane: Problem) -> None:
    class Shy(Quiet):
        def declines(self, offer: tuple[str, str], week: int) -> bool:
            return offer[0] == "p1"

    week = serve(lane, Shy(1, 1), greedy, 0)
    assert [service.person for service in week.services] == ["p2"]
    assert (week.declined, week.asked) == (1, frozenset({"p1", "p2"}))


def test_two_planners_meet_the_same_events(lane: Problem) -> None:
    first, second = Events(7, 26), Events(7, 26)
    assert [first.happened(lane, w) for w in range(26)] == [second.happened(lane, w) for w in range(26)]
    assert any(first.happened(lane, w) != Events(8, 26).happened(lane, w) for w in range(26))


def test_about_as_many_decline_as_is_said() -> None:
    events = Events(1, 26)
    count = sum(events.declines((f"p{n}", "s"), 0) for n in range(4000))
    assert abs(count / 4000 - DECLINES) < 0.015  # three standard deviations


def test_a_person_joins_once_and_leaves_once() -> None:
    for person in (f"p{n}" for n in range(300)):
        known = [Events(1, 26).is_member(person, week) for week in range(26)]
        assert sum(a != b for a, b in pairwise(known)) <= 1
        assert any(known)


def test_a_working_day_moves_to_a_working_day() -> None:
    assert [other_day(day) for day in range(7)] == [2, 3, 4, 0, 1, 6, 5]


def test_gini_is_nought_for_equals_and_near_one_for_one_who_has_all() -> None:
    assert gini([2, 2, 2]) == 0
    assert gini([0, 0, 0, 8]) == 0.75  # (n - 1) / n
    assert gini([]) == 0


def test_quantiles_are_values_that_occur() -> None:
    assert [quantile([5, 1, 3, 2, 4], part) for part in (0.1, 0.5, 0.9)] == [1, 3, 5]


def test_who_is_asked_again_is_counted_among_those_who_could_be() -> None:
    # a and b were asked, b is away the week after: of one who could, one is asked again
    assert again([asked("a", "b"), asked("a", here="ac")]) == 1


def test_the_heaviest_load_is_that_of_four_weeks_running() -> None:
    assert heaviest([asked("a")] * 3 + [asked("b")] * 3) == 3


def test_the_recent_spread_counts_those_who_were_here_all_the_while() -> None:
    assert recent_gini([asked("a", here="ab")] * 4) == [0.5]  # a has all, b nothing


def test_a_person_knows_the_weeks_here_and_the_walks_made(lane: Problem) -> None:
    person = people_of(lane, [_week("p1")] * 8)["p1"]
    assert (person.weeks, person.shifts, person.rate, person.metres) == (8, 8, 4.0, (100,) * 8)


def _week(person: str) -> Served:
    return replace(asked(person), here=frozenset({person}))

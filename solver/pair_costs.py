# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""What one pair (volunteer, shift) costs without load and shares: metres, wishes, claims, and changes to what is known.

Twice: for one pair from the records, and for millions from columns.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import numpy as np
from numba import njit

from solver.candidates import Pairs
from solver.columns import Ints, starts, whole
from solver.crowd import Crowd
from solver.problem import DAY, Preference, Problem, Shift, Volunteer, Weights
from solver.timetable import Timetable

ANY, NOWHERE = -1, -2


def wish_cost(volunteer: Volunteer, shift: Shift) -> int:
    """Sum of the `prefers` entries of which every given key matches."""
    return sum(p.cost for p in volunteer.prefers if _matches(p, shift.place, shift.category, shift.start // DAY))


def _matches(preference: Preference, place: str, category: str, weekday: int) -> bool:
    return (
        preference.place in (None, place)
        and preference.category in (None, category)
        and preference.weekday in (None, weekday)
    )


def bond_cost(volunteer: Volunteer, shift: Shift, weights: Weights) -> int:
    """What claims and recent service at the place are worth, zero or below."""
    claim = 0
    if shift.place in volunteer.claims:
        claim = weights.claim
    elif shift.place in volunteer.organization_claims:
        claim = weights.organization_claim
    return claim + (weights.served if shift.place in volunteer.served else 0)


def pair_costs(crowd: Crowd, pairs: Pairs, timetable: Timetable | None = None) -> Ints:
    """The cost of each of these pairs."""
    problem, times = crowd.problem, timetable or Timetable(crowd.problem.shifts)
    weights = problem.weights
    cost = pairs.metres.astype(np.int64)
    _add_wishes(pairs.ptr, pairs.shift, times.place, times.category, times.weekday, *_wishes(problem, times), cost)
    _add_bonds(
        pairs.ptr, pairs.shift, times.place,
        *_places(times, [v.claims for v in problem.volunteers]),
        *_places(times, [v.organization_claims for v in problem.volunteers]),
        *_places(times, [v.served for v in problem.volunteers]),
        weights.claim, weights.organization_claim, weights.served, cost,
    )  # fmt: skip
    if problem.previous is not None:
        _add_changes(pairs.ptr, pairs.shift, *_known(crowd, problem.previous), weights.taken_off, weights.put_on, cost)
    return cost


def _wishes(problem: Problem, times: Timetable) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Each volunteer's wishes: pointers, places, categories, weekdays (ANY where none is named), costs."""
    wishes = [wish for volunteer in problem.volunteers for wish in volunteer.prefers]

    def column(of: Callable[[Preference], int]) -> Ints:
        return whole((of(wish) for wish in wishes), len(wishes))

    return (
        starts(whole((len(v.prefers) for v in problem.volunteers), len(problem.volunteers))),
        column(lambda w: ANY if w.place is None else times.place_number.get(w.place, NOWHERE)),
        column(lambda w: ANY if w.category is None else times.category_number.get(w.category, NOWHERE)),
        column(lambda w: ANY if w.weekday is None else w.weekday),
        column(lambda w: w.cost),
    )


def _places(times: Timetable, lists: Sequence[tuple[str, ...]]) -> tuple[Ints, Ints]:
    """Each volunteer's places: pointers and numbers."""
    ptr, number = starts(whole(map(len, lists), len(lists))), times.place_number
    return ptr, whole((number.get(place, NOWHERE) for place in chain.from_iterable(lists)), int(ptr[-1]))


def _known(crowd: Crowd, previous: Iterable[tuple[str, str]]) -> tuple[Ints, Ints]:
    """Each volunteer's shifts of the previous plan: pointers and shifts."""
    known = sorted({(crowd.index[v], crowd.shift_index[s]) for v, s in previous})
    table = np.array(known, dtype=np.int64).reshape(-1, 2)
    return np.searchsorted(table[:, 0], np.arange(crowd.size + 1)), table[:, 1].copy()


@njit(cache=True)
def _add_wishes(ptr, shift, place, category, weekday, wish_ptr, wish_place, wish_category, wish_day, wish_cost, cost):
    for v in range(len(ptr) - 1):
        for w in range(wish_ptr[v], wish_ptr[v + 1]):
            for k in range(ptr[v], ptr[v + 1]):
                s = shift[k]
                if (
                    (wish_place[w] == ANY or wish_place[w] == place[s])
                    and (wish_category[w] == ANY or wish_category[w] == category[s])
                    and (wish_day[w] == ANY or wish_day[w] == weekday[s])
                ):
                    cost[k] += wish_cost[w]


@njit(cache=True)
def _holds(values, lo, hi, wanted):
    for i in range(lo, hi):  # noqa: SIM110 (compiled)
        if values[i] == wanted:
            return True
    return False


@njit(cache=True)
def _add_bonds(
    ptr, shift, place, claim_ptr, claims, group_ptr, group_claims, served_ptr, served,
    claim, group_claim, service, cost,
):  # fmt: skip
    for v in range(len(ptr) - 1):
        for k in range(ptr[v], ptr[v + 1]):
            p = place[shift[k]]
            if _holds(claims, claim_ptr[v], claim_ptr[v + 1], p):
                cost[k] += claim
            elif _holds(group_claims, group_ptr[v], group_ptr[v + 1], p):
                cost[k] += group_claim
            if _holds(served, served_ptr[v], served_ptr[v + 1], p):
                cost[k] += service


@njit(cache=True)
def _add_changes(ptr, shift, known_ptr, known, taken_off, put_on, cost):
    for v in range(len(ptr) - 1):
        for k in range(ptr[v], ptr[v + 1]):
            kept = _holds(known, known_ptr[v], known_ptr[v + 1], shift[k])
            cost[k] += -taken_off if kept else put_on

# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""What one more person at each shift is worth, by chains: he takes a seat, who sat there goes on to another.

A chain has at most LONGEST moves after the newcomer. Its worth is what the plan's cost falls by (shares left aside), in
one number that keeps the order of the four parts. Chains are the paths of the plan's exchanges, and grow by one move a
round (Bellman 1958), but for one thing: no chain moves a person twice or passes a shift twice, so that each can be
carried out as it stands. Since only one chain a shift is kept from round to round, a better one may be missed.
The newcomer is a person without the tags that the shift asks only some to have; for each need there is a second worth,
of a newcomer with its tag.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from solver.crowd import Bools, Ints
from solver.explain.moves import Moves
from solver.explain.picture import Picture
from solver.plan import Cost

LONGEST = 3
FOLD = (10**12, 10**9, 10**6, 1)
HALF = (0, 500, 500, 500_000)  # a chain changes metres, and each cover part but the first, by less than that
MOST_METRES = 80_000
NONE = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Chains:
    """Folded worths of one more person at each shift, and of one with the tag of each need; where these chains end.

    NONE where there is no place for anybody and nobody there could go on.
    """

    seat: Ints
    seat_end: Ints
    need: Ints
    need_end: Ints


def unfolded(value: int) -> Cost:
    """The four parts of a folded number."""
    metres = (value + HALF[3]) % FOLD[2] - HALF[3]
    value = (value - metres) // FOLD[2]
    third = (value + HALF[2]) % 1000 - HALF[2]
    value = (value - third) // 1000
    second = (value + HALF[1]) % 1000 - HALF[1]
    return Cost((value - second) // 1000, second, third, metres)


@njit(cache=True, nogil=True)
def _holds(row, value):
    found = False
    for other in row:
        found = found or other == value
    return found


@njit(cache=True, nogil=True)
def _round(left, taken, unit, shift, dearer, bring, loss, need_ptr, need_index, need_loss, alone, seat, movers, stops,
           best, best_movers, best_stops, need, need_end):  # fmt: skip
    """One more move in front of the chains known so far; `best` starts as those that end at once."""
    for m in range(len(left)):
        c, d = left[m], taken[m]
        if c < 0 or not alone[c]:
            continue
        s, t = shift[c], shift[d]
        if seat[t] == NONE:
            continue
        stays = seat[t] + bring[d] - dearer[m]
        helps = stays - loss[c] > best[s]
        for k in range(need_ptr[c], need_ptr[c + 1]):
            helps = helps or stays - loss[c] + need_loss[need_index[k]] > need[need_index[k]]
        if not helps or _holds(movers[t], unit[c]) or _holds(stops[t], s):
            continue
        if stays - loss[c] > best[s]:
            best[s] = stays - loss[c]
            best_movers[s, 0] = unit[c]
            best_movers[s, 1:] = movers[t, :-1]
            best_stops[s, 0] = t
            best_stops[s, 1:] = stops[t, :-1]
        for k in range(need_ptr[c], need_ptr[c + 1]):
            n = need_index[k]
            if stays - loss[c] + need_loss[n] > need[n]:
                need[n] = stays - loss[c] + need_loss[n]
                need_end[n] = t
                for other in stops[t]:
                    if other >= 0:
                        need_end[n] = other


def chains_of(view: Picture, moves: Moves) -> Chains:
    """The worths that chains of at most LONGEST moves prove."""
    instance = view.instance
    direct = _direct(view)
    lacking = instance.need_count - view.tags
    worth = FOLD[1] * instance.need_priority
    need_loss = np.where(lacking >= 0, worth, 0)  # what it costs when one with the tag goes
    cost = np.clip(instance.candidate_cost, -MOST_METRES, MOST_METRES)
    dearer = cost[moves.taken] - np.where(moves.left >= 0, cost[moves.left], 0)
    bring = _by_candidate(view, np.where(lacking > 0, worth, 0))
    loss = _by_candidate(view, need_loss)
    need, need_end = np.full(len(lacking), NONE, dtype=np.int64), np.zeros(len(lacking), dtype=np.int64)
    nobody = np.full((len(direct), LONGEST), -1, dtype=np.int64)
    seat, movers, stops = direct, nobody, nobody
    for _ in range(LONGEST):
        best, best_movers, best_stops = direct.copy(), nobody.copy(), nobody.copy()
        _round(moves.left, moves.taken, instance.candidate_unit, instance.candidate_shift, dearer, bring, loss,
               instance.need_ptr, instance.need_index, need_loss, _alone(view), seat, movers, stops,
               best, best_movers, best_stops, need, need_end)  # fmt: skip
        seat, movers, stops = best, best_movers, best_stops
    length = (stops >= 0).sum(axis=1)
    here = np.arange(len(direct))
    end = np.where(length > 0, stops[here, np.maximum(0, length - 1)], here)
    own = np.where(seat[instance.need_shift] == NONE, NONE, seat[instance.need_shift] + np.where(lacking > 0, worth, 0))
    better = own >= need
    need_end = np.where(better, np.where(lacking > 0, instance.need_shift, end[instance.need_shift]), need_end)
    return Chains(seat, end, np.where(better, own, need), need_end)


def _alone(view: Picture) -> Bools:
    """Candidates of one person who is no minor: who goes on in a chain needs nobody beside him."""
    instance = view.instance
    single = instance.size == 1
    single[instance.unit_of[view.crowd.tagged("minor")]] = False
    alone: Bools = single[instance.candidate_unit]
    return alone


def _direct(view: Picture) -> Ints:
    """What one person more at each shift changes there, for the better above zero."""
    instance, people = view.instance, view.people
    gain = FOLD[0] * instance.priority * (people < instance.minimum)
    gain += FOLD[2] * instance.priority * ((people >= instance.minimum) & (people < instance.desired))
    gain -= instance.problem.weights.over_desired * (people >= instance.desired)
    return np.where(people >= instance.maximum, NONE, gain).astype(np.int64)


def _by_candidate(view: Picture, per_need: Ints) -> Ints:
    """The sum over the needs that each candidate serves."""
    instance = view.instance
    total = np.concatenate(([0], np.cumsum(per_need[instance.need_index])))
    found: Ints = total[instance.need_ptr[1:]] - total[instance.need_ptr[:-1]]
    return found

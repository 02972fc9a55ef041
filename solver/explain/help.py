"""What would help: what one more person with time is worth, by line, place, hour and skill, and the best seats."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from solver.crowd import Ints
from solver.distances import adjacency, blocks
from solver.explain.picture import Picture
from solver.explain.worth import NOTHING, Outlook, outlook
from solver.models.solution import Solution
from solver.plan import Cost
from solver.rules import PAIR_RULES

LINE = "line:"
EVERYBODY = frozenset({"adult", "minor"})
HOUR = 60
MOST_SINGLES = 20


class By(StrEnum):
    """What the worths are summed by; the key is a tag, a place, a minute of the week (a whole hour), a tag."""

    LINE = "line"
    PLACE = "place"
    HOUR = "hour"
    SKILL = "skill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One more person at a shift, with the tag if one is named: what he is worth, where that helps in the end.

    `people`: how many are within reach (of the group's line, in a group of a line) who lack nothing but the time.
    """

    shift: str
    tag: str | None
    worth: Cost
    end: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One line, place, hour or skill: what one more person at each of its shifts is worth together, and the best.

    Chains from several shifts may end at one and the same gap. It is filled once: `total` and `people` leave out who
    would come too late for it. A sum of worths is still an estimate, since each is reckoned with nobody else new.
    """

    by: By
    key: str
    total: Cost
    people: int
    best: tuple[Single, ...]


@dataclass(frozen=True, slots=True)
class _Seat:
    shift: int
    tag: str | None
    worth: Cost
    end: int


def what_would_help(solution: Solution, best: int = 3) -> tuple[Group, ...]:
    """All groups in which one more person is worth anything: by line, place, hour, skill, the dearest first."""
    return tuple(
        Group(by=g.by, key=g.key, total=g.total, people=g.people, best=g.best[:best]) for g in _table(solution)
    )


@lru_cache(maxsize=4)
def _table(solution: Solution) -> tuple[Group, ...]:
    look = outlook(solution)
    shifts = look.view.problem.shifts
    seats = _seats(look)
    best = _best_of_each_shift(seats)
    reach = _Reach(look, sorted({seat.shift for seat in seats}))
    lines = [tag for tag in sorted(look.view.crowd.tags) if tag.startswith(LINE)]
    return (
        *_groups(look, By.LINE, ((tag, s, reach.people(s.shift, tag)) for tag in lines for s in _of_line(seats, tag))),
        *_groups(look, By.PLACE, ((shifts[s.shift].place, s, reach.people(s.shift, s.tag)) for s in best)),
        *_groups(
            look,
            By.HOUR,
            ((str(shifts[s.shift].start // HOUR * HOUR), s, reach.people(s.shift, s.tag)) for s in best),
        ),
        *_groups(look, By.SKILL, ((tag, s, reach.people(s.shift, tag)) for tag, s in _of_skills(look.view, seats))),
    )


def _seats(look: Outlook) -> list[_Seat]:
    """Each shift, and each need where the tag makes one more person worth more."""
    view, worths = look.view, look.worths
    found = [
        _Seat(s, None, worth, end)
        for s, (worth, end) in enumerate(zip(worths.seat, worths.seat_end, strict=True))
        if worth > NOTHING
    ]
    for n, s in enumerate(view.instance.need_shift.tolist()):
        if worths.need[n] > max(NOTHING, worths.seat[s]):
            found.append(_Seat(s, view.instance.need_tags[n], worths.need[n], worths.need_end[n]))
    return found


def _best_of_each_shift(seats: Iterable[_Seat]) -> list[_Seat]:
    found: dict[int, _Seat] = {}
    for seat in seats:
        if seat.shift not in found or seat.worth > found[seat.shift].worth:
            found[seat.shift] = seat
    return list(found.values())


def _of_line(seats: Iterable[_Seat], line: str) -> list[_Seat]:
    """What one more of the line is worth at each shift: as anybody, or by the need that asks for the line."""
    return _best_of_each_shift(seat for seat in seats if seat.tag in (None, line))


def _of_skills(view: Picture, seats: Iterable[_Seat]) -> list[tuple[str, _Seat]]:
    """Each seat under the skill that it asks for: of somebody, or of everybody there."""
    found = []
    for seat in seats:
        asked = (seat.tag,) if seat.tag else view.problem.shifts[seat.shift].all_have
        found += [(tag, seat) for tag in asked if not tag.startswith(LINE) and tag not in EVERYBODY]
    return found


def _groups(look: Outlook, by: By, rows: Iterable[tuple[str, _Seat, int]]) -> list[Group]:
    shifts = look.view.problem.shifts
    members: dict[str, list[tuple[_Seat, int]]] = {}
    for key, seat, people in rows:
        if by is not By.LINE or people:
            members.setdefault(key, []).append((seat, people))
    found = []
    room = _room(look.view)
    for key, wanting in members.items():
        wanting.sort(key=lambda row: (tuple(-part for part in row[0].worth.parts()), row[0].shift))
        there = _in_time(wanting, room)
        singles = (
            Single(shift=shifts[s.shift].id, tag=s.tag, worth=s.worth, end=shifts[s.end].id, people=people)
            for s, people in there[:MOST_SINGLES]
        )
        total = Cost(*(sum(parts) for parts in zip(*(seat.worth.parts() for seat, _ in there), strict=True)))
        found.append(Group(by=by, key=key, total=total, people=len(there), best=tuple(singles)))
    return sorted(found, key=lambda g: (tuple(-part for part in g.total.parts()), g.key))


def _room(view: Picture) -> Ints:
    """How many more people change the cost at each shift as the next one does, at least one."""
    people, instance = view.people, view.instance
    level = np.where(people < instance.minimum, instance.minimum, instance.desired)
    return np.maximum(1, np.where(people < level, level, instance.maximum) - people)


def _in_time(wanting: Iterable[tuple[_Seat, int]], room: Ints) -> list[tuple[_Seat, int]]:
    """Those for whom there is still room where their chain ends."""
    ended: Counter[int] = Counter()
    found = []
    for seat, people in wanting:
        ended[seat.end] += 1
        if ended[seat.end] <= room[seat.end]:
            found.append((seat, people))
    return found


class _Reach:
    """Who is within the walking limit of a shift, has the right tags, and can come only if he had the time."""

    def __init__(self, look: Outlook, shifts: list[int]) -> None:
        view = look.view
        tags = view.crowd.tags
        self._row = {tag: row for row, tag in enumerate(tags)}
        has: npt.NDArray[np.int64] = np.array([tags[tag] for tag in tags], dtype=np.int64).reshape(-1, view.crowd.size)
        self._count = {s: (len(who), has[:, who].sum(axis=1)) for s, who in _who(look, shifts)}

    def people(self, shift: int, tag: str | None) -> int:
        """How many, with the tag if one is named."""
        everybody, by_tag = self._count[shift]
        if tag is None:
            return everybody
        return int(by_tag[self._row[tag]]) if tag in self._row else 0


def _who(look: Outlook, shifts: list[int]) -> Iterable[tuple[int, Ints]]:
    view, limit = look.view, look.view.problem.walk.limit_metres
    rules: list[Callable[..., npt.NDArray[np.bool_]]] = [
        mask.falls for name, mask in PAIR_RULES.items() if name != "free"
    ]
    by_node: dict[int, list[int]] = {}
    for s in shifts:
        by_node.setdefault(view.problem.shifts[s].node, []).append(s)
    for node, metres in blocks(adjacency(view.problem.network), sorted(by_node), limit=limit):
        for s in by_node[node]:
            shift = view.problem.shifts[s]
            who: Ints = np.flatnonzero(metres[view.crowd.node_at(shift.start)] <= limit)
            for falls in rules:
                who = who[~falls(view.crowd, shift, who)]
            left, came = look.moves_to(s)
            at_once = np.isin(view.instance.unit_of[who], view.instance.candidate_unit[came[left < 0]])
            yield s, who[~at_once & ~np.isin(who, view.present.get(s, []))]

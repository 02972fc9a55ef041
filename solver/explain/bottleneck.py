"""A proof of a shortage: shifts that together want more than all who can come to any of them can give.

The shifts are looked for where a minimum cut of the plan would lie: those from which, by one exchange after the other,
somebody could be brought to the short one (alternating paths: Hall 1935, Ford and Fulkerson 1956). The proof itself
does not lean on how they were found: the most that each person can serve of them is found exactly (weeks.py), for
everybody who can serve any of them, and the sum is less than what they want.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from solver.crowd import Ints
from solver.explain.picture import Picture
from solver.explain.worth import Outlook, outlook
from solver.models.solution import Solution
from solver.models.weeks import all_weeks
from solver.plan import Kind

NEVER = 1 << 58
FEW = 150  # shifts that are looked at around the short one
WORK = 30_000  # times of weeks looked at while a set around one shift is made smaller; well below a microsecond each
WHOLE_WORK = 1_000_000  # the same for the whole town, which is done once


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """These shifts want `wanted` people beside the pinned ones; these people, all who could come, give `most` at best.

    `kind` says what is wanted: people to the minimum or to the desired number, or people with the `tag`.
    """

    kind: Kind
    tag: str | None
    shifts: tuple[str, ...]
    people: tuple[str, ...]
    wanted: int
    most: int

    @property
    def missing(self) -> int:
        """How many must be missing in every plan."""
        return self.wanted - self.most


def bottleneck(solution: Solution, shift: str) -> Bottleneck | None:
    """The proof for what this shift lacks first (minimum, needs, desired), or None when none is found.

    Mostly there is none then: people could come, and the plan gives something up for a better whole.
    """
    look = outlook(solution)
    index = look.view.crowd.shift_index[shift]
    for kind, tag in _lacking(look.view, index):
        cut = _cut_of(solution, kind, tag)
        if cut.around(index):
            return cut.proof(kind, tag)
        whole = _whole(solution, kind, tag)
        if whole is None:
            continue
        if shift in whole.shifts:
            return whole
        cut = _cut_of(solution, kind, tag)
        if cut.beside(index, [look.view.crowd.shift_index[other] for other in whole.shifts]):
            return cut.proof(kind, tag)
    return None


def _lacking(view: Picture, index: int) -> Iterable[tuple[Kind, str | None]]:
    instance = view.instance
    if view.people[index] < instance.minimum[index]:
        yield Kind.MINIMUM, None
    for n in np.flatnonzero(instance.need_shift == index).tolist():
        if view.tags[n] < instance.need_count[n]:
            yield Kind.NEED, instance.need_tags[n]
    if view.people[index] < instance.desired[index]:
        yield Kind.DESIRED, None


def _cut_of(solution: Solution, kind: Kind, tag: str | None) -> "_Cut":
    """The empty set, for what every shift wants of that sort, and how many of each unit count."""
    look = outlook(solution)
    view, instance = look.view, look.view.instance
    if kind is not Kind.NEED or tag is None:
        seats = instance.minimum if kind is Kind.MINIMUM else instance.desired
        return _Cut(look, np.maximum(0, seats - instance.base_seats), instance.size)
    rows = np.array([other == tag for other in instance.need_tags])
    wanted, has = np.zeros(len(instance.minimum), dtype=np.int64), np.zeros(len(instance.size), dtype=np.int64)
    np.add.at(wanted, instance.need_shift[rows], np.maximum(0, instance.need_count - instance.base_needs)[rows])
    np.add.at(has, instance.unit_of, view.crowd.tagged(tag).astype(np.int64))
    return _Cut(look, wanted, has)


@lru_cache(maxsize=16)
def _whole(solution: Solution, kind: Kind, tag: str | None) -> Bottleneck | None:
    """All shifts, without those that do not add to the deficit: the whole problem's own bottleneck."""
    cut = _cut_of(solution, kind, tag)
    cut.put(np.flatnonzero(cut.wanted).tolist(), into=True)
    if cut.deficit <= 0:
        return None
    cut.shrink(sorted(cut.inside), WHOLE_WORK)
    return cut.proof(kind, tag)


@dataclass(slots=True)
class _Cut:
    """A set of shifts, the most that each unit can serve of it, and by how much it wants more than that."""

    look: Outlook
    wanted: Ints
    weight: Ints
    inside: set[int] = field(default_factory=set)
    work: int = 0
    _price: Ints = field(init=False)
    _most: Ints = field(init=False)
    _cost: Ints = field(init=False)
    _weeks: Ints = field(init=False)

    def __post_init__(self) -> None:
        variants = self.look.view.instance.variants
        self._price = np.full(len(self.look.view.instance.candidate_unit), NEVER, dtype=np.int64)
        self._most = np.zeros(len(self.weight), dtype=np.int64)
        self._cost = np.zeros(len(variants.unit), dtype=np.int64)
        self._weeks = np.full((len(variants.unit), int(variants.most.max(initial=0)) + 1), -1, dtype=np.int64)

    @property
    def deficit(self) -> int:
        """What is wanted beyond what can be given."""
        return self.total - int((self._most * self.weight).sum())

    @property
    def total(self) -> int:
        """What the shifts want."""
        return int(self.wanted[sorted(self.inside)].sum())

    def around(self, start: int) -> bool:
        """Whether a few shifts around the start, or those of the same hours, are a proof; the set is then these."""
        layers, layer = [[start]], [start]
        self.put(layer, into=True)
        while self.deficit <= 0 and layer:
            layer = self._senders(layer)
            if len(self.inside) + len(layer) > FEW:
                break
            layers.append(layer)
            self.put(layer, into=True)
        if self.deficit <= 0:
            self.put(sorted(self.inside - {start}), into=False)
            layers = [self._same_hours(start)]
            self.put(layers[0], into=True)
        if self.deficit > 0:
            self.shrink([s for layer in reversed(layers) for s in layer if s != start], WORK)
        return self.deficit > 0

    def beside(self, start: int, others: list[int]) -> bool:
        """Whether the others are a proof with the start among them, and share people with it."""
        self.put(others, into=True)
        shared = bool((self._most[self._units(self._candidates([start]))] > 0).any())
        self.put([start], into=True)
        return shared and self.deficit > 0

    def _same_hours(self, start: int) -> list[int]:
        shifts = self.look.view.problem.shifts
        here = shifts[start]
        return [
            s
            for s, other in enumerate(shifts)
            if self.wanted[s] > 0 and other.start < here.end and here.start < other.end
        ]

    def _senders(self, layer: list[int]) -> list[int]:
        """The shifts outside from which somebody who counts could come to the layer."""
        instance, found = self.look.view.instance, set()
        for s in layer:
            left, came = self.look.moves_to(s)
            counts = (left >= 0) & (self.weight[instance.candidate_unit[came]] > 0)
            found |= set(instance.candidate_shift[left[counts]].tolist())
        return sorted(s for s in found - self.inside if self.wanted[s] > 0)

    def _candidates(self, shifts: list[int]) -> Ints:
        found = np.concatenate([self.look.view.candidates_at(s) for s in shifts])
        counted: Ints = found[self.weight[self.look.view.instance.candidate_unit[found]] > 0]
        return counted

    def _units(self, candidates: Ints) -> Ints:
        """The units of these candidates, each once."""
        mask = np.zeros(len(self.weight), dtype=bool)
        mask[self.look.view.instance.candidate_unit[candidates]] = True
        return np.flatnonzero(mask)

    def put(self, shifts: list[int], *, into: bool) -> None:
        """Take these in, or out."""
        if not shifts:
            return
        candidates = self._candidates(shifts)
        self._price[candidates] = -1 if into else NEVER
        self.inside = self.inside | set(shifts) if into else self.inside - set(shifts)
        self._count(self._units(candidates))

    def _count(self, units: Ints) -> None:
        """The most shifts of the set in one week of each of these units, over its choices of team shifts."""
        instance = self.look.view.instance
        variants, slots, rules = instance.variants, instance.variants.slots, instance.problem.rules
        first, width = instance.unit_variants[units], np.diff(instance.unit_variants)[units]
        rows = np.repeat(first - np.concatenate(([0], np.cumsum(width)[:-1])), width) + np.arange(int(width.sum()))
        if not len(units):
            return
        all_weeks(
            rows, slots.ptr, slots.start, slots.end, slots.day, slots.cap, slots.minutes, slots.lo, slots.hi,
            np.zeros_like(variants.load), variants.most, variants.limit, rules.gap, rules.rest, self._price,
            self._cost, self._weeks,
        )  # fmt: skip
        self._most[units] = -np.minimum.reduceat(self._cost[rows], np.concatenate(([0], np.cumsum(width)[:-1])))
        self.work += int((slots.ptr[rows + 1] - slots.ptr[rows]).sum())

    def shrink(self, order: list[int], work: int) -> None:
        """Take out, in this order, what does not add to the deficit; in large pieces first, until the work is done."""
        piece, most = max(1, len(order) // 2), self.work + work
        while order and self.work < most:
            kept: list[int] = []
            for at in range(0, len(order), piece):
                part = order[at : at + piece]
                if self.work >= most or not self._without(part):
                    kept += part
            order = kept
            if piece == 1:
                break
            piece = max(1, piece // 4)

    def _without(self, part: list[int]) -> bool:
        """Whether the deficit is as large without these, which are then out."""
        before, price, most, inside = self.deficit, self._price[self._candidates(part)], self._most.copy(), self.inside
        self.put(part, into=False)
        if self.deficit >= before:
            return True
        self._price[self._candidates(part)] = price
        self._most, self.inside = most, inside
        return False

    def proof(self, kind: Kind, tag: str | None) -> Bottleneck:
        """The set as it stands."""
        view, shifts = self.look.view, sorted(self.inside)
        units = self._units(self._candidates(shifts))
        people = sorted(m for u in units.tolist() for m in view.instance.units[u])
        if tag is not None:
            people = [m for m in people if view.crowd.tagged(tag)[m]]
        return Bottleneck(
            kind=kind,
            tag=tag,
            shifts=tuple(view.problem.shifts[s].id for s in shifts),
            people=tuple(view.problem.volunteers[m].id for m in people),
            wanted=self.total,
            most=self.total - self.deficit,
        )

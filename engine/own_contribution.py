"""What the people of some organizations give over some weeks: together, by organization, by place (本条线的贡献).

Hours are as planned: the length of the shifts, without the way there. Whoever belongs to two of the organizations
counts in both, and once in the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from engine.calendar import monday_of
from engine.contributions import Contribution, Tally, serving
from engine.errors import Fault, InvalidInput
from engine.planning.facts import plans_in_force
from engine.store.port import Reader

MOST_WEEKS = 6
"""As many as a month touches."""

K = TypeVar("K", str, "Place")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A segment or a station: one of the two ids is empty."""

    segment: str = ""
    station: str = ""


@dataclass(frozen=True, slots=True)
class Part(Generic[K]):
    """What was given by, or at, something."""

    of: K
    whole: Contribution


@dataclass(frozen=True, slots=True)
class OwnContribution:
    """All that the organizations' people give in the plans in force of the weeks."""

    whole: Contribution
    seats: int
    """Seats that these plans want filled, by whomever."""
    organizations: tuple[Part[str], ...]
    """The largest first."""
    places: tuple[Part[Place], ...]
    """The largest first."""

    @property
    def carried(self) -> float:
        """Their part of the seats that are wanted, 0 to 1."""
        return self.whole.assignments / self.seats if self.seats else 0.0


def own_contribution(reader: Reader, weeks: Sequence[str], own: Iterable[str] | None) -> OwnContribution:
    """What the ``own`` organizations' people give (``None``: everybody's); three questions a week at most.

    Raises ``InvalidInput`` for a week that is none, or too many of them.
    """
    asked = _checked(weeks)
    within = None if own is None else frozenset(own)
    whole, organizations, places = Tally(), defaultdict[str, Tally](Tally), defaultdict[Place, Tally](Tally)
    for week in asked:
        for row in serving(reader, week, within):
            given = row["v.id"], row["a.id"], row["s.end"] - row["s.start"]
            whole.add(*given)
            organizations[row["o.id"]].add(*given)
            places[Place(row["g.id"] or "", row["t.id"] or "")].add(*given)
    seats = sum(plan.seats for plan in plans_in_force(reader, asked))
    return OwnContribution(whole.told(), seats, _parts(organizations), _parts(places))


def _checked(weeks: Sequence[str]) -> list[str]:
    if len(weeks) > MOST_WEEKS:
        raise InvalidInput("一次问的周太多", [Fault("列表太长", "weeks", expected=f"至多 {MOST_WEEKS} 周")])
    for week in weeks:
        monday_of(week)
    return list(dict.fromkeys(weeks))


def _parts(found: Mapping[K, Tally]) -> tuple[Part[K], ...]:
    parts = (Part(of, tally.told()) for of, tally in found.items())
    return tuple(sorted(parts, key=lambda part: (-part.whole.assignments, part.of)))

"""Which pairs stand before any choice is made: the pins that are possible, and the partners whom they bring."""

from dataclasses import dataclass, field

from solver.crowd import Crowd
from solver.plan import PinLeftOut
from solver.rules.settle import settle
from solver.walking import Walking


@dataclass(frozen=True, slots=True)
class Pins:
    """The standing pairs as (volunteer, shift) indices, by volunteer as well, and the pins left out with a reason."""

    standing: list[tuple[int, int]] = field(default_factory=list)
    by_volunteer: dict[int, list[int]] = field(default_factory=dict)
    left_out: list[PinLeftOut] = field(default_factory=list)


def standing_pins(crowd: Crowd) -> Pins:
    """What the definition of a pin says of this problem."""
    pins = Pins()
    if not crowd.problem.pins:
        return pins
    settled = settle(crowd.problem, Walking(crowd.problem.network))
    for volunteer, shift in (*settled.kept, *sorted(settled.brought)):
        pins.standing.append((crowd.index[volunteer], crowd.shift_index[shift]))
    for v, s in pins.standing:
        pins.by_volunteer.setdefault(v, []).append(s)
    for (volunteer, shift), reasons in settled.left_out.items():
        pins.left_out.append(PinLeftOut(volunteer=volunteer, shift=shift, reason=min(reasons)))
    return pins

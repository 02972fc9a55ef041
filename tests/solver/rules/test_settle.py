"""Which pins stand: against the definition itself, by trying every plan of a very small world."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.plan import Cost, Plan, Status
from solver.problem import Problem
from solver.rules import RULES
from solver.rules.settle import settle
from solver.rules.week import Week
from solver.walking import Walking

PEOPLE, SHIFTS = ("ann", "bob", "kid", "tim"), ("early", "late")
PAIRS = [(name, shift) for name in PEOPLE for shift in SHIFTS]
SOME_PAIRS = st.lists(st.sampled_from(PAIRS), max_size=3)


def holds(problem: Problem, pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether these pairs keep every hard rule, a pinned person being let off waiting for the one tied to him."""
    week = Week(
        problem, Plan(week=problem.week, status=Status.FEASIBLE, assignments=pairs, teams=(), cost=Cost(), bound=Cost())
    )
    if any(list(rule.violations(week)) for rule in RULES if rule.name not in ("pin", "together")):
        return False
    chosen = set(pairs)
    return all(
        (there, shift) in chosen or (here, shift) in problem.pins
        for a, b in problem.together
        for here, there in ((a, b), (b, a))
        for shift in SHIFTS
        if (here, shift) in chosen
    )


def by_definition(problem: Problem) -> tuple[tuple[tuple[str, str], ...], set[tuple[str, str]]]:
    """The pins that stand and the pairs that they bring, from the list of all plans that hold."""
    subsets = (some for size in range(len(PAIRS) + 1) for some in combinations(PAIRS, size))
    good = [set(some) for some in subsets if holds(problem, some)]
    firm: list[tuple[str, str]] = []
    for pin in dict.fromkeys(problem.pins):
        if any({*firm, pin} <= plan for plan in good):
            firm.append(pin)
    kept = tuple(firm)
    for name, shift in kept:
        chain = [name]
        for one in chain:
            chain += [b if a == one else a for a, b in problem.together if one in (a, b) and not {a, b} <= {*chain}]
        for guest in ((other, shift) for other in chain if (other, shift) not in firm):
            if any({*firm, guest} <= plan for plan in good):
                firm.append(guest)
    return kept, set(firm) - set(kept)


@settings(max_examples=25, deadline=None)
@given(
    pins=st.lists(st.sampled_from(PAIRS), max_size=5, unique=True),
    bans=SOME_PAIRS,
    busy=st.sets(st.sampled_from(PEOPLE), max_size=2),
    together=st.lists(st.sampled_from(list(combinations(PEOPLE, 2))), max_size=2, unique=True),
    escorts=st.sampled_from([{}, {"kid": ("ann",)}, {"kid": ("bob",), "tim": ("ann", "bob")}]),
    room=st.integers(1, 4),
    apart=st.sampled_from([30, 100, 300]),
)
def test_pins_stand_and_bring_by_the_definition(street, pins, bans, busy, together, escorts, room, apart):
    tags = {"kid": ("minor",), "tim": ("minor",)}
    problem = street.problem(
        [
            street.person(
                name,
                tags=tags.get(name, ("adult",)),
                free=() if name in busy else ((0, 10080),),
                max_week=1 + (name == "ann"),
            )
            for name in PEOPLE
        ],
        [street.shift("early", 600, max=room), street.shift("late", 600 + apart)],
        pins=tuple(pins),
        bans=tuple(bans),
        together=tuple(together),
        escorts=escorts,
    )
    settled = settle(problem, Walking(problem.network))
    assert (settled.kept, settled.brought) == by_definition(problem)
    assert set(settled.kept) | set(settled.left_out) == set(pins)

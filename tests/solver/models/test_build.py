"""The optimiser's arrays say what a slow reading of the definitions says, in towns with everything in them."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from solver.models.build import build
from solver.models.instance import Instance
from solver.problem import DAY, Preference, Problem, Volunteer, Walk
from tests.solver.reference import Reference, Variant
from tests.solver.town import town


def everything(seed: int) -> Problem:
    """A town with teams, chains of pairs, pins, bans, named escorts, a previous plan, wishes and minutes."""
    chance = random.Random(seed)
    plain = town(people=60, places=9, seed=seed, teams=2)
    marchers = {member for team in plain.teams for member in team.members}
    people = [_engaged(v, chance, marches=v.id in marchers) for v in plain.volunteers]
    chain = chance.sample(range(len(people)), 5)
    for k in chain[1:]:
        first = people[chain[0]]
        people[k] = replace(people[k], home=first.home, at=first.at, free=first.free)
    tied = [people[k].id for k in chain]
    names, adults = [v.id for v in people], [v.id for v in people if "adult" in v.tags]
    minors = [v.id for v in people if "minor" in v.tags]
    pairs = [(name, shift.id) for name in names for shift in plain.shifts]
    return replace(
        plain,
        volunteers=tuple(people),
        team_shifts=tuple(
            replace(shift, start=day * DAY + 720, end=day * DAY + 800)
            for shift, day in zip(plain.team_shifts, (2, 3), strict=True)
        ),
        together=((tied[0], tied[1]), (tied[1], tied[2]), (tied[3], tied[4])),
        escorts={name: tuple(chance.sample(adults, chance.randrange(6))) for name in minors if chance.random() < 0.5},
        pins=(*chance.sample(pairs, 4), *chance.sample([pair for pair in pairs if pair[0] in minors], 4)),
        bans=tuple(chance.sample(pairs, 40)),
        previous=tuple(chance.sample(pairs, 60)) if chance.random() < 0.7 else None,
        walk=Walk(limit_metres=chance.choice([900, 2000, 3000])),
    )


def _engaged(person: Volunteer, chance: random.Random, *, marches: bool) -> Volunteer:
    return replace(
        person,
        free=(*person.free, *((day * DAY + 700, day * DAY + 820) for day in (2, 3) if marches)),
        max_minutes=None if marches else chance.choice([None, None, 0, 100, 190, 250]),
        max_day=2 if marches else chance.choice([0, 1, 1, 2]),
        max_week=3 if marches else chance.choice([0, 1, 2, 3, 5]),
        prefers=tuple(chance.sample(WISHES, chance.randrange(3))),
        organization_claims=(f"p{chance.randrange(9)}",),
        served=(f"p{chance.randrange(9)}", "nowhere"),
    )


WISHES = [
    Preference(cost=-100, place="p3"),
    Preference(cost=40, category="traffic"),
    Preference(cost=-70, weekday=2, category="tidiness"),
    Preference(cost=15),
    Preference(cost=999, place="nowhere"),
]


@pytest.fixture(scope="module", params=range(12))
def instance(request: pytest.FixtureRequest) -> Instance:
    return build(everything(request.param))


@pytest.fixture(scope="module")
def reference(instance: Instance) -> Reference:
    return Reference(instance)


def test_candidates_are_all_that_no_rule_on_pairs_forbids(instance: Instance, reference: Reference) -> None:
    columns = (instance.candidate_unit, instance.candidate_shift, instance.candidate_cost)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == reference.candidates
    assert instance.unit_ptr.tolist() == [
        sum(u < unit for u, _, _ in reference.candidates) for unit in range(len(instance.units) + 1)
    ]


def test_pairs_are_the_candidates_of_each_person_alone(instance: Instance) -> None:
    pairs, alone = instance.pairs, build(replace(instance.problem, together=()))
    assert pairs.volunteer.tolist() == alone.candidate_unit.tolist()
    assert pairs.shift.tolist() == alone.candidate_shift.tolist()


def test_needs_are_served_by_those_with_the_tag(instance: Instance, reference: Reference) -> None:
    entries = list(zip(instance.need_index.tolist(), instance.need_people.tolist(), strict=True))
    cuts = instance.need_ptr.tolist()
    assert [entries[a:b] for a, b in pairwise(cuts)] == reference.needs()


def test_wards_know_all_who_may_stand_beside_them(instance: Instance, reference: Reference) -> None:
    wards = instance.wards
    ptr, escorts = wards.escorts(instance.candidate_unit, instance.candidate_shift)
    found = [
        (c, frozenset(escorts[ptr[g] : ptr[g + 1]].tolist()))
        for c, g in zip(wards.candidate.tolist(), wards.group.tolist(), strict=True)
    ]
    assert sorted(found, key=_key) == sorted(reference.wards(), key=_key)


def _key(ward: tuple[int, frozenset[int]]) -> tuple[int, list[int]]:
    return ward[0], sorted(ward[1])


def test_some_of_any_candidates_are_counted_in_their_groups(instance: Instance) -> None:
    wards, chance = instance.wards, np.random.default_rng(1)
    taken = np.flatnonzero(chance.random(len(instance.candidate_unit)) < 0.3)
    ptr, escorts = wards.escorts(instance.candidate_unit, instance.candidate_shift)
    expected = [int(np.isin(escorts[ptr[g] : ptr[g + 1]], taken).sum()) for g in range(wards.groups)]
    assert wards.counts(taken, instance.candidate_unit, instance.candidate_shift).tolist() == expected


def test_each_unit_has_the_variants_of_its_teams_and_pins(instance: Instance, reference: Reference) -> None:
    for unit in range(len(instance.units)):
        own = range(int(instance.unit_variants[unit]), int(instance.unit_variants[unit + 1]))
        assert [variant_at(instance, v) for v in own] == list(reference.variants(unit))
        assert all(instance.variants.unit[v] == unit for v in own)


def variant_at(instance: Instance, index: int) -> Variant:
    variants, slots = instance.variants, instance.variants.slots
    own = range(int(slots.ptr[index]), int(slots.ptr[index + 1]))
    most = int(variants.most[index])
    assert not variants.load[index, max(1, most) :].any()
    assert all(slots.day[i] == slots.start[i] // DAY for i in own)
    return Variant(
        options=variants.options[index],
        most=most,
        limit=int(variants.limit[index]),
        load=tuple(variants.load[index, : max(1, most)].tolist()),
        fixed=int(variants.fixed[index]),
        slots=tuple(
            (
                int(slots.start[i]), int(slots.end[i]), int(slots.cap[i]), int(slots.minutes[i]),
                frozenset(range(int(slots.lo[i]), int(slots.hi[i]))),
            )
            for i in own
        ),
    )  # fmt: skip


def test_an_empty_town_has_empty_arrays() -> None:
    plain = town(people=3, places=1, seed=1)
    for problem in (
        replace(plain, volunteers=(), together=()),
        replace(plain, shifts=()),
        replace(plain, volunteers=(), shifts=(), together=()),
    ):
        assert len(build(problem).candidate_cost) == 0

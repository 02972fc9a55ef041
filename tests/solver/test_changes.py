"""Changes of a problem: what is changed, what follows from it, and what is refused."""

import pytest

from solver.changes import ChangeError, ClosedPlace, Demand, MorePeople, WalkLimit, WithoutPeople, changed
from solver.problem import Share, Team
from tests.solver.town import town


def test_newcomers_are_like_somebody_and_bring_nothing_with_them(street) -> None:
    ann = street.person("ann", home=2, tags=("adult", "leader"), load=5, claims=("gate",), served=("gate",))
    one, two = MorePeople("ann", 2).of(street.problem([ann])).volunteers[1:]
    assert (one.id, two.id) == ("ann+1", "ann+2")
    assert (one.home, one.tags, one.free) == (2, ("adult", "leader"), ann.free)
    assert (one.load, one.claims, one.served) == (0, (), ())


def test_newcomers_of_a_line_are_spread_over_its_people(street) -> None:
    people = [street.person(name, tags=("adult", "line:PARTY")) for name in "abcd"] + [street.person("e")]
    problem = street.problem(people)
    assert [v.id for v in MorePeople("PARTY", 2).of(problem).volunteers[5:]] == ["a+1", "c+1"]
    assert [v.id for v in MorePeople("line:PARTY", 5).of(problem).volunteers[5:]] == ["a+1", "b+1", "c+1", "d+1", "a+2"]
    again = MorePeople("a", 1).of(MorePeople("a", 1).of(problem))
    assert [v.id for v in again.volunteers[5:]] == ["a+1", "a+2"]


def test_a_closed_place_takes_its_shifts_and_all_that_names_them_along(street) -> None:
    problem = street.problem(
        [street.person("ann")],
        [street.shift("s"), street.shift("t", place="park")],
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade"),),
        pins=(("ann", "s"),),
        bans=(("ann", "s"), ("ann", "t")),
        previous=(("ann", "s"), ("ann", "t")),
    )
    closed = ClosedPlace("gate").of(problem)
    assert [s.id for s in closed.shifts] == ["t"]
    assert (closed.team_shifts, closed.pins) == ((), ())
    assert closed.bans == closed.previous == (("ann", "t"),)


def test_people_who_are_gone_are_named_nowhere(street) -> None:
    people = [
        street.person("ann", tags=("adult", "line:PARTY")),
        street.person("bob"),
        street.person("kid", tags=("minor",)),
        street.person("tot", tags=("minor",)),
    ]
    problem = street.problem(
        people,
        [street.shift("s")],
        together=(("ann", "bob"),),
        escorts={"kid": ("ann",), "tot": ("ann", "bob")},
        teams=(Team(id="band", members=("ann",)), Team(id="choir", members=("ann", "bob"))),
        team_shifts=(street.team_shift("parade", teams=("band", "choir")),),
        pins=(("ann", "s"),),
        previous=(("ann", "s"), ("bob", "s")),
        shares=(Share(tag="line:PARTY", part=500),),
    )
    left = WithoutPeople("PARTY").of(problem)
    assert [v.id for v in left.volunteers] == ["bob", "kid", "tot"]
    assert (left.together, left.pins, left.shares, left.previous) == ((), (), (), (("bob", "s"),))
    assert left.teams == (Team(id="choir", members=("bob",)),)
    assert left.team_shifts[0].teams == ("choir",)
    assert left.escorts == {"tot": ("bob",)}
    kid = left.volunteers[1]
    assert kid.free == ()  # the only adult who may escort the kid is gone


def test_demand_and_limit_are_changed_within_what_a_shift_may_be(street) -> None:
    problem = street.problem([], [street.shift("s", min=1, desired=2, max=2), street.shift("t", place="park")])
    more, other = Demand("gate", 2).of(problem).shifts
    assert (more.min, more.desired, more.max) == (1, 4, 4)
    assert other == problem.shifts[1]
    fewer, _ = Demand("gate", -5).of(problem).shifts
    assert (fewer.min, fewer.desired, fewer.max) == (0, 0, 2)
    assert WalkLimit(2300).of(problem).walk.limit_metres == 2300


@pytest.mark.parametrize(
    "change",
    [
        MorePeople("nobody", 1),
        MorePeople("ann", -1),
        WithoutPeople("x"),
        ClosedPlace("x"),
        Demand("x", 1),
        WalkLimit(-1),
    ],
)
def test_what_the_problem_does_not_have_is_refused(street, change) -> None:
    with pytest.raises(ChangeError):
        change.of(street.problem([street.person("ann")], [street.shift("s")]))


def test_changes_follow_one_another() -> None:
    problem = town(people=20, places=5, seed=1, teams=1)
    both = changed(problem, [ClosedPlace("p1"), MorePeople("WOMEN", 3), WithoutPeople("PARTY")])
    assert not any(s.place == "p1" for s in both.shifts)
    assert not any("line:PARTY" in v.tags for v in both.volunteers)

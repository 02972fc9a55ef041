"""What-ifs side by side: each from the same plan, each proved where it can be, and told apart by whom it touches."""

import pytest

from solver.changes import ChangeError, ClosedPlace, Demand, MorePeople, WalkLimit
from solver.check import check
from solver.plan import Cost
from solver.solve import solve
from solver.what_if import AS_IT_IS, what_ifs
from tests.solver.town import town


def test_the_plan_as_it_is_comes_first_and_touches_nobody(street) -> None:
    problem = street.problem([street.person("ann", home=1)], [street.shift("s", min=1, desired=1)])
    (row,) = what_ifs(problem, {})
    assert (row.name, row.plan, row.touched) == (AS_IT_IS, solve(problem), ())
    assert (row.served, row.metres, row.mean_walk, row.proved) == (1, 500, 500.0, True)


def test_each_row_is_the_same_plan_repaired(street) -> None:
    people = [street.person("ann", home=4, max_week=1), street.person("bob", home=5, max_week=1)]
    shifts = [street.shift("s", min=1, desired=1, max=1), street.shift("t", node=3, place="park", desired=1, max=1)]
    rows = what_ifs(
        street.problem(people, shifts),
        {"limit": WalkLimit(2600), "closed": ClosedPlace("park"), "more": (MorePeople("bob", 1), Demand("park", 1))},
    )
    now, limit, closed, more = rows
    # at 2,000 m ann goes to s (2,000 m) and bob to t (1,000 m); a wider limit gives no reason to change that
    assert now.plan.assignments == (("ann", "s"), ("bob", "t"))
    assert (limit.plan.assignments, limit.touched, limit.stability) == (now.plan.assignments, (), 0)
    assert (closed.plan.assignments, [t.id for t in closed.touched]) == ((("ann", "s"),), ["bob"])
    assert more.plan.assignments == (("ann", "s"), ("bob", "t"), ("bob+1", "t"))
    assert more.stability == 300
    assert more.plan.cost == Cost(0, 0, 0, 2000 + 1000 + 1000 + 300)


def test_afresh_nobody_knows_anything(street) -> None:
    people = [street.person("ann", home=1, max_week=1)]
    problem = street.problem(people, [street.shift("s", min=1, desired=1, max=1)])
    _, kept = what_ifs(problem, {"more": MorePeople("ann", 1)})
    assert kept.stability == 0
    _, new = what_ifs(problem, {"closed": ClosedPlace("gate")}, afresh=True)
    assert (new.problem.previous, new.stability, new.plan.assignments) == (None, 0, ())
    assert [t.id for t in new.touched] == ["ann"]


@pytest.mark.parametrize("afresh", [False, True])
def test_every_plan_of_a_town_holds(afresh: bool) -> None:
    problem = town(people=30, places=8, seed=2, teams=1)
    rows = what_ifs(
        problem,
        {"closed": ClosedPlace("p1"), "more": MorePeople("PARTY", 5), "more people wanted": Demand("p2", 1)},
        afresh=afresh,
    )
    assert [row.name for row in rows] == [AS_IT_IS, "closed", "more", "more people wanted"]
    for row in rows:
        assert check(row.problem, row.plan).holds
        assert row.proved
    assert rows[2].plan.cost.parts()[:3] <= rows[0].plan.cost.parts()[:3]  # more people never cover less


def test_a_change_that_cannot_be_is_told_before_anything_is_solved(street) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    with pytest.raises(ChangeError):
        what_ifs(street.problem(), {"closed": ClosedPlace("nowhere")}, on_progress=never)

"""The bench of repairs: what is withdrawn, and what the rows say."""

from benchmarks.repair import measured, withdrawn
from solver.check import check
from solver.solve import solve
from tests.solver.town import town


def test_so_great_a_share_is_withdrawn_and_the_same_for_the_same_seed() -> None:
    problem = town(people=40, places=10, seed=1)
    plan = solve(problem, seconds=0)
    asked, gone = withdrawn(problem, plan, 0.1, seed=3)
    assert len(gone) == round(0.1 * len(plan.assignments))
    assert set(asked.bans) == gone <= set(plan.assignments)
    assert asked.previous == plan.assignments
    assert withdrawn(problem, plan, 0.1, seed=3)[1] == gone


def test_the_repair_is_no_worse_than_sweeps_and_every_row_holds() -> None:
    problem = town(people=40, places=10, seed=2, teams=1)
    plan = solve(problem, seconds=0)
    asked, gone = withdrawn(problem, plan, 0.1, seed=1)
    swept, repaired, new = measured(asked, plan, gone, runs=1, seconds=20)
    assert [row.name for row in (swept, repaired, new)] == ["sweeps alone", "repair", "new solve, 20 s"]
    assert repaired.plan.cost <= swept.plan.cost
    assert repaired.plan.cost == new.plan.cost  # so small a repair is proved
    for row in (swept, repaired, new):
        assert check(asked, row.plan).holds
        assert 0 <= row.moved <= 1

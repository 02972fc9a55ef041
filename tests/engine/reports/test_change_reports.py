"""What a repair and what-ifs look like in the terminal."""

from __future__ import annotations

from rich.console import Console, RenderableType

from engine.planning import generate_plan, repair_plan
from engine.planning.withdrawals import Withdrawal
from engine.reports.repair_text import repair_text
from engine.reports.what_if_text import what_if_text
from engine.store import GraphStore
from solver.changes import ClosedPlace
from solver.what_if import what_ifs
from tests.engine.planning.conftest import WEEK, change, lantern_street
from tests.engine.planning.test_plans import EAST_RUSH
from tests.solver.town import town

__all__ = ["lantern_street"]


def printed(what: RenderableType) -> str:
    console = Console(width=140)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def test_a_repair_names_everybody_who_must_be_told(lantern_street: GraphStore) -> None:
    plan = generate_plan(lantern_street, WEEK, "old-town")
    change(lantern_street, "丙", free_hours=(405, 540), name="丙辰")
    text = printed(
        repair_text(lantern_street, repair_plan(lantern_street, plan.id, withdrawals=[Withdrawal("乙", EAST_RUSH)]))
    )
    assert "须通知 2 人：减少 1 人次，新增 1 人次" in text
    assert [line.split()[:2] for line in text.splitlines() if "灯笼街" in line] == [["丙辰", "新增"], ["乙", "不再去"]]
    assert "没有人需要变动" in printed(repair_text(lantern_street, repair_plan(lantern_street, plan.id)))


def test_what_ifs_stand_below_the_plan_as_it_is() -> None:
    problem = town(people=25, places=6, seed=1)
    rows = what_ifs(problem, {"关闭 p1": ClosedPlace("p1")})
    text = printed(what_if_text(rows))
    lines = [line.split() for line in text.splitlines()]
    now, closed = (next(line for line in lines if line[:1] == [word]) for word in ("现状", "关闭"))
    assert now[1:5] == [str(part) for part in rows[0].plan.cost.parts()]
    assert closed[2:6] == [str(part) for part in rows[1].plan.cost.parts()]
    assert closed[-2] == str(len(rows[1].touched))


def test_a_cost_that_is_not_proved_stands_beside_its_bound() -> None:
    rows = what_ifs(town(people=25, places=6, seed=1), {}, seconds=0)
    assert "≥" in printed(what_if_text(rows)).partition("\n\n")[0] or rows[0].proved

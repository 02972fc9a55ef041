"""A stored plan is repaired: who withdrew is out, whoever can comes, everybody else keeps what he knows."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import InvalidInput, NotFound
from engine.model import Assignment, AssignmentStatus, Plan, PlanStatus, Segment, Shift, ShiftTemplate, Team, Volunteer
from engine.planning import generate_plan, pin_assignment, publish_plan, remove_assignment, repair_plan
from engine.planning.repair import GONE
from engine.planning.seats import read_plan
from engine.planning.withdrawals import Withdrawal, withdrawal_of
from engine.store import Edge, GraphStore, Match, eq
from tests.engine.planning.conftest import WEEK, change, person
from tests.engine.planning.test_plans import EAST_RUSH, WEST_RUSH, cost, seat_of

EAST = "灯笼街东段 周一 07:00–08:30"


@pytest.fixture
def plan(lantern_street: GraphStore) -> Plan:
    """甲 serves in the west, 乙 in the east; since the plan was made, 丙 has found time as well."""
    made = generate_plan(lantern_street, WEEK, "old-town")
    change(lantern_street, "丙", free_hours=(405, 540))
    return made


def states(store: GraphStore, plan: Plan) -> dict[tuple[str, str], AssignmentStatus]:
    return {seat.pair: seat.assignment.status for seat in read_plan(store, plan.id).seats}


def test_a_stand_in_comes_and_both_are_told(lantern_street: GraphStore, plan: Plan) -> None:
    found = repair_plan(lantern_street, plan.id, withdrawals=[Withdrawal("乙", EAST_RUSH)])
    assert states(lantern_street, found.plan) == {
        ("甲", WEST_RUSH): AssignmentStatus.DRAFT,
        ("丙", EAST_RUSH): AssignmentStatus.DRAFT,
        ("乙", EAST_RUSH): AssignmentStatus.WITHDRAWN,
    }
    assert [(t.volunteer, t.loses, t.gains, t.sentence) for t in found.touched] == [
        ("丙", (), (EAST_RUSH,), f"新增 {EAST}"),
        ("乙", (EAST_RUSH,), (), f"不再去 {EAST}"),
    ]
    # 甲 100 − 800, 丙 100; 乙 was taken off (1,500) and 丙 put on (300)
    assert (cost(found.plan), found.plan.proof) == ((0, 0, 0, -600 + 1800), "OPTIMAL")
    assert (found.plan.number, found.plan.status) == (2, PlanStatus.DRAFT)
    rows = lantern_street.query(
        Match("p", Plan).where(eq("p.id", found.plan.id)).hop("BASED_ON", "b", Plan).select("b.id")
    )
    assert [row["b.id"] for row in rows] == [plan.id]


def test_nothing_changes_when_nothing_has_happened(lantern_street: GraphStore, plan: Plan) -> None:
    found = repair_plan(lantern_street, plan.id)
    assert found.touched == ()
    assert cost(found.plan) == cost(plan)


def test_a_published_plan_stays_in_force_and_its_answers_are_kept(lantern_street: GraphStore, plan: Plan) -> None:
    publish_plan(lantern_street, plan.id)
    with lantern_street.tx() as tx:
        tx.update(Assignment, seat_of(lantern_street, plan, "甲").assignment.id, {"status": "ACCEPTED"})
        tx.update(Assignment, seat_of(lantern_street, plan, "乙").assignment.id, {"status": "DECLINED"})
    found = repair_plan(lantern_street, plan.id)
    assert states(lantern_street, found.plan) == {
        ("甲", WEST_RUSH): AssignmentStatus.ACCEPTED,
        ("丙", EAST_RUSH): AssignmentStatus.DRAFT,
        ("乙", EAST_RUSH): AssignmentStatus.DECLINED,
    }
    assert [t.volunteer for t in found.touched] == ["丙"]  # 乙 has said it himself
    stored = lantern_street.get(Plan, plan.id)
    assert stored is not None
    assert stored.status is PlanStatus.PUBLISHED


def test_who_withdraws_for_the_week_is_away_and_out_of_every_shift(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "丙", free_hours=())
    found = repair_plan(lantern_street, plan.id, withdrawals=[Withdrawal("乙")])
    # nobody is left for the east, and 乙 is not sent to the west instead
    assert states(lantern_street, found.plan)[("乙", EAST_RUSH)] is AssignmentStatus.WITHDRAWN
    assert cost(found.plan)[0] == 1
    away = lantern_street.get(Volunteer, "乙")
    assert away is not None
    assert away.away == tuple(date(2026, 11, 23 + day) for day in range(7))
    assert repair_plan(lantern_street, found.plan.id).touched == ()  # nor by the repair after that


def test_a_pin_gives_way_to_the_withdrawal_of_the_person_himself(lantern_street: GraphStore, plan: Plan) -> None:
    pin_assignment(lantern_street, seat_of(lantern_street, plan, "乙").assignment.id, True)
    found = repair_plan(lantern_street, plan.id, withdrawals=[Withdrawal("乙", EAST_RUSH)])
    assert ("丙", EAST_RUSH) in read_plan(lantern_street, found.plan.id).pairs()
    assert not seat_of(lantern_street, found.plan, "乙").assignment.pinned


def test_what_was_taken_off_by_hand_is_filled_and_changed_hours_are_read_anew(
    lantern_street: GraphStore, plan: Plan
) -> None:
    remove_assignment(lantern_street, seat_of(lantern_street, plan, "乙").assignment.id)
    change(lantern_street, "甲", free_hours=())
    found = repair_plan(lantern_street, plan.id)
    # 乙 may not serve in the east again, so he goes to the west, and 丙 to the east
    assert set(read_plan(lantern_street, found.plan.id).pairs()) == {("丙", EAST_RUSH), ("乙", WEST_RUSH)}
    told = [(t.volunteer, t.sentence.partition(" ")[0]) for t in found.touched]
    assert told == [("丙", "新增"), ("乙", "新增"), ("甲", "不再去")]


def test_a_new_shift_is_filled_and_one_that_is_gone_is_named_so(lantern_street: GraphStore, plan: Plan) -> None:
    with lantern_street.tx() as tx:
        tx.delete_edges("AT", Shift, Segment, eq("id", EAST_RUSH))
        tx.delete_edges("AT", ShiftTemplate, Segment, eq("id", "rush"))
        tx.upsert_nodes([ShiftTemplate(id="dusk", name="傍晚", weekdays=(1,), start=1080, end=1140, desired=1)])
        tx.upsert_edges("AT", ShiftTemplate, Segment, [Edge("dusk", "half-west")])
        from engine.model import Category

        tx.upsert_edges("FOR", ShiftTemplate, Category, [Edge("dusk", "tidiness")])
    change(lantern_street, "甲", free_hours=(405, 540, 1440 + 1000, 1440 + 1200), max_week=2)
    found = repair_plan(lantern_street, plan.id)
    told = {t.volunteer: t.sentence for t in found.touched}
    assert told == {"乙": f"不再去 {GONE}", "甲": "新增 灯笼街西段 周二 18:00–19:00"}


def test_a_member_who_withdraws_does_not_go_with_his_team(lantern_street: GraphStore) -> None:
    with lantern_street.tx() as tx:
        tx.upsert_nodes(
            [Team(id="band", name="锣鼓队"), person("戊", (113.652, 34.740)), person("己", (113.652, 34.740))]
        )
        tx.upsert_nodes([ShiftTemplate(id="parade", name="巡游", weekdays=(0,), start=420, end=510, for_teams=True)])
        for edge, source, target, ends in (
            ("IN_TEAM", Volunteer, Team, [("戊", "band"), ("己", "band")]),
            ("OPEN_TO", ShiftTemplate, Team, [("parade", "band")]),
            ("AT", ShiftTemplate, Segment, [("parade", "half-west")]),
        ):
            tx.upsert_edges(edge, source, target, [Edge(a, b) for a, b in ends])
        from engine.model import Category, Junction, Station

        tx.upsert_edges("FOR", ShiftTemplate, Category, [Edge("parade", "tidiness")])
        tx.upsert_edges("LIVES_NEAR", Volunteer, Junction, [Edge("戊", "middle"), Edge("己", "middle")])
        tx.upsert_edges("BASED_AT", Volunteer, Station, [Edge("戊", "station"), Edge("己", "station")])
    plan = generate_plan(lantern_street, WEEK, "old-town")
    (parade,) = {seat.shift for seat in read_plan(lantern_street, plan.id).seats if seat.team}
    found = repair_plan(lantern_street, plan.id, withdrawals=[Withdrawal("戊", parade)])
    for _ in range(2):  # and not in the repair after that
        goers = {s.volunteer for s in read_plan(lantern_street, found.plan.id).seats if s.team and s.serving}
        assert goers == {"己"}
        found = repair_plan(lantern_street, found.plan.id)


def test_every_withdrawal_that_means_nobody_is_named_at_once(lantern_street: GraphStore, plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refusal:
        repair_plan(
            lantern_street, plan.id, withdrawals=[Withdrawal("乙"), Withdrawal("乙", WEST_RUSH), Withdrawal("nobody")]
        )
    assert [fault.row for fault in refusal.value.faults] == [2, 3]
    with pytest.raises(NotFound):
        repair_plan(lantern_street, "plan:none")


def test_a_withdrawal_is_written_by_id_or_by_a_name_that_only_one_has(lantern_street: GraphStore, plan: Plan) -> None:
    change(lantern_street, "乙", name="乙辰")
    assert withdrawal_of(lantern_street, plan.id, "乙辰") == Withdrawal("乙")
    assert withdrawal_of(lantern_street, plan.id, f"乙@{EAST_RUSH}") == Withdrawal("乙", EAST_RUSH)
    assert withdrawal_of(lantern_street, plan.id, "丁") == Withdrawal("丁")
    change(lantern_street, "甲", name="乙辰")
    for unclear in ("乙辰", "nobody"):
        with pytest.raises(InvalidInput):
            withdrawal_of(lantern_street, plan.id, unclear)


def test_of_unchanged_seats_it_says_what_was_said_and_nothing_that_has_become_untrue(
    lantern_street: GraphStore, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.planning.generate as generate

    base = repair_plan(lantern_street, plan.id).plan  # 丙 has time now, so he is 乙's next best
    asked: list[str] = []
    usual = generate.next_best

    def noted(*about: object) -> tuple[str, str | None]:
        asked.append(about[2][0])  # type: ignore[index]
        return usual(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(generate, "next_best", noted)
    again = repair_plan(lantern_street, base.id)
    assert "乙" not in asked
    before, after = (seat_of(lantern_street, version, "乙").assignment for version in (base, again.plan))
    assert before.alternative == after.alternative
    # 丙 would come in 乙's place; without time he cannot, and whatever names him is worked out anew
    assert "换人来" in seat_of(lantern_street, base, "乙").assignment.alternative
    change(lantern_street, "丙", free_hours=())
    later = repair_plan(lantern_street, base.id)
    assert "乙" in asked
    assert "换人来" not in seat_of(lantern_street, later.plan, "乙").assignment.alternative

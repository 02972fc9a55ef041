"""Facts and plans at hand are those of this moment, whoever wrote last: an edit is judged as if all were read anew."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from engine.errors import JiujinError, RuleBroken
from engine.model import (
    Assignment,
    Category,
    District,
    Junction,
    Organization,
    Plan,
    Segment,
    Shift,
    ShiftTemplate,
    Team,
    Volunteer,
)
from engine.planning import (
    add_assignment,
    generate_plan,
    move_assignment,
    pin_assignment,
    publish_plan,
    remove_assignment,
    undo_edit,
)
from engine.planning.at_hand import AtHand, Weighed
from engine.planning.explain import Explanations
from engine.planning.record import KINDS, known_shortfalls
from engine.planning.respond import Answer, respond
from engine.planning.seats import read_plan
from engine.store import Edge, GraphStore, Transaction, eq
from tests.conftest import Opener
from tests.counting import Counting
from tests.engine.planning.conftest import EARLY, WEEK, change
from tests.engine.planning.test_plans import EAST_RUSH, WEST_RUSH, seat_of, stored

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def plan(lantern_street: GraphStore) -> Plan:
    """甲 in the west, 乙 in the east; 丙 has time, too."""
    with lantern_street.tx() as tx:
        tx.update(ShiftTemplate, "rush", {"max": 3})
    plan = generate_plan(lantern_street, WEEK, "old-town")
    change(lantern_street, "丙", free_hours=EARLY)
    return plan


@pytest.fixture
def hand(lantern_street: GraphStore, plan: Plan) -> AtHand:
    """Everything about the plan is at hand."""
    hand = AtHand()
    hand.look(lantern_street).weighed(plan.id)
    return hand


@pytest.fixture
def another(lantern_street: GraphStore, open_empty: Opener, tmp_path: Path) -> Iterator[GraphStore]:
    """The same graph, as another server has it open."""
    opened = open_empty(tmp_path)
    yield opened
    opened.close()


def what(weighed: Weighed) -> object:
    """All that verdicts hang on."""
    plan, now = weighed.seated, weighed.reckoning
    return plan, weighed.facts, weighed.previous, now.problem, now.pairs, now.teams, now.cost, now.lacks, now.walks


def in_order(store: GraphStore, hand: AtHand, plan: Plan) -> None:
    """What is at hand is what one reads anew, and what the store says of the plan's worth."""
    fresh = AtHand().look(store).weighed(plan.id)
    assert what(hand.look(store).weighed(plan.id)) == what(fresh)


def said(store: GraphStore, hand: AtHand, plan: Plan) -> None:
    """The store says of the plan what it is worth; for a plan that was edited after the last change of facts."""
    now, there = hand.look(store).weighed(plan.id).reckoning, stored(store, plan)
    metres = list(chain.from_iterable(now.walks.values()))
    assert there.costs() == now.cost.parts()
    assert (there.metres, there.longest, there.assigned) == (sum(metres), max(metres, default=0), len(metres))
    lacking = [(shift, fall.kind, fall.tag, fall.missing) for fall, shift in known_shortfalls(store, plan)]
    assert sorted(lacking) == sorted((shift, KINDS[kind], tag or "", n) for shift, kind, tag, n in now.lacks)


def tied(tx: Transaction) -> None:
    tx.upsert_edges("TOGETHER", Volunteer, Volunteer, [Edge("甲", "丙")])


def busy(tx: Transaction) -> None:
    tx.update(Volunteer, "甲", {"free_hours": []})


def full(tx: Transaction) -> None:
    tx.update(Shift, EAST_RUSH, {"max": 1})


def far(tx: Transaction) -> None:
    tx.update(District, "town", {"limit_metres": 200})


def without_minors_in_town(tx: Transaction) -> None:
    tx.update(Volunteer, "甲", {"minor": True})


@pytest.mark.parametrize(
    ("happens", "rule"),
    [(tied, "together"), (busy, "free"), (full, "max"), (far, "walk_limit"), (without_minors_in_town, "minor")],
)
def test_what_another_server_has_changed_is_seen_by_the_next_edit(
    lantern_street: GraphStore,
    plan: Plan,
    hand: AtHand,
    another: GraphStore,
    happens: Callable[[Transaction], None],
    rule: str,
) -> None:
    seat = seat_of(lantern_street, plan, "甲").assignment.id
    move_assignment(lantern_street, seat, EAST_RUSH, hand=hand)
    undo_edit(lantern_street, plan.id, hand=hand)
    with another.tx() as tx:
        happens(tx)
    with pytest.raises(RuleBroken) as refusal:
        move_assignment(lantern_street, seat, EAST_RUSH, hand=hand)
    assert rule in [fault.field for fault in refusal.value.faults]


def test_an_edge_that_another_process_removes_is_seen_by_the_next_edit(
    lantern_street: GraphStore, plan: Plan, hand: AtHand, open_empty: Opener, tmp_path: Path
) -> None:
    """丁, a minor, may serve beside 甲 alone; then the edge that says so goes, and any adult will do."""
    with lantern_street.tx() as tx:
        tx.update(Volunteer, "丁", {"free_hours": list(EARLY)})
        tx.update(Category, "traffic", {"minors": True})
        tx.upsert_edges("ESCORTS", Volunteer, Volunteer, [Edge("甲", "丁")])
    with pytest.raises(RuleBroken) as refusal:
        add_assignment(lantern_street, plan.id, EAST_RUSH, "丁", hand=hand)
    assert [fault.field for fault in refusal.value.faults] == ["minor"]
    text = (
        "import sys\nfrom engine.model import Volunteer\nfrom engine.store import open_store\n"
        "with open_store(sys.argv[1]).tx() as tx:\n    tx.delete_edges('ESCORTS', Volunteer, Volunteer)\n"
    )
    subprocess.run([sys.executable, "-c", text, open_empty.address(tmp_path)], cwd=ROOT, check=True)
    assert add_assignment(lantern_street, plan.id, EAST_RUSH, "丁", hand=hand).assignment is not None


def test_a_plan_that_another_server_has_edited_is_edited_as_it_is_now(
    lantern_street: GraphStore, plan: Plan, hand: AtHand, another: GraphStore
) -> None:
    with lantern_street.tx() as tx:
        tx.update(Shift, EAST_RUSH, {"max": 2})
    hand.look(lantern_street).weighed(plan.id)
    add_assignment(another, plan.id, EAST_RUSH, "丙")
    with pytest.raises(RuleBroken) as refusal:
        move_assignment(lantern_street, seat_of(lantern_street, plan, "甲").assignment.id, EAST_RUSH, hand=hand)
    assert [fault.field for fault in refusal.value.faults] == ["max"]


def test_where_people_have_served_is_read_again_when_somebody_declines(lantern_street: GraphStore) -> None:
    """甲 was offered the west last week, so he knows the place; he declines, and it counts no longer."""
    last = publish_plan(lantern_street, generate_plan(lantern_street, "2026-W47", "old-town").id)
    plan, hand = generate_plan(lantern_street, WEEK, "old-town"), AtHand()
    assert hand.look(lantern_street).weighed(plan.id).facts.served == {"甲": ("half-west",), "乙": ("half-east",)}
    respond(lantern_street, seat_of(lantern_street, last, "甲").assignment.id, Answer.DECLINE)
    assert hand.look(lantern_street).weighed(plan.id).facts.served == {"乙": ("half-east",)}
    in_order(lantern_street, hand, plan)


def test_nothing_is_read_again_after_an_edit_of_ones_own(lantern_street: GraphStore, plan: Plan, hand: AtHand) -> None:
    facts = hand.look(lantern_street).weighed(plan.id).facts
    seat = seat_of(lantern_street, plan, "甲").assignment.id
    for work in (
        lambda: move_assignment(lantern_street, seat, EAST_RUSH, hand=hand),
        lambda: undo_edit(lantern_street, plan.id, hand=hand),
        lambda: pin_assignment(lantern_street, seat, True, hand=hand),
        lambda: remove_assignment(lantern_street, seat, hand=hand),
        lambda: add_assignment(lantern_street, plan.id, WEST_RUSH, "甲", hand=hand),
    ):
        work()
        counted = Counted(lantern_street)
        weighed = hand.look(counted).weighed(plan.id)
        assert counted.asked == 0
        assert weighed.facts is facts
        assert weighed.seated == read_plan(lantern_street, plan.id)


class Counted(Counting):
    """Marks are no questions."""

    within: GraphStore

    def moments(self) -> dict[str, str]:
        return self.within.moments()


def test_a_refused_edit_leaves_at_hand_what_there_was(lantern_street: GraphStore, plan: Plan, hand: AtHand) -> None:
    change(lantern_street, "丙", free_hours=())
    with pytest.raises(RuleBroken):
        add_assignment(lantern_street, plan.id, EAST_RUSH, "丙", hand=hand)
    in_order(lantern_street, hand, plan)


def test_an_opened_plan_is_that_of_now_also_after_the_change_of_an_edge(
    lantern_street: GraphStore, plan: Plan, another: GraphStore
) -> None:
    explanations = Explanations()
    opened = explanations.open(lantern_street, plan.id)
    assert explanations.open(lantern_street, plan.id) is opened
    with another.tx() as tx:
        tx.delete_edges("CLAIMS", Volunteer, Segment)
    again = explanations.open(lantern_street, plan.id)
    assert again.solution.plan.cost.inconvenience == opened.solution.plan.cost.inconvenience + 800


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_edited_and_changed_in_turn_the_plan_at_hand_is_the_plan_as_it_is(
    lantern_street: GraphStore, plan: Plan, hand: AtHand, seed: int
) -> None:
    rng, store, edited = random.Random(seed), lantern_street, 0
    base = plan
    plan = generate_plan(store, WEEK, "old-town", base=base.id)  # changes against the first version cost
    for _ in range(40):
        do = rng.choice([*EDITS, *EDITS, *EDITS, *CHANGES])
        by_hand = do in EDITS
        theirs = rng.choice([hand, hand, AtHand()])
        try:
            do(rng, store, rng.choice([plan, plan, plan, base]), theirs)
        except JiujinError:
            by_hand = False
        in_order(store, hand, plan)
        in_order(store, hand, base)
        edited += by_hand
    assert edited > 5


def _seat(rng: random.Random, store: GraphStore, plan: Plan) -> str:
    return rng.choice(read_plan(store, plan.id).seats).assignment.id


def _move(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    move_assignment(store, _seat(rng, store, plan), rng.choice([WEST_RUSH, EAST_RUSH]), hand=hand)
    said(store, hand, plan)


def _remove(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    remove_assignment(store, _seat(rng, store, plan), hand=hand)
    said(store, hand, plan)


def _add(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    add_assignment(store, plan.id, rng.choice([WEST_RUSH, EAST_RUSH]), rng.choice("甲乙丙丁"), hand=hand)
    said(store, hand, plan)


def _pin(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    pin_assignment(store, _seat(rng, store, plan), rng.random() < 0.5, hand=hand)


def _undo(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    undo_edit(store, plan.id, hand=hand)


def _person(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    change(store, rng.choice("甲乙丙丁"), free_hours=rng.choice([EARLY, (), (0, 3000)]), load=rng.randrange(9))


def _edge(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    edge, source, target, a, b = rng.choice(
        [
            ("TOGETHER", Volunteer, Volunteer, "乙", "丙"),
            ("ESCORTS", Volunteer, Volunteer, "甲", "丁"),
            ("CLAIMS", Volunteer, Segment, "甲", "half-east"),
            ("CLAIMS", Organization, Segment, "branch", "half-east"),
            ("WORKS_NEAR", Volunteer, Junction, "丙", "middle"),
        ]
    )
    with store.tx() as tx:
        if rng.random() < 0.5:
            tx.upsert_edges(edge, source, target, [Edge(a, b)])
        else:
            tx.delete_edges(edge, source, target, eq("id", a), eq("id", b))


def _shift(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    with store.tx() as tx:
        tx.update(Shift, rng.choice([WEST_RUSH, EAST_RUSH]), {"min": 1, "desired": 2, "max": rng.randrange(2, 4)})


def _team(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    with store.tx() as tx:
        tx.upsert_nodes([Team(id="t", name="灯笼队")])
        tx.upsert_edges("IN_TEAM", Volunteer, Team, [Edge(rng.choice("甲乙丙"), "t")])


def _behind(rng: random.Random, store: GraphStore, plan: Plan, hand: AtHand) -> None:
    """A seat is changed without the plan's knowing."""
    with store.tx() as tx:
        tx.update(Assignment, _seat(rng, store, plan), {"pinned": rng.random() < 0.5})


EDITS = (_move, _remove, _add, _pin, _undo)
CHANGES = (_person, _edge, _shift, _team, _behind)

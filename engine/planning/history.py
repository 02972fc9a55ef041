"""What was done to a plan version by hand: who, when, what, and what was before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from engine.calendar import span
from engine.model import (
    CONSOLE_ACCOUNT,
    Account,
    Assignment,
    EditKind,
    HandEdit,
    Plan,
    Segment,
    Shift,
    Station,
    Volunteer,
)
from engine.planning.record import now
from engine.planning.seats import Seat
from engine.store import Edge, Match, Transaction, eq, is_in
from engine.store.port import Reader

CONSOLE_NAME = "命令行"
GONE = "已取消的班次"
UNDOABLE = (EditKind.PIN, EditKind.UNPIN, EditKind.MOVE, EditKind.REMOVE, EditKind.ADD)

SENTENCES = {
    EditKind.PIN: "锁定 {shift} 的一人",
    EditKind.UNPIN: "解除 {shift} 一人的锁定",
    EditKind.MOVE: "把一人从 {other} 调到 {shift}",
    EditKind.REMOVE: "撤下 {shift} 的一人",
    EditKind.ADD: "给 {shift} 加一人",
    EditKind.ACCEPT: "{shift} 的一人已接受",
    EditKind.DECLINE: "{shift} 的一人已谢绝",
}


@dataclass(frozen=True, slots=True)
class Before:
    """An assignment as it was before an edit."""

    assignment: Assignment
    next: str = ""

    @classmethod
    def of(cls, assignment: Assignment, next: str = "") -> Self:
        """Who would have been the next best is known where the edit changes it."""
        return cls(assignment, next)

    def props(self) -> dict[str, Any]:
        """What the edit keeps of it."""
        was = self.assignment
        return {
            "old_status": was.status,
            "old_pinned": was.pinned,
            "old_metres": was.metres,
            "old_walk_from": was.walk_from,
            "old_reason": was.reason,
            "old_alternative": was.alternative,
            "old_next": self.next,
            "old_answered_at": was.answered_at,
            "old_answer_note": was.answer_note,
        }


def record_edit(
    tx: Transaction,
    plan: Plan,
    kind: EditKind,
    by: str,
    seat: Seat,
    *,
    before: Before | None,
    shift: str = "",
    other_shift: str = "",
    undoes: EditKind | None = None,
    rank: int = 0,
) -> HandEdit:
    """The edit is the newest of its plan, of which the version goes up; ``by`` is an account, ``rank`` says how many
    edits of the same act came before it."""
    number = plan.edit_count + 1 + rank
    edit = HandEdit(
        id=f"edit:{plan.id}:{number}",
        number=number,
        act=plan.edit_count + 1,
        kind=kind,
        at=now(),
        account=by,
        undoes=undoes,
        assignment=seat.assignment.id,
        volunteer=seat.volunteer,
        shift=shift or seat.shift,
        other_shift=other_shift,
        **(before.props() if before else {}),
    )
    tx.create_node(edit)
    tx.upsert_edges("IN_PLAN", HandEdit, Plan, [Edge(edit.id, plan.id)])
    origin = {} if kind in (EditKind.ACCEPT, EditKind.DECLINE) else {"origin": "edited"}
    tx.update(Plan, plan.id, {"edit_count": edit.number, **origin})
    return edit


def next_best_of(reader: Reader, assignment_id: str) -> str:
    """The id of who would come instead, or nothing."""
    rows = reader.query(
        Match("a", Assignment).where(eq("a.id", assignment_id)).hop("NEXT_BEST", "n", Volunteer).select("n.id")
    )
    return str(rows[0]["n.id"]) if rows else ""


def newest_to_undo(reader: Reader, plan_id: str) -> list[HandEdit]:
    """The newest act of the plan that nobody took back yet: its edits, the last first; none when there is none."""
    question = (
        Match("e", HandEdit)
        .where(eq("e.undone", False), is_in("e.kind", [kind.value for kind in UNDOABLE]))
        .hop("IN_PLAN", "p", Plan, eq("p.id", plan_id))
        .order("-e.number", "e.id")
        .select("e")
    )
    rows = reader.query(question.limit(1))
    if not rows:
        return []
    newest = HandEdit.from_props(rows[0]["e"])
    if not newest.act:
        return [newest]
    return [HandEdit.from_props(row["e"]) for row in reader.query(question.where(eq("e.act", newest.act)))]


@dataclass(frozen=True, slots=True)
class ToldEdit:
    """An edit as people read it."""

    edit: HandEdit
    by: str
    sentence: str
    """What was done, without a name."""


def edits_of(reader: Reader, accounts: Reader, plan_ids: Iterable[str], most: int) -> dict[str, list[ToldEdit]]:
    """Of each plan the newest edits, at most so many; ``accounts`` knows who bears which name."""
    ids = list(plan_ids)
    question = Match("e", HandEdit).hop("IN_PLAN", "p", Plan, is_in("p.id", ids)).order("-e.number", "e.id")
    rows = reader.query((question.limit(most) if len(ids) == 1 else question).select("e", "p.id"))
    found: defaultdict[str, list[HandEdit]] = defaultdict(list)
    for row in rows:
        if len(found[row["p.id"]]) < most:
            found[row["p.id"]].append(HandEdit.from_props(row["e"]))
    edits = [edit for some in found.values() for edit in some]
    names, places = _names(accounts, edits), _places(reader, edits)
    return {id: [ToldEdit(e, names.get(e.account, ""), _sentence(e, places)) for e in found[id]] for id in ids}


def _names(accounts: Reader, edits: Iterable[HandEdit]) -> dict[str, str]:
    ids = {edit.account for edit in edits} - {CONSOLE_ACCOUNT}
    rows = accounts.query(Match("a", Account).where(is_in("a.id", ids)).select("a.id", "a.name")) if ids else []
    return {CONSOLE_ACCOUNT: CONSOLE_NAME, **{row["a.id"]: row["a.name"] for row in rows}}


def _places(reader: Reader, edits: Iterable[HandEdit]) -> dict[str, str]:
    """Shift → its place and time."""
    ids = {shift for edit in edits for shift in (edit.shift, edit.other_shift) if shift}
    found = {}
    for kind in (Segment, Station) if ids else ():
        question = Match("s", Shift).where(is_in("s.id", ids)).hop("AT", "p", kind)
        for row in reader.query(question.select("s.id", "s.start", "s.end", "p.name")):
            found[row["s.id"]] = f"{row['p.name']} {span(row['s.start'], row['s.end'])}"
    return found


def _sentence(edit: HandEdit, places: dict[str, str]) -> str:
    kind = edit.undoes or edit.kind
    names = {"shift": places.get(edit.shift, GONE), "other": places.get(edit.other_shift, GONE)}
    told = SENTENCES[kind].format(**names)
    return f"撤销：{told}" if edit.kind is EditKind.UNDO else told

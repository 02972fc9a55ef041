"""How much of what plans ask for is filled, for many versions at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.model import Assignment, Plan, Shortfall, ShortfallKind, Team
from engine.planning.seats import NOT_SERVING
from engine.store import Match, Not, is_in
from engine.store.port import Reader
from engine.store.question import Aggregate


def covers(reader: Reader, plan_ids: Sequence[str]) -> dict[str, float]:
    """Plan's id → the part of the desired seats that is filled, as ``PlanView.cover`` reckons it; three questions.

    A team that came fills the seats of its members; a team shift without a team counts as one empty seat.
    """
    plans = Match("p", Plan).where(is_in("p.id", plan_ids))
    seats = {row["p.id"]: int(row["p.seats"]) for row in reader.query(plans.select("p.id", "p.seats"))}
    in_teams = (
        plans.hop("IN_PLAN", "a", Assignment, reverse=True)
        .where(Not(is_in("a.status", [status.value for status in NOT_SERVING])))
        .exists("a", "WITH_TEAM", Team)
        .select("p.id")
        .count("people", "a.id")
    )
    teams: Counter[str] = Counter({row["p.id"]: int(row["people"]) for row in reader.query(in_teams)})
    lacking = (
        plans.hop("IN_PLAN", "f", Shortfall, reverse=True)
        .select("p.id", "f.kind")
        .aggregate(Aggregate("missing", "sum", "f.missing"))
    )
    missing = Counter({(row["p.id"], row["f.kind"]): int(row["missing"]) for row in reader.query(lacking)})
    return {id: _cover(id, seats[id], teams[id], missing) for id in seats}


def _cover(id: str, seats: int, in_teams: int, missing: Counter[tuple[str, str]]) -> float:
    empty = missing[id, ShortfallKind.MINIMUM.value] + missing[id, ShortfallKind.DESIRED.value]
    wanted = seats + in_teams + missing[id, ShortfallKind.TEAM.value]
    return (seats - empty + in_teams) / wanted if wanted else 1.0

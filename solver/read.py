"""The files `jiujin.problem/1` and `jiujin.plan/1`: read with every fault named at once, and written.

Faults of form (types, unknown or missing keys) are told together; faults of meaning (unknown ids, ranges) together once
the form is right.
"""

from pathlib import Path
from typing import Any

from solver.faults import Fault, ProblemError
from solver.garbage import no_collection
from solver.plan import Cost, Kind, PinLeftOut, Plan, Shortfall, Status, Why
from solver.problem import (
    MinorRules,
    Need,
    Network,
    Preference,
    Presence,
    Problem,
    Rules,
    Share,
    Shift,
    Team,
    TeamShift,
    Volunteer,
    Walk,
    Weights,
)
from solver.shapes import Parser, expect, integer, items, load_json, optional, record, row, rows, text, texts
from solver.write import PLAN_FORMAT, PROBLEM_FORMAT, plan_to_json, problem_to_json

__all__ = ["plan_to_json", "problem_to_json", "read_plan", "read_problem"]


def read_problem(source: str | Path | bytes) -> Problem:
    """The problem in a file, or in bytes. Raises OSError, or ProblemError with every fault."""
    with no_collection():
        found: Problem = _read(source, PROBLEM_FORMAT, _PROBLEM)
    return found


def read_plan(source: str | Path | bytes) -> Plan:
    """The plan in a file, or in bytes; whether it is right is for `check` to say. Raises OSError or ProblemError."""
    found: Plan = _read(source, PLAN_FORMAT, _PLAN)
    return found


def _read(source: str | Path | bytes, file_format: str, parse: Parser) -> Any:
    value, faults = load_json(source), list[Fault]()
    if not isinstance(value, dict) or value.get("format") != file_format:
        raise ProblemError([Fault("format", f"应为 {file_format} 格式的文件")])
    found = parse(value, "", faults)
    if faults:
        raise ProblemError(faults)
    return found


def _coordinates(value: Any, path: str, faults: list[Fault]) -> tuple[float, float]:
    try:
        if type(value) is list and len(value) == 2 and not {bool, str} & {type(value[0]), type(value[1])}:
            return float(value[0]), float(value[1])
    except (TypeError, OverflowError):
        pass
    faults.append(Fault(path, "应为 [经度, 纬度]"))
    return 0.0, 0.0


def _nodes(value: Any, path: str, faults: list[Fault]) -> tuple[tuple[float, float], ...]:
    plain = [float, float]
    if type(value) is list and all(type(item) is list and list(map(type, item)) == plain for item in value):
        return tuple(map(tuple, value))  # hundreds of thousands, as a rule without a fault
    found: tuple[tuple[float, float], ...] = items(_coordinates)(value, path, faults)
    return found


def _presences(value: Any, path: str, faults: list[Fault]) -> tuple[Presence, ...]:
    return tuple(Presence(*at) for at in _AT(value, path, faults))


def _escorts(value: Any, path: str, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    if type(value) is not dict:
        expect("对象", value, path, faults)
        return {}
    return {minor: texts(adults, f"{path}.{minor}", faults) for minor, adults in value.items()}


def _one_of(what: type[Status] | type[Kind]) -> Parser:
    names = [str(one) for one in what]

    def read(value: Any, path: str, faults: list[Fault]) -> Status | Kind | None:
        if isinstance(value, str) and value in names:
            return what(value)
        faults.append(Fault(path, f"应为 {'、'.join(names)} 之一"))
        return None

    return read


_AT = rows("[起, 止, 路口]（整数）", int, int, int)
_PAIRS = rows("[志愿者, 班次]（两段文字）", str, str)

_NETWORK = record(
    Network,
    {"nodes": _nodes, "edges": rows("[路口, 路口, 米]（整数）", int, int, int)},
    required=("nodes", "edges"),
)
_WALK = record(Walk, {"metres_per_minute": integer, "limit_metres": integer})
_MINORS = record(MinorRules, {"quiet": row("[起, 止]（整数）", int, int), "no_categories": texts})
_RULES = record(Rules, {"rest": integer, "gap": integer, "minors": _MINORS})
_PREFERENCE = record(
    Preference,
    {"cost": integer, "place": optional(text), "category": optional(text), "weekday": optional(integer)},
    required=("cost",),
)
_VOLUNTEER = record(
    Volunteer,
    {
        "id": text,
        "tags": texts,
        "home": integer,
        "at": _presences,
        "free": rows("[起, 止]（整数）", int, int),
        "max_week": integer,
        "max_day": integer,
        "max_minutes": optional(integer),
        "load": integer,
        "prefers": items(_PREFERENCE),
        "claims": texts,
        "organization_claims": texts,
        "served": texts,
    },
    required=("id", "home"),
)
_NEED = record(Need, {"tag": text, "count": integer}, required=("tag", "count"))
_SHIFT = record(
    Shift,
    {
        "id": text,
        "place": text,
        "node": integer,
        "category": text,
        "start": integer,
        "end": integer,
        "min": integer,
        "desired": integer,
        "max": integer,
        "priority": integer,
        "all_have": texts,
        "none_have": texts,
        "some_have": items(_NEED),
    },
    required=("id", "place", "node", "category", "start", "end", "min", "desired", "max"),
)
_TEAM = record(Team, {"id": text, "members": texts}, required=("id", "members"))
_TEAM_SHIFT = record(
    TeamShift,
    {
        "id": text,
        "place": text,
        "node": integer,
        "start": integer,
        "end": integer,
        "priority": integer,
        "teams": texts,
    },
    required=("id", "place", "node", "start", "end"),
)
_SHARE = record(Share, {"tag": text, "part": integer, "tolerance": integer}, required=("tag", "part"))
_WEIGHTS = record(
    Weights,
    dict.fromkeys(
        ("claim", "organization_claim", "served", "taken_off", "put_on", "over_desired", "share"),
        integer,
    ),
)
_PROBLEM = record(
    Problem,
    {
        "week": text,
        "network": _NETWORK,
        "walk": _WALK,
        "rules": _RULES,
        "volunteers": items(_VOLUNTEER),
        "shifts": items(_SHIFT),
        "together": rows("[志愿者, 志愿者]（两段文字）", str, str),
        "escorts": _escorts,
        "teams": items(_TEAM),
        "team_shifts": items(_TEAM_SHIFT),
        "pins": _PAIRS,
        "bans": _PAIRS,
        "previous": optional(_PAIRS),
        "shares": items(_SHARE),
        "weights": _WEIGHTS,
    },
    required=("week", "network"),
    ignored=("format",),
)

_PARTS = ("below_minimum", "needs_unmet", "below_desired", "inconvenience")
_COST = record(Cost, dict.fromkeys(_PARTS, integer), required=_PARTS)
_LEFT_OUT = record(
    PinLeftOut,
    {"volunteer": text, "shift": text, "reason": text},
    required=("volunteer", "shift", "reason"),
)
_WHY = record(Why, {"reason": text, "people": integer}, required=("reason", "people"))
_SHORTFALL = record(
    Shortfall,
    {"shift": text, "kind": _one_of(Kind), "missing": integer, "tag": optional(text), "why": items(_WHY)},
    required=("shift", "kind", "missing"),
)
_PLAN = record(
    Plan,
    {
        "week": text,
        "status": _one_of(Status),
        "assignments": _PAIRS,
        "teams": rows("[队伍, 集体班次]（两段文字）", str, str),
        "cost": _COST,
        "bound": _COST,
        "pins_left_out": items(_LEFT_OUT),
        "shortfalls": items(_SHORTFALL),
    },
    required=("week", "status", "assignments", "teams", "cost", "bound"),
    ignored=("format",),
)

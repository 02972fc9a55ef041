"""Problems and plans as JSON text: every key of the top level on a line of its own."""

import json
from dataclasses import fields

from solver.plan import Plan
from solver.problem import Presence, Problem

PROBLEM_FORMAT = "jiujin.problem/1"
PLAN_FORMAT = "jiujin.plan/1"


def problem_to_json(problem: Problem) -> str:
    """The problem as a `jiujin.problem/1` file."""
    return _file(PROBLEM_FORMAT, problem)


def plan_to_json(plan: Plan) -> str:
    """The plan as a `jiujin.plan/1` file."""
    return _file(PLAN_FORMAT, plan)


def _file(file_format: str, content: Problem | Plan) -> str:
    keys = {"format": file_format} | {item.name: getattr(content, item.name) for item in fields(content)}
    lines = (f"{_text(key)}: {_text(value)}" for key, value in keys.items())
    return "{" + ",\n ".join(lines) + "}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """What the JSON of one of our dataclasses holds; what is None is left out."""
    if isinstance(value, Presence):
        return value.start, value.end, value.node
    known = {item.name: getattr(value, item.name) for item in fields(value)}  # type: ignore[arg-type]
    return {name: one for name, one in known.items() if one is not None}

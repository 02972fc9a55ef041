"""``./jiujin bench explain``: how long each explanation of a plan takes, medians over random questions."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from engine.reports.explained import problem_of, solution_of
from solver.explain import bottleneck, stand_ins, what_would_help, why_empty, why_here
from solver.plan import Kind, Plan
from solver.problem import Problem
from solver.solve import Solution, solve_with_reasons
from solver.warm import warm_up

Question = Callable[[], object]


def main(console: Console, source: Path, plan_file: Path | None, *, questions: int, seconds: float, seed: int) -> None:
    """Prints a Markdown table: the tables made once, then each kind of question."""
    problem = problem_of(source)
    warm_up()
    solution = solve_with_reasons(problem, seconds=seconds) if plan_file is None else solution_of(problem, plan_file)
    people, shifts = len(problem.volunteers), len(problem.shifts)
    candidates = len(solution.instance.candidate_unit)
    console.print(f"{people:,} people, {shifts:,} shifts, {candidates:,} candidates")
    console.print("| question | median ms | longest ms |\n|---|---|---|")
    for name, once in first_questions(problem, solution):
        console.print(f"| once: {name} | {_milliseconds(once):.0f} | |")
    chance = random.Random(seed)
    for name, ask in kinds(problem, solution, chance).items():
        times = [_milliseconds(ask) for _ in range(questions)]
        console.print(f"| {name} | {statistics.median(times):.1f} | {max(times):.1f} |")


def first_questions(problem: Problem, solution: Solution) -> list[tuple[str, Question]]:
    """What makes the tables that all later questions read."""
    short = [fall.shift for fall in solution.plan.shortfalls if fall.kind is not Kind.TEAM]
    first = problem.shifts[0].id
    return [
        ("who could come where", lambda: (why_empty(solution, first), stand_ins(solution, first))),
        ("what would help", lambda: what_would_help(solution)),
        ("the whole problem's bottleneck", lambda: bottleneck(solution, short[0] if short else first)),
    ]


def kinds(problem: Problem, solution: Solution, chance: random.Random) -> dict[str, Question]:
    """Each kind of question, about something else at each call; of empty seats where there are any."""
    plan: Plan = solution.plan
    short = [fall for fall in plan.shortfalls if fall.kind is not Kind.TEAM]
    shifts = [shift.id for shift in problem.shifts]
    falls = [(fall.shift, fall.tag) for fall in short] or [(shift, None) for shift in shifts]
    return {
        "why here": lambda: why_here(solution, *chance.choice(plan.assignments)),
        "why empty": lambda: why_empty(solution, *chance.choice(falls)),
        "stand-ins": lambda: stand_ins(solution, chance.choice(shifts)),
        "what would help": lambda: what_would_help(solution),
        "bottleneck": lambda: bottleneck(solution, chance.choice(falls)[0]),
    }


def _milliseconds(ask: Question) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000

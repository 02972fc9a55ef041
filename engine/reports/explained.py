"""Explanations of a plan in a file, as lines of text; files know no names, so ids stand for people and places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from engine.errors import InvalidInput, NotFound, UnreadableFile
from solver.explain import bottleneck, stand_ins, what_would_help, why_empty, why_here
from solver.explain.from_plan import UnsoundPlanError, solution_from_plan
from solver.explain.sentences import (
    NO_BOTTLENECK,
    bottleneck_sentence,
    empty_sentences,
    group_sentence,
    here_sentences,
    single_sentence,
    stand_in_sentence,
)
from solver.problem import Problem, ProblemError
from solver.read import read_plan, read_problem
from solver.solve import Solution

MOST_GROUPS = 5
BY_TERMS = {"line": "按条线", "place": "按地点", "hour": "按时段", "skill": "按技能"}


def explained(
    problem: Path,
    plan: Path,
    *,
    seat: str = "",
    tag: str = "",
    person: str = "",
    shift: str = "",
    help_most: bool = False,
    short: str = "",
    stand_in: str = "",
) -> Iterator[str]:
    """The answer to the one question that is asked; of a seat without a tag, for whatever the shift lacks.

    Raises ``InvalidInput`` (none asked, or more than one; a plan that is not sound), ``UnreadableFile``, ``NotFound``.
    """
    asked = [bool(seat), bool(shift), help_most, bool(short), bool(stand_in)]
    if sum(asked) != 1 or (shift and not person) or (person and not (shift or stand_in)) or (tag and not seat):
        raise InvalidInput(
            "一次只问一样：--seat 班次（可加 --tag 技能）、--person 人 --shift 班次、--help-most、--bottleneck 班次、"
            "--stand-ins 班次（可加 --person 缺席的人）"
        )
    solution = solution_of(problem_of(problem), plan)
    _known(solution.instance.problem, seat or short or stand_in)
    if seat:
        lacking = dict.fromkeys(fall.tag for fall in solution.plan.shortfalls if fall.shift == seat)
        for asked_tag in [tag] if tag else lacking or [None]:
            yield from empty_sentences(why_empty(solution, seat, asked_tag))
    elif shift:
        yield from _here(solution, person, shift)
    elif help_most:
        yield from _help(solution)
    elif short:
        found = bottleneck(solution, short)
        yield NO_BOTTLENECK if found is None else bottleneck_sentence(found)
        if found is not None:
            yield f"班次：{'、'.join(found.shifts)}"
            yield f"能来的人：{'、'.join(found.people) or '无'}"
    else:
        yield from _stand_ins(solution, stand_in, person)


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with a file or a plan becomes an error that the entry points know."""
    try:
        yield
    except OSError as error:
        raise UnreadableFile(f"文件无法读取：{error.filename}") from error
    except (ProblemError, UnsoundPlanError) as error:
        raise InvalidInput(str(error)) from error


def problem_of(file: Path) -> Problem:
    """The problem in the file. Raises ``InvalidInput``, ``UnreadableFile``."""
    with _told():
        return read_problem(file)


def solution_of(problem: Problem, plan: Path) -> Solution:
    """The plan in the file, accepted by the check. Raises ``InvalidInput``, ``UnreadableFile``."""
    with _told():
        return solution_from_plan(problem, read_plan(plan))


def _known(problem: Problem, shift: str) -> None:
    if shift and all(other.id != shift for other in problem.shifts):
        raise NotFound(f"问题里没有编号为 {shift} 的班次")


def _stand_ins(solution: Solution, shift: str, absent: str) -> Iterator[str]:
    try:
        found = stand_ins(solution, shift, absent=absent or None)
    except KeyError as error:
        raise NotFound(f"计划里 {absent} 不在班次 {shift}") from error
    yield from (stand_in_sentence(other) for other in found) if found else ["没有人能替"]


def _here(solution: Solution, person: str, shift: str) -> Iterator[str]:
    try:
        yield from here_sentences(why_here(solution, person, shift))
    except KeyError as error:
        raise NotFound(f"计划里 {person} 不在班次 {shift}") from error


def _help(solution: Solution) -> Iterator[str]:
    """The first groups of each sort, each with its best seats."""
    for by, groups in groupby(what_would_help(solution), key=lambda group: group.by):
        yield f"{BY_TERMS[by]}："
        for group in list(groups)[:MOST_GROUPS]:
            yield f"  {group_sentence(group)}"
            yield from (f"    · {single_sentence(single)}" for single in group.best)

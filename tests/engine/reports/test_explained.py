"""Explanations of files: one question at a time, answered in lines; what is wrong is told before any answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from engine.errors import InvalidInput, NotFound, UnreadableFile
from engine.reports.explained import explained
from solver.read import plan_to_json, problem_to_json
from solver.solve import solve
from tests.solver.town import town

PROBLEM, PLAN = Path("problem.json"), Path("plan.json")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town of twelve people and its plan, which lacks much."""
    folder = tmp_path_factory.mktemp("files")
    problem = town(people=12, places=4, seed=1)
    (folder / PROBLEM).write_text(problem_to_json(problem), encoding="utf-8")
    (folder / PLAN).write_text(plan_to_json(solve(problem)), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def in_folder(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(files)


@pytest.fixture
def short() -> str:
    """A shift that lacks people."""
    from solver.read import read_plan

    return read_plan(PLAN).shortfalls[0].shift


def test_an_empty_seat_is_explained_line_by_line(short: str) -> None:
    first, *steps = explained(PROBLEM, PLAN, seat=short)
    assert first.startswith(f"{short}：尚未到岗的")
    assert any(line.startswith("不在空闲时间内") for line in steps)
    assert any("名候选人" in line for line in steps)


def test_a_seat_tells_its_parts_and_what_would_be_next_best() -> None:
    from solver.read import read_plan

    person, shift = read_plan(PLAN).assignments[0]
    first, *_ = explained(PROBLEM, PLAN, person=person, shift=shift)
    assert first.startswith(f"{person} 在 {shift}：距")


def test_help_stand_ins_and_a_bottleneck_are_told(short: str) -> None:
    assert next(iter(explained(PROBLEM, PLAN, help_most=True))) == "按条线："
    assert all("步行" in line or line == "没有人能替" for line in explained(PROBLEM, PLAN, stand_in=short))
    assert "人次" in next(iter(explained(PROBLEM, PLAN, short=short)))


@pytest.mark.parametrize(
    "asked", [{}, {"seat": "s", "short": "s"}, {"person": "v0"}, {"tag": "leader", "help_most": True}]
)
def test_one_question_at_a_time(asked: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="一次只问一样"):
        list(explained(PROBLEM, PLAN, **asked))  # type: ignore[arg-type]


def test_a_stand_in_can_be_asked_for_someone_who_is_absent() -> None:
    from solver.read import read_plan

    person, shift = read_plan(PLAN).assignments[0]
    ranked = list(explained(PROBLEM, PLAN, stand_in=shift, person=person))
    assert ranked
    assert not any(line.startswith(f"{person}：") for line in ranked)


def test_what_is_not_in_the_files_is_not_found(short: str) -> None:
    with pytest.raises(NotFound, match="编号为 nowhere"):
        list(explained(PROBLEM, PLAN, stand_in="nowhere"))
    with pytest.raises(NotFound, match="nobody 不在班次"):
        list(explained(PROBLEM, PLAN, stand_in=short, person="nobody"))
    for person in ("nobody", "v0"):
        with pytest.raises(NotFound, match="不在班次"):
            list(explained(PROBLEM, PLAN, person=person, shift="nowhere"))


def test_a_plan_that_the_check_rejects_is_refused(files: Path, short: str) -> None:
    text = PLAN.read_text(encoding="utf-8").replace('"assignments": [[', '"assignments": [["nobody", "s0_0"], [', 1)
    (files / "wrong.json").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match="没有编号为 nobody 的志愿者"):
        list(explained(PROBLEM, Path("wrong.json"), seat=short))
    with pytest.raises(UnreadableFile):
        list(explained(PROBLEM, Path("missing.json"), seat=short))


@pytest.mark.parametrize("option", ["--seat", "--bottleneck", "--stand-ins"])
def test_the_command_asks_about_a_shift(short: str, option: str) -> None:
    ended = CliRunner().invoke(cli.app, ["explain", str(PROBLEM), str(PLAN), option, short])
    assert ended.exit_code == 0, ended.output
    assert ended.stdout.strip()


def test_the_command_asks_about_a_person_and_about_help() -> None:
    from solver.read import read_plan

    person, shift = read_plan(PLAN).assignments[0]
    for asked in (["--person", person, "--shift", shift], ["--help-most"]):
        ended = CliRunner().invoke(cli.app, ["explain", str(PROBLEM), str(PLAN), *asked])
        assert ended.exit_code == 0, ended.output
        assert ended.stdout.strip()

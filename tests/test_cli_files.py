"""Problem and plan files on the command line: solved, stopped, malformed, and always the same."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from solver.check import check
from solver.read import read_plan
from solver.write import problem_to_json
from tests.solver.town import town

ROOT = Path(__file__).resolve().parents[1]
SOLVE = [sys.executable, str(ROOT / "cli.py"), "solve", "problem.json", "-o", "plan.json"]


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with a problem."""
    monkeypatch.chdir(tmp_path)
    _write(tmp_path, town(people=12, places=4, seed=1, teams=1))
    return tmp_path


def _write(folder: Path, problem: Any) -> None:
    (folder / "problem.json").write_text(problem_to_json(problem), encoding="utf-8")


@pytest.mark.parametrize(("output", "reason"), [("away/plan.json", "没有文件夹"), (".", "这是文件夹")])
def test_a_place_that_cannot_be_written_is_told_before_any_work(in_folder: Path, output: str, reason: str) -> None:
    ended = CliRunner().invoke(cli.app, ["solve", "problem.json", "-o", output])
    assert ended.exit_code == 2
    assert reason in ended.stderr
    assert [item.name for item in in_folder.iterdir()] == ["problem.json"]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_writes_the_best_plan_so_far_with_its_bound(tmp_path: Path, told: signal.Signals) -> None:
    problem = town(people=500, places=120, seed=1)
    _write(tmp_path, problem)
    with subprocess.Popen(SOLVE, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        while not any(tmp_path.glob(".plan.json.*.part")):  # the problem is read, the work begins
            assert running.poll() is None, running.communicate()
            time.sleep(0.02)
        running.send_signal(told)
        _, complaints = running.communicate(timeout=300)
    assert running.returncode == 0, complaints
    plan = read_plan(tmp_path / "plan.json")
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost
    assert not any(tmp_path.glob(".plan*"))


def test_the_plan_is_the_same_byte_for_byte_whichever_process_makes_it(tmp_path: Path) -> None:
    _write(tmp_path, town(people=60, places=18, seed=2, teams=2))
    plans = set()
    for hash_seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        subprocess.run(SOLVE, cwd=tmp_path, env=environment, capture_output=True, timeout=300, check=True)
        plans.add((tmp_path / "plan.json").read_bytes())
    assert len(plans) == 1


STRANGE: list[Any] = [None, True, -1, 1 << 70, 0.5, "", "v0", "无", [], [[]], {}, {"id": "v0"}, [0, 1], float("inf")]


@pytest.mark.parametrize("seed", range(200))
def test_a_malformed_problem_never_crashes_it(in_folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    problem = json.loads((in_folder / "problem.json").read_text(encoding="utf-8"))
    for _ in range(chance.randint(1, 3)):
        _spoil(problem, chance)
    text = json.dumps(problem)
    (in_folder / "problem.json").write_text(text[: chance.choice([None, len(text) // 2])] if seed % 10 == 0 else text)
    ended = CliRunner().invoke(cli.app, ["solve", "problem.json", "-o", "plan.json", "--seconds", "1"])
    assert ended.exit_code in (0, 2), ended.exception
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    assert (in_folder / "plan.json").exists() == (ended.exit_code == 0)


def _spoil(problem: Any, chance: random.Random) -> None:
    """Something in it is changed, lost, doubled or swapped."""
    here = problem
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(here[key], dict | list) and chance.random() < 0.85:
            here = here[key]
            continue
        deed = chance.randrange(4)
        if deed == 0:
            del here[key]
        elif deed == 1 and isinstance(here, list):
            here.append(here[key])
        elif deed == 2:
            here[key] = here[chance.choice(keys)]
        else:
            here[key] = chance.choice(STRANGE)
        return

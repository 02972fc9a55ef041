"""A run in a process of its own, and the command that prints the table."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.solver.greedy import greedy
from benchmarks.solver.measure import measure, run
from solver.write import problem_to_json
from tests.solver.town import town

ROOT = Path(__file__).resolve().parents[3]
TOWN = town(people=14, places=3, seed=1)


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    file = tmp_path / "town.json"
    file.write_text(problem_to_json(TOWN), encoding="utf-8")
    return file


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), "bench", "solver", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def test_a_peer_is_judged_and_its_memory_told(problem: Path, tmp_path: Path) -> None:
    result = measure("greedy", problem, 5, tmp_path)
    assert result.trouble == ""
    assert result.cost == greedy(TOWN).cost.parts()
    assert result.bound is None
    assert result.megabytes > 10


def test_a_process_that_does_not_end_is_killed() -> None:
    code, _, _, _ = run([sys.executable, "-c", "while True: pass"], limit=0.5)
    assert code < 0


def test_a_peer_that_fails_says_so_in_its_row(tmp_path: Path) -> None:
    assert "Error" in measure("greedy", tmp_path / "nothing.json", 5, tmp_path).trouble


def test_the_command_prints_a_row_for_each_peer_and_writes_the_same_table(problem: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.md"
    ended = bench("--problems", str(problem), "--peers", "ours,greedy", "--seconds", "5", "--markdown", str(table))
    assert ended.returncode == 0, ended.stderr
    written = table.read_text(encoding="utf-8").splitlines()
    assert [line.split(" | ")[1] for line in written[-2:]] == ["jiujin, 2 threads", "nearest first"]
    assert ended.stdout.splitlines() == written


def test_a_generator_makes_each_size_seed_and_demand(tmp_path: Path, problem: Path) -> None:
    script = tmp_path / "make.py"
    script.write_text(f"print(open({str(problem)!r}, encoding='utf-8').read())", encoding="utf-8")
    asked = ("--generator", str(script), "--sizes", "S", "--seeds", "1,2", "--demand", "0.4")
    ended = bench(*asked, "--peers", "greedy")
    assert ended.returncode == 0, ended.stderr
    assert [line.split(" | ")[0] for line in ended.stdout.splitlines()[-2:]] == [
        "| S, seed 1, demand 0.4, 10 s",
        "| S, seed 2, demand 0.4, 10 s",
    ]


@pytest.mark.parametrize("wrong", [("--peers", "nobody"), ("--problems", "nowhere.json")])
def test_what_is_not_known_is_refused_with_exit_code_two(wrong: tuple[str, str]) -> None:
    ended = bench(*wrong)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_what_its_children_hold_counts_as_well() -> None:
    child = "held = b'x' * (150 << 20); import time; time.sleep(2)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); held = b'x' * (150 << 20)"
    beside = f"import subprocess, sys; held = b'x' * (150 << 20); subprocess.run([sys.executable, '-c', {child!r}])"
    assert 150 < run([sys.executable, "-c", parent], limit=60)[3] < 290
    assert run([sys.executable, "-c", beside], limit=60)[3] > 300

"""A ceiling on memory ends the search, not the plan."""

import platform
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from solver.check import check
from solver.memory import MEGABYTE, ceiling, give_back, resident
from solver.read import read_plan
from solver.write import problem_to_json
from tests.solver.town import town

CLI = Path(__file__).parents[2] / "cli.py"


def test_what_a_child_holds_counts_and_is_given_back_with_it() -> None:
    before = resident()
    code = "held = bytearray(200 << 20); held[::4096] = b'x' * len(held[::4096]); print(); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert resident() - before > 190 * MEGABYTE
        child.communicate(b"\n")
    assert resident() - before < 100 * MEGABYTE


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep nothing")
def test_what_is_freed_is_given_back_also_from_below_what_is_still_held() -> None:
    freed = [bytearray(100_000) for _ in range(2000)]
    held = [bytearray(1000) for _ in range(2000)]
    before = resident()
    freed.clear()
    give_back()
    assert before - resident() > 150 * MEGABYTE
    assert held


def test_without_a_number_nothing_is_watched() -> None:
    stop = threading.Event()
    threads = threading.active_count()
    with ceiling(None, stop) as reached:
        assert threading.active_count() == threads
    assert not stop.is_set()
    assert not reached.is_set()


def test_a_ceiling_that_is_far_away_stops_nothing_and_one_that_is_near_does() -> None:
    stop = threading.Event()
    with ceiling(1 << 20, stop) as reached:
        assert not stop.wait(0.3)
    with ceiling(1, stop) as reached:
        assert stop.wait(10)
    assert reached.is_set()


def test_a_solve_near_its_ceiling_writes_the_best_plan_so_far_and_says_why_it_ended(tmp_path: Path) -> None:
    problem = town(people=500, places=120, seed=1)
    (tmp_path / "problem.json").write_text(problem_to_json(problem), encoding="utf-8")
    command = [sys.executable, str(CLI), "solve", "problem.json", "-o", "plan.json", "--memory", "100"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True)
    assert "内存快到 100 MB" in ended.stderr
    plan = read_plan(tmp_path / "plan.json")
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost

"""A town and a city planned by other processes: a pool, and a real Dask scheduler with two workers on loopback.

A worker killed in mid-run costs time, never the plan.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
import solver.solve
from solver.check import check
from solver.cluster import ClusterError, cluster
from solver.plan import Plan
from solver.problem import Problem
from solver.progress import Progress
from solver.read import read_plan
from solver.solve import solve
from solver.write import problem_to_json
from tests.solver.town import town

ROOT = Path(__file__).resolve().parents[2]
WAYS = {"邻域改进": {"WHOLE": 0}, "分片": {"WHOLE": 0, "TOWN": 0}}
"""The stage at which others are given work → what leads there."""

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="NO distributed ON THIS MACHINE: no cluster was tried"
)


@pytest.fixture(params=WAYS)
def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small problems go the way of a town, or of a city; the stage at which its tasks are given out."""
    for name, value in WAYS[request.param].items():
        monkeypatch.setattr(solver.solve, name, value)
    return str(request.param)


@dataclass
class Once:
    """Does something when a stage is entered, and keeps what the solve told."""

    stage: str
    deed: Callable[[], None]
    told: list[Progress] = field(default_factory=list)
    done: bool = False

    def __call__(self, progress: Progress) -> None:
        self.told.append(progress)
        if progress.stage == self.stage and not self.done:
            self.done = True
            self.deed()


def _fair(problem: Problem, plan: Plan, once: Once) -> None:
    """The plan holds, is no worse than the first one, and the deed was done."""
    assert once.done
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost <= once.told[0].cost


# ---- a pool of processes ----


def test_two_processes_give_a_plan_that_holds(stage: str) -> None:
    problem = town(people=60, places=12, seed=1)
    told: list[Progress] = []
    plan = solve(problem, threads=2, on_progress=told.append)
    assert stage in {progress.stage for progress in told}
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost <= told[0].cost


def test_a_pool_whose_process_is_killed_still_gives_the_plan(stage: str) -> None:
    problem = town(people=60, places=12, seed=2)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        pid = pool.submit(os.getpid).result()
        once = Once(stage, lambda: os.kill(pid, signal.SIGKILL))
        _fair(problem, solve(problem, threads=2, executor=pool, on_progress=once), once)


def test_told_to_stop_a_pool_does_not_keep_its_process_from_ending(tmp_path: Path) -> None:
    """A process with a pool ends only when the pool's tasks have; this task would take many minutes."""
    (tmp_path / "endless.py").write_text(
        "import time\n"
        "from solver.models.corner import crew_of\n"
        "from solver.progress import Clock\n"
        "def task(item, clock, seed):\n"
        "    open(item, 'w').close()\n"
        "    while not clock.over():\n"
        "        time.sleep(0.01)\n"
        "if __name__ == '__main__':\n"
        "    import os\n"
        "    with crew_of(2, None) as crew:\n"
        "        stop = Clock(None, lambda: os.path.exists('a') and os.path.exists('b'))\n"
        "        assert list(crew.run(task, ['a', 'b'], stop, 0)) == [None, None]\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "endless.py"], cwd=tmp_path, env=environment, timeout=120, check=True)


# ---- a Dask cluster ----


@dataclass
class Dask:
    """A scheduler and its workers, each a process of its own."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def kill(self, *workers: int) -> None:
        for worker in workers:
            self.workers[worker].kill()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    started: list[subprocess.Popen[bytes]] = []

    def start(tool: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{tool}", "--no-dashboard", *arguments]
        with (tmp_path / f"{tool}{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            )
        started.append(process)
        return process

    # a dashboard's address is bound even without a dashboard
    aside = ("--dashboard-address", "127.0.0.1:0")
    own = (*aside, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(tmp_path))
    try:
        scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], *aside)
        workers = [start("dask_worker", address, *own) for _ in range(2)]
        _wait_for_workers(address, started)
        yield Dask(address, scheduler, workers)
    finally:
        for process in started:
            process.kill()
            process.wait()


def _wait_for_workers(address: str, started: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(600):
        assert all(process.poll() is None for process in started), "a part of the cluster ended"
        try:
            with cluster(address) as (_, workers):
                if workers == 2:
                    return
        except ClusterError:
            pass
        time.sleep(0.1)
    raise AssertionError("the workers did not come")


def _worker_ids(executor: Executor) -> set[int]:
    return {future.result() for future in [executor.submit(os.getpid) for _ in range(20)]}


@needs_dask
def test_a_worker_killed_in_mid_run_costs_no_plan(stage: str, dask: Dask) -> None:
    problem = town(people=60, places=12, seed=3)
    once = Once(stage, lambda: dask.kill(0))
    with cluster(dask.address) as (executor, workers):
        assert workers == 2
        assert _worker_ids(executor) <= {worker.pid for worker in dask.workers}
        plan = solve(problem, threads=workers, executor=executor, on_progress=once)
        assert _worker_ids(executor) == {dask.workers[1].pid}
    _fair(problem, plan, once)


@needs_dask
@pytest.mark.parametrize("lost", ["workers", "scheduler"])
def test_without_anybody_left_the_plan_is_finished_here(lost: str, dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WAYS["分片"].items():
        monkeypatch.setattr(solver.solve, name, value)
    problem = town(people=60, places=12, seed=4)
    once = Once("分片", lambda: dask.kill(0, 1) if lost == "workers" else dask.scheduler.kill())
    with cluster(dask.address) as (executor, workers):
        plan = solve(problem, threads=workers, executor=executor, on_progress=once)
    _fair(problem, plan, once)


@needs_dask
def test_the_command_line_takes_the_address(dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WAYS["分片"].items():
        monkeypatch.setattr(solver.solve, name, value)
    monkeypatch.chdir(tmp_path)
    problem = town(people=30, places=8, seed=5)
    Path("problem.json").write_text(problem_to_json(problem), encoding="utf-8")
    ended = CliRunner().invoke(cli.app, ["solve", "problem.json", "-o", "plan.json", "--cluster", dask.address])
    assert ended.exit_code == 0, ended.output
    assert check(problem, read_plan(Path("plan.json"))).holds


# ---- an address where nobody is ----


@needs_dask
def test_an_address_that_does_not_answer_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.cluster, "ANSWER", 1)
    with pytest.raises(ClusterError, match="1 秒内没有应答"), cluster("tcp://127.0.0.1:1"):
        pass


def test_without_the_package_the_command_says_so_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.chdir(tmp_path)
    Path("problem.json").write_text(problem_to_json(town(people=12, places=4, seed=1)), encoding="utf-8")
    ended = CliRunner().invoke(cli.app, ["solve", "problem.json", "-o", "plan.json", "--cluster", "tcp://127.0.0.1:1"])
    assert ended.exit_code == 2
    assert "没有安装 distributed" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]

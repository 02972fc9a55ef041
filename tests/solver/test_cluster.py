"""A town and a city planned by other processes: a pool, and a real Dask scheduler with two workers on loopback.

A process killed over its task costs time, never the plan.
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
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
import solver.solve
from solver.check import check
from solver.cluster import ClusterError, cluster
from solver.models.city import approach_city
from solver.models.corner import process_pool
from solver.plan import Plan
from solver.problem import Problem
from solver.progress import Progress
from solver.read import read_plan
from solver.solve import solve
from solver.write import problem_to_json
from tests.solver.town import town

ROOT = Path(__file__).resolve().parents[2]
WAYS: dict[str, dict[str, Any]] = {
    "邻域改进": {"WHOLE": 0},
    "分片初排": {"WHOLE": 0, "TOWN": 0, "approach_city": partial(approach_city, people=20)},
}
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


@pytest.fixture
def _as_a_city(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WAYS["分片初排"].items():
        monkeypatch.setattr(solver.solve, name, value)


class Deadly(Executor):
    """An executor in which somebody dies as soon as it is given its first task."""

    def __init__(self, inner: Executor, deed: Callable[[Future[Any]], None]) -> None:
        self.inner, self.deed, self.done = inner, deed, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self.inner.submit(fn, *args, **kwargs)
        if not self.done:
            self.done = True
            self.deed(future)
        return future


def _solved(problem: Problem, executor: Deadly) -> Plan:
    """The plan, when the deed was done, the plan holds and is no worse than the first one."""
    told: list[Progress] = []
    plan = solve(problem, threads=2, executor=executor, on_progress=told.append)
    assert executor.done
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost <= told[0].cost
    return plan


# ---- a pool of processes ----


def test_two_processes_give_a_plan_that_holds(stage: str) -> None:
    problem = town(people=60, places=12, seed=2)
    told: list[Progress] = []
    plan = solve(problem, threads=2, on_progress=told.append)
    assert stage in {progress.stage for progress in told}
    assert check(problem, plan).holds
    assert plan.bound <= plan.cost <= told[0].cost


@pytest.mark.usefixtures("stage")
def test_a_pool_whose_process_is_killed_still_gives_the_plan() -> None:
    problem = town(people=60, places=12, seed=2)
    with process_pool(2) as pool:
        pid = pool.submit(os.getpid).result()
        _solved(problem, Deadly(pool, lambda _: os.kill(pid, signal.SIGKILL)))


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
        workers = [start("dask_worker", address, *own, "--name", str(name)) for name in range(2)]
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
@pytest.mark.usefixtures("stage")
def test_a_worker_killed_over_its_task_costs_no_plan(dask: Dask) -> None:
    killed: list[int] = []

    def kill_who_works(future: Future[Any]) -> None:
        killed.append(_busy(dask, future))
        dask.kill(*killed)

    with cluster(dask.address) as (executor, workers):
        assert workers == 2
        _solved(town(people=60, places=12, seed=2), Deadly(executor, kill_who_works))
        assert _worker_ids(executor) == {dask.workers[1 - killed[0]].pid}


def _busy(dask: Dask, future: Future[Any]) -> int:
    """Which worker has a task, as soon as one has."""
    from distributed import Client

    with Client(dask.address, set_as_default=False) as client:
        while not future.done():
            for worker, tasks in client.processing().items():
                if tasks:
                    return int(client.scheduler_info()["workers"][worker]["name"])
    raise AssertionError("the task was done before it was seen")


@needs_dask
@pytest.mark.usefixtures("_as_a_city")
@pytest.mark.parametrize("lost", ["workers", "scheduler"])
def test_without_anybody_left_the_plan_is_finished_here(lost: str, dask: Dask) -> None:
    deed = {"workers": lambda _: dask.kill(0, 1), "scheduler": lambda _: dask.scheduler.kill()}[lost]
    with cluster(dask.address) as (executor, _):
        _solved(town(people=60, places=12, seed=4), Deadly(executor, deed))


@needs_dask
@pytest.mark.usefixtures("_as_a_city")
def test_the_command_line_takes_the_address(dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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

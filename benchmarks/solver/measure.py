"""A peer's run, measured from outside: its time limit, its peak memory, and the judge's finding on its plan."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
LOOK = 0.3  # seconds between two looks at the memory
MOST = 16_000  # MB above which a run is killed
Parts = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run gave; costs are the judge's, memory is in MB; `trouble`: why there is no plan, or what is wrong."""

    peer: str
    first: float | None = None
    seconds: float | None = None
    cost: Parts | None = None
    bound: Parts | None = None
    metres: int = 0
    megabytes: float = 0.0
    trouble: str = ""


def measure(peer: str, problem: Path, seconds: float, folder: Path) -> Result:
    """The peer's result on the problem file; a run that takes half as long again, and a minute, is killed.

    So is one that holds more than MOST.
    """
    plan = folder / f"{peer}.plan.json"
    plan.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.solver.one", peer, str(problem), str(plan), str(seconds)]
    code, output, errors, megabytes = run(command, 60 + 1.5 * seconds)
    if code != 0:
        end = f"killed above {MOST} MB" if megabytes > MOST else "killed at the hard limit"
        trouble = end if code == -signal.SIGKILL else (errors.splitlines() or [f"exit {code}"])[-1]
        return Result(peer=peer, megabytes=megabytes, trouble=trouble)
    times: dict[str, Any] = json.loads(output.splitlines()[-1])
    if not plan.exists():
        return Result(peer=peer, seconds=times["seconds"], megabytes=megabytes, trouble="no plan")
    judged = subprocess.run(
        [sys.executable, "-m", "benchmarks.solver.judge", str(problem), str(plan)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    finding: dict[str, Any] = json.loads(judged.stdout)
    return Result(
        peer=peer,
        first=times["first"],
        seconds=times["seconds"],
        cost=tuple(finding["cost"]),
        bound=tuple(finding["bound"]) if times["bounds"] else None,
        metres=finding["metres"],
        megabytes=megabytes,
        trouble=f"breaks {', '.join(finding['broken'])}" if finding["broken"] else "",
    )


def run(command: list[str], limit: float) -> tuple[int, str, str, float]:
    """Exit code, output, errors and peak MB, of the process and of those that it started together."""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        over, seen = threading.Event(), [0.0]
        watcher = threading.Thread(target=_watch, args=(process.pid, over, seen))
        watcher.start()
        said: list[str] = []
        listener = threading.Thread(target=lambda: said.append(process.stderr.read() if process.stderr else ""))
        listener.start()
        output = process.stdout.read() if process.stdout else ""
        listener.join()
        process.wait()
        timer.cancel()
        over.set()
        watcher.join()
    return process.returncode, output, said[0], max(seen)


def _watch(number: int, over: threading.Event, seen: list[float]) -> None:
    """Note how many MB the process and its children hold, what they share counted once (PSS); kill them above MOST."""
    while not over.wait(LOOK):
        held = 0
        with suppress(psutil.Error):  # one that has just ended holds nothing
            process = psutil.Process(number)
            for one in (process, *process.children(recursive=True)):
                held += one.memory_full_info().pss
        seen.append(held / 2**20)
        if seen[-1] > MOST:
            os.killpg(number, signal.SIGKILL)
            return

"""A child that plans or imports and is killed in mid-work, again and again; run by ``test_crashes``.

    python -m tests.engine.planning.crashing plan|import FOLDER TIMES SEED

A fork spares each attempt the imports. Prints how often the work was cut short and how often it was done; exits with 1
and one line per fault when a store afterwards holds half of something.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.demand import make_week
from engine.district import load_district
from engine.model import District, Plan
from engine.planning.facts import read_facts
from engine.planning.generate import generate_plan
from engine.planning.problem import build_problem
from engine.planning.seats import read_plan
from engine.store import GraphStore, Match, open_store
from solver.solve import solve

DEMO = Path(__file__).resolve().parents[3] / "data" / "erqi"
WEEK = "2026-W48"
SCOPE = "subdistrict:福华街街道"


def main(work: str, folder: Path, times: int, seed: int) -> int:
    """Kills the work ``times`` times at random moments and looks at the store after each."""
    fresh = folder / "fresh.db"
    _prepare(fresh, loaded=work == "plan")
    do, faults_of = WORK[work]
    chance, whole = random.Random(seed), _seconds(do, fresh, folder)
    cut, faults = 0, []
    for attempt in range(times):
        path = _copy(fresh, folder / f"{attempt}.db")
        cut += _killed(do, path, chance.uniform(0, whole * 1.1))
        store = open_store(str(path))
        faults += [f"{attempt}: {fault}" for fault in faults_of(store)]
        store.close()
    sys.stdout.write("\n".join([f"cut short {cut}, done {times - cut}, whole work {whole:.2f} s", *faults, ""]))
    return 1 if faults else 0


def _prepare(path: Path, *, loaded: bool) -> None:
    store = open_store(str(path))
    if loaded:
        load_district(store, DEMO)
        make_week(store, WEEK)
        solve(
            build_problem(read_facts(store, WEEK, SCOPE)), seconds=0.1
        )  # what is compiled is compiled before the fork
    store.close()


def _copy(source: Path, target: Path) -> Path:
    for suffix in ("", "-wal"):
        if (old := source.with_name(source.name + suffix)).exists():
            shutil.copy(old, target.with_name(target.name + suffix))
    return target


def _seconds(do: Callable[[GraphStore], object], fresh: Path, folder: Path) -> float:
    began = time.perf_counter()
    _killed(do, _copy(fresh, folder / "whole.db"), 600)
    return time.perf_counter() - began


def _killed(do: Callable[[GraphStore], object], path: Path, seconds: float) -> bool:
    """Runs the work in a child for at most so long; whether it was cut short."""
    child = os.fork()
    if not child:
        try:
            do(open_store(str(path)))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done and status:
            raise RuntimeError("the work itself failed")
        if done:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _half_a_plan(store: GraphStore) -> Iterator[str]:
    """Every plan in the store has as many seats as it says, and every assignment a person, a shift and a plan."""
    for row in store.query(Match("p", Plan).select("p.id", "p.assigned")):
        seats = read_plan(store, row["p.id"]).seats
        if len(seats) != row["p.assigned"]:
            yield f"{row['p.id']} says {row['p.assigned']} and has {len(seats)}"
    counts = store.counts()
    if counts["Assignment"] != counts["ASSIGNED"] or counts["Assignment"] != counts["TO_SHIFT"] - counts["Shortfall"]:
        yield f"loose assignments: {counts}"
    if counts["Plan"] == 0 and counts["Assignment"] + counts["Shortfall"]:
        yield "assignments without a plan"


def _half_a_district(store: GraphStore) -> Iterator[str]:
    """Either nothing, or the district with all its people and their edges."""
    counts = {name: count for name, count in store.counts().items() if count}
    if counts and (counts.get(District.LABEL) != 1 or counts.get("LIVES_NEAR") != counts.get("Volunteer")):
        yield f"half a district: {counts}"


WORK: dict[str, tuple[Callable[[GraphStore], object], Callable[[GraphStore], Iterator[str]]]] = {
    "plan": (lambda store: generate_plan(store, WEEK, SCOPE, seconds=1.0), _half_a_plan),
    "import": (lambda store: load_district(store, DEMO), _half_a_district),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))

"""One peer on one problem, in a process of its own: ``python -m benchmarks.solver.one PEER PROBLEM PLAN SECONDS``.

The problem is read and compiled parts are loaded before the clock starts. The plan goes to the file PLAN; the last line
of the output is JSON: the seconds to the first plan (null: none), the seconds in all, whether it proves a bound.
"""

import json
import sys
from pathlib import Path

from benchmarks.solver.peers import PEERS
from solver.read import read_problem
from solver.write import plan_to_json


def main(name: str, problem: str, plan: str, seconds: str) -> None:
    """Runs the peer."""
    peer = next(peer for peer in PEERS if peer.name == name)
    asked = read_problem(Path(problem))
    peer.prepare()
    found = peer.solve(asked, float(seconds))
    if found.plan is not None:
        Path(plan).write_text(plan_to_json(found.plan), encoding="utf-8")
    said = {"first": found.first, "seconds": found.seconds, "bounds": found.bounds}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

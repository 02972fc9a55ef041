"""The judge in a process of its own: ``python -m benchmarks.solver.judge PROBLEM PLAN`` prints its finding as JSON."""

import json
import sys
from pathlib import Path

from solver.check import check
from solver.read import read_plan, read_problem


def main(problem: str, plan: str) -> None:
    """Prints the true cost, the plan's bound, the metres walked, and the names of the rules broken."""
    made = read_plan(Path(plan))
    report = check(read_problem(Path(problem)), made)
    finding = {
        "cost": report.cost.parts(),
        "bound": made.bound.parts(),
        "metres": report.metres_walked,
        "broken": sorted({violation.rule for violation in report.violations}),
    }
    sys.stdout.write(json.dumps(finding) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

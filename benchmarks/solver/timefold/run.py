"""Timefold's run on a problem: the facts written, the Java process run, its pairs read back as a plan."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.solver.found import Found
from benchmarks.solver.greedy import nearest_teams
from benchmarks.solver.plans import plain_bound
from benchmarks.solver.timefold.export import lines
from benchmarks.solver.timefold.fetch import CLASS_PATH, compile_model
from solver.columns import Ints
from solver.models.build import build
from solver.models.instance import Instance
from solver.models.tally import Choice, cost_of, plan_of
from solver.problem import Problem

HEAP = "10g"  # what the ceiling of a run leaves beside this process at XL


class FailedError(RuntimeError):
    """Java 进程没有给出计划。"""


def prepare_timefold() -> None:
    """The Java classes are compiled; MissingError where Java or an artefact is missing."""
    compile_model()


def timefold(problem: Problem, seconds: float) -> Found:
    """What Timefold finds in the time, which begins when its process has read the facts; it proves no bound."""
    instance = build(problem)
    sent = set(nearest_teams(problem))
    names = [(problem.teams[o.team].id, problem.team_shifts[o.shift].id) for o in instance.options]
    options = tuple(number for number, name in enumerate(names) if name in sent)
    with tempfile.TemporaryDirectory() as folder:
        facts, pairs = Path(folder) / "facts", Path(folder) / "pairs"
        facts.write_text("\n".join(lines(instance, options)), encoding="ascii")
        java = ["java", f"-Xmx{HEAP}", "-cp", CLASS_PATH, "jiujin.Main"]
        done = subprocess.run(
            [*java, str(facts), str(pairs), str(round(1000 * seconds))], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise FailedError(next((line for line in done.stderr.splitlines() if "Error" in line), "java failed"))
        said = done.stdout
        choice = Choice(_candidates(instance, pairs.read_text(encoding="ascii")), options)
    first, passed = (int(word) / 1000 for word in said.split())
    plan = plan_of(instance, choice, min(plain_bound(problem), cost_of(instance, choice)))
    return Found(plan=plan, first=first, seconds=passed, bounds=False)


def _candidates(instance: Instance, text: str) -> Ints:
    """Indices of the pairs (unit, shift), ascending."""
    index = {
        (int(unit), int(shift)): c
        for c, (unit, shift) in enumerate(zip(instance.candidate_unit, instance.candidate_shift, strict=True))
    }
    chosen = {index[int(unit), int(shift)] for unit, shift in (line.split() for line in text.splitlines())}
    return np.array(sorted(chosen), dtype=np.int64)

"""The problems that are solved: files, what a generator script makes, the demo district, the employees' weeks.

``python -m benchmarks.solver.problems NAME FILE`` writes the problem of a name: `demo`, `demo10` (the demo district so
many times), `employees`, `employees-large`.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from solver.problem import Problem
from solver.write import problem_to_json

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "erqi"
WEEK = "2026-W48"
NAMES = re.compile(r"demo\d*|employees(-large)?")
SIZED = re.compile(r"(XL|S|M|L)-(.+)-([\d.]+)")
LIMITS = {"S": 10.0, "M": 30.0, "L": 120.0, "XL": 600.0}
LIMIT = 30.0
"""Seconds for a problem of no known size."""


@dataclass(frozen=True, slots=True)
class Case:
    """A problem file, its name in the table, and its size where the name tells one."""

    name: str
    file: Path

    @property
    def limit(self) -> float:
        """The seconds that every solver gets."""
        sized = SIZED.fullmatch(self.file.stem)
        return LIMITS[sized[1]] if sized else LIMIT

    @property
    def title(self) -> str:
        """The name, told apart where it says size, seed and demand."""
        sized = SIZED.fullmatch(self.file.stem)
        return f"{sized[1]}, seed {sized[2]}, demand {sized[3]}" if sized else self.name


def cases(asked: Iterable[str], folder: Path) -> Iterator[Case]:
    """The problems asked for: names, files, or folders of files; made in the folder where they are not files."""
    for word in asked:
        if NAMES.fullmatch(word):
            file = folder / f"{word}.json"
            subprocess.run([sys.executable, "-m", "benchmarks.solver.problems", word, str(file)], cwd=ROOT, check=True)
            yield Case(word, file)
        elif Path(word).is_dir():
            yield from (Case(file.stem, file.resolve()) for file in sorted(Path(word).glob("*.json")))
        elif Path(word).is_file():
            yield Case(Path(word).stem, Path(word).resolve())
        else:
            raise FileNotFoundError(f"没有这个问题文件，也不是 demo、demo10、employees、employees-large：{word}")


def generated(
    generator: Path, sizes: Iterable[str], seeds: Iterable[str], demands: Iterable[str], folder: Path
) -> Iterator[Case]:
    """What the script prints for each size, seed and demand: ``GENERATOR SIZE SEED DEMAND``."""
    for size, seed, demand in product(sizes, seeds, demands):
        file = folder / f"{size}-{seed}-{demand}.json"
        with file.open("w", encoding="utf-8") as target:
            subprocess.run([sys.executable, str(generator), size, seed, demand], stdout=target, check=True)
        yield Case(file.stem, file)


def demo(times: int) -> Problem:
    """The demo district's week, or that of a district so many times as large."""
    from benchmarks.enlarge import enlarge
    from engine.demand import make_week
    from engine.district import load_district
    from engine.planning.facts import read_facts
    from engine.planning.problem import build_problem
    from engine.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        source = DEMO
        if times > 1:
            source = Path(folder) / "district"
            enlarge(DEMO, times, source)
        store = open_store(str(Path(folder) / "demo.db"))
        try:
            load_district(store, source)
            make_week(store, WEEK)
            return build_problem(read_facts(store, WEEK, ""), shares=True)
        finally:
            store.close()


def named(name: str) -> Problem:
    """The problem of this name."""
    from benchmarks.solver.employee_scheduling import LARGE, SMALL, employees

    if name.startswith("demo"):
        return demo(int(name.removeprefix("demo") or 1))
    return employees(LARGE if name.endswith("-large") else SMALL, seed=0)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(problem_to_json(named(sys.argv[1])), encoding="utf-8")

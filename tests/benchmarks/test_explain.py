"""The measure of explanations asks every kind of question and prints one row for each."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from benchmarks.explain import kinds, main
from solver.read import plan_to_json, problem_to_json
from solver.solve import solve_with_reasons
from tests.solver.town import town


def test_each_kind_of_question_has_a_row(tmp_path: Path) -> None:
    problem = town(people=12, places=4, seed=1)
    solution = solve_with_reasons(problem)
    source, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    source.write_text(problem_to_json(problem), encoding="utf-8")
    plan.write_text(plan_to_json(solution.plan), encoding="utf-8")
    for plan_file in (plan, None):
        printed = StringIO()
        main(Console(file=printed, width=200), source, plan_file, questions=2, seconds=5.0, seed=1)
        rows = [line.split("|")[1].strip() for line in printed.getvalue().splitlines() if line.startswith("| ")]
        assert set(kinds(problem, solution, None)) <= set(rows)  # type: ignore[arg-type]
        assert sum(name.startswith("once: ") for name in rows) == 3

"""The house stays in order: modules say what they hold, files keep a size, linter and type checker are content."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("engine", "solver", "schema")
MOST_LINES = 500
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common"}


def python_files(root: Path, *folders: str) -> list[Path]:
    """The Python files of the root itself, without its subfolders, and of these folders with theirs."""
    return sorted([*root.glob("*.py"), *(path for folder in folders for path in (root / folder).rglob("*.py"))])


def has_no_docstring(path: Path) -> bool:
    return not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def is_too_long(path: Path) -> bool:
    return len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES


def has_an_empty_name(path: Path) -> bool:
    return not EMPTY_NAMES.isdisjoint(path.stem.lower().split("_"))


def named(files: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in files]


def test_each_module_says_what_it_holds() -> None:
    assert named([path for path in python_files(ROOT, *FLOORS) if has_no_docstring(path)]) == []


def test_no_file_is_over_five_hundred_lines() -> None:
    assert named([path for path in python_files(ROOT, *FLOORS, "benchmarks", "tests") if is_too_long(path)]) == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert named([path for path in python_files(ROOT, *FLOORS, "benchmarks", "tests") if has_an_empty_name(path)]) == []


@pytest.mark.parametrize(
    ("rule", "sound", "broken"),
    [
        (has_no_docstring, '"""Roads."""', '""" """\nimport math'),
        (is_too_long, "x = 1\n" * 500, "x = 1\n" * 501),
    ],
)
def test_a_broken_rule_is_seen(tmp_path: Path, rule: Callable[[Path], bool], sound: str, broken: str) -> None:
    (tmp_path / "sound.py").write_text(sound, encoding="utf-8")
    (tmp_path / "broken.py").write_text(broken, encoding="utf-8")
    assert [path.stem for path in python_files(tmp_path) if rule(path)] == ["broken"]


@pytest.mark.parametrize(("name", "empty"), [("roster_utils.py", True), ("common.py", True), ("commons.py", False)])
def test_an_empty_name_is_seen(name: str, empty: bool) -> None:
    assert has_an_empty_name(Path("engine") / name) is empty


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy"])
def test_the_tool_has_nothing_to_say(tool: str) -> None:
    """The settings are those of pyproject.toml; mypy is strict there."""
    done = subprocess.run([sys.executable, "-m", *tool.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

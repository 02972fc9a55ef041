"""Imports point down only, and each library is known in one part of the house (docs/architecture.md).

The imports are read, not run: all that a module names counts, also inside functions and for type checking alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

COMMANDS = (
    "cli",
    "cli_accounts",
    "cli_audit_api",
    "cli_changes",
    "cli_exports",
    "cli_moving",
    "cli_neo4j",
    "cli_plot",
    "cli_solve",
    "cli_store",
)
FLOORS = (
    ("solver",),
    ("engine.errors", "engine.model", "engine.store"),
    ("engine",),
    ("schema",),
    ("benchmarks",),
    ("audit",),
    (
        "cli",
        "cli_accounts",
        "cli_audit_api",
        "cli_changes",
        "cli_exports",
        "cli_exports",
        "cli_moving",
        "cli_neo4j",
        "cli_plot",
        "cli_solve",
        "cli_store",
        "server",
    ),
)
"""From the ground up; a module belongs to the longest name that holds it. Other folders (tests, data) are the roof."""

HOMES = {
    "argon2": ("engine.accounts",),
    "distributed": ("solver.cluster",),
    "graphql": ("schema",),
    "joserfc": ("engine.accounts",),
    "neo4j": ("engine.store.neo4j", "engine.store.neo4j_server"),
    "ortools": ("solver", "benchmarks.solver"),
    "sqlite3": ("engine.store",),
    "starlette": ("schema", "server", "benchmarks.graphql_server"),
    "strawberry": ("schema", "server"),
    "typer": (
        "cli",
        "cli_accounts",
        "cli_audit_api",
        "cli_changes",
        "cli_exports",
        "cli_exports",
        "cli_moving",
        "cli_neo4j",
        "cli_plot",
        "cli_solve",
        "cli_store",
    ),
    "uvicorn": ("cli", "server", "benchmarks.graphql_server"),
    "zstandard": ("engine.moving",),
}
"""Library → the only places that know it."""

SOLVER_KNOWS = {"distributed", "highspy", "networkx", "numba", "numpy", "ortools", "psutil", "scipy", "solver"} | (
    sys.stdlib_module_names - {"dbm", "http", "socket", "sqlite3", "urllib"}
)
"""All that the solver may import: no database, web or GraphQL library, not even one that nobody has thought of yet."""


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def floor_of(module: str) -> int:
    """The index in FLOORS, one more than the highest for the roof."""
    homes = [(len(name), floor) for floor, names in enumerate(FLOORS) for name in names if within(module, name)]
    return max(homes)[1] if homes else len(FLOORS)


def imports_of(source: str, package: str) -> Iterator[str]:
    """Every module that a source in the package names, ``from a import b`` as ``a.b``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if node.level else []
            base = above + ([node.module] if node.module else [])
            yield from (".".join([*base, alias.name]) for alias in node.names)


def modules_of(root: Path) -> Iterator[tuple[str, str, Path]]:
    """The modules of the floors: dotted name, package, file."""
    patterns = ("*.py", "benchmarks/**/*.py", "schema/**/*.py", "engine/**/*.py", "solver/**/*.py")
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        package = path.relative_to(root).parent.parts
        name = package if path.stem == "__init__" else (*package, path.stem)
        yield ".".join(name), ".".join(package), path


def faults_of(root: Path) -> list[str]:
    """One sentence for each import that breaks a rule."""
    own = {path.stem for path in root.iterdir() if path.is_dir() or path.suffix == ".py"}
    faults = []
    for module, package, path in modules_of(root):
        for name in imports_of(path.read_text(encoding="utf-8"), package):
            top = name.partition(".")[0]
            if top in own and floor_of(name) > floor_of(module):
                faults.append(f"{module} imports {name}: points up")
            if top in HOMES and not any(within(module, home) for home in HOMES[top]):
                faults.append(f"{module} imports {name}: only {' and '.join(HOMES[top])} may know {top}")
            if within(module, "solver") and top not in own and top not in SOLVER_KNOWS:
                faults.append(f"{module} imports {name}: the solver may not know {top}")
    return faults


def test_every_import_of_the_project_points_down_and_stays_at_home() -> None:
    assert faults_of(ROOT) == []


def test_the_modules_of_every_floor_are_read() -> None:
    assert {name.partition(".")[0] for name, _, _ in modules_of(ROOT)} >= {
        "solver",
        "engine",
        "schema",
        "cli",
        "server",
    }


def reached_from(module: str, root: Path) -> set[str]:
    """The modules of the project that a module imports, directly or by others, and itself."""
    sources = {name: (package, path) for name, package, path in modules_of(root)}
    found, ahead = {module}, [module]
    while ahead:
        package, path = sources[ahead.pop()]
        for name in imports_of(path.read_text(encoding="utf-8"), package):
            for known in (name, name.rpartition(".")[0]):
                if known in sources and known not in found:
                    found.add(known)
                    ahead.append(known)
    return found


def test_the_judge_knows_nothing_of_the_optimiser() -> None:
    judge = reached_from("solver.check", ROOT)
    assert {"solver.cost", "solver.rules.minor", "solver.walking"} <= judge
    optimiser = ("solver.models", "solver.candidates", "solver.pair_costs", "solver.distances", "solver.solve")
    assert [module for module in sorted(judge) if any(within(module, part) for part in optimiser)] == []


def house(root: Path, path: str, source: str) -> Path:
    """A small sound house in a folder, and in it one module with the given source."""
    sound = {
        "solver/plan.py": "import numpy\nfrom ortools.sat.python import cp_model",
        "engine/model.py": "",
        "engine/errors.py": "",
        "engine/places.py": "from solver.plan import Plan\nfrom . import errors",
        "engine/store/sqlite.py": "import sqlite3\nfrom engine.model import Node\nfrom ..errors import Stale",
        "schema/types/road.py": "import strawberry\nfrom engine.places import road",
        "server.py": "import uvicorn\nfrom schema.types import road",
        "cli.py": "import typer\nimport server",
        "tests/town.py": "import sqlite3",
    }
    for name, text in (sound | {path: source}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("path", ["solver/plan.py", "engine/store/neo4j/store.py"])
def test_a_sound_house_has_no_fault(tmp_path: Path, path: str) -> None:
    source = {"solver/plan.py": "import networkx, math"}.get(path, "import neo4j\nfrom engine.store import sqlite")
    assert faults_of(house(tmp_path, path, source)) == []


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("solver/cost.py", "from engine.model import Node", "solver.cost imports engine.model.Node: points up"),
        ("solver/cost.py", "import tests.town", "solver.cost imports tests.town: points up"),
        ("engine/demand.py", "from schema import types", "engine.demand imports schema.types: points up"),
        ("engine/demand.py", "def f():\n    import server", "engine.demand imports server: points up"),
        (
            "engine/store/port.py",
            "from ..places import road",
            "engine.store.port imports engine.places.road: points up",
        ),
        ("engine/store/__init__.py", "from .. import places", "engine.store imports engine.places: points up"),
        ("schema/app.py", "from cli import app", "schema.app imports cli.app: points up"),
        ("solver/cost.py", "import httpx", "solver.cost imports httpx: the solver may not know httpx"),
        ("solver/cost.py", "import neo4j", "solver.cost imports neo4j: the solver may not know neo4j"),
        ("solver/cost.py", "import sqlite3", "solver.cost imports sqlite3: the solver may not know sqlite3"),
        ("solver/cost.py", "import graphql", "solver.cost imports graphql: the solver may not know graphql"),
        ("solver/cost.py", "import starlette", "solver.cost imports starlette: the solver may not know starlette"),
        (
            "engine/demand.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import strawberry.types",
            "engine.demand imports strawberry.types: only schema and server may know strawberry",
        ),
        ("server.py", "import graphql", "server imports graphql: only schema may know graphql"),
        ("engine/demand.py", "import sqlite3", "engine.demand imports sqlite3: only engine.store may know sqlite3"),
        ("schema/app.py", "import sqlite3 as s", "schema.app imports sqlite3: only engine.store may know sqlite3"),
        (
            "cli.py",
            "from neo4j import Driver",
            "cli imports neo4j.Driver: only engine.store.neo4j and engine.store.neo4j_server may know neo4j",
        ),
        (
            "engine/store/opening.py",
            "import neo4j",
            "engine.store.opening imports neo4j: only engine.store.neo4j and engine.store.neo4j_server may know neo4j",
        ),
    ],
)
def test_a_fault_is_named(tmp_path: Path, path: str, source: str, fault: str) -> None:
    assert fault in faults_of(house(tmp_path, path, source))

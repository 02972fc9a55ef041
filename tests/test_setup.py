"""The lock files are complete, and ``./jiujin`` sets up what they name: wholly, once, and after any interruption.

The set-up is run for real, on a small project of eight tiny packages that pip finds in a folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# ---- the lock files ----


def normal(requirement: str) -> str:
    """The normal form of the name of a requirement (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def pins(lock: str) -> dict[str, str]:
    """Normal name → the lines of its pins."""
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    return {name: "\n".join(b for b in blocks if normal(b) == name) for name in map(normal, blocks)}


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-test.lock", PROJECT["optional-dependencies"]["test"]),
    ],
)
def test_each_dependency_is_locked(lock: str, needed: list[str]) -> None:
    assert {normal(name) for name in needed} <= pins(lock).keys(), "run ./jiujin lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_each_pin_has_one_exact_version_and_hashes(lock: str) -> None:
    pin = re.compile(r"[\w.-]+==[\w.!+]+( ; [^\\]+?)?( \\\n    --hash=sha256:[0-9a-f]{64})+", re.ASCII)
    blocks = [block for text in pins(lock).values() for block in re.split(r"\n(?=\S)", text)]
    assert [block for block in blocks if not pin.fullmatch(block)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index(lock: str) -> None:
    assert (
        re.findall(r"https?://\S*|file:\S*|--(?:extra-)?index\S*|--find-links\S*|\S+ @ \S+", (ROOT / lock).read_text())
        == []
    )


def test_who_only_runs_the_program_gets_no_test_tools() -> None:
    assert pins("requirements.lock").keys().isdisjoint(pins("requirements-test.lock"))


# ---- the set-up ----

PACKAGES = tuple(f"tiny{number}" for number in range(8))  # two batches of at most six
CLI = "import json, os, sys, tiny0, tiny7\nprint(json.dumps([sys.argv[1:], os.getcwd()]))\nsys.exit(int(sys.argv[1]))"
PYTEST = "import sys\nprint('tests ran', *sys.argv[1:])\nsys.exit(5)"
WHOLE = "tests ran --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder\n"
"""What that prints when all tests are asked for, on all cores."""


def wheel(folder: Path, name: str, files: dict[str, str]) -> str:
    """Put a wheel of version 1 into the folder and return its line of a lock file."""
    info = f"{name}-1.dist-info"
    files = files | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in (files | {f"{info}/RECORD": record}).items():
            archive.writestr(file, text)
    return f"{name}==1 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@dataclass(frozen=True, slots=True)
class TinyProject:
    """A project in a folder with a blank and Chinese in its name, and the folder that its packages come from."""

    root: Path
    wheels: Path

    @classmethod
    def build(cls, folder: Path) -> TinyProject:
        project = cls(folder / "就近 项目", folder / "wheels")
        project.root.mkdir()
        project.wheels.mkdir()
        shutil.copy(ROOT / "jiujin", project.root)
        (project.root / "cli.py").write_text(CLI)
        lines = [wheel(project.wheels, name, {f"{name}.py": ""}) for name in PACKAGES]
        (project.root / LOCKS[0]).write_text("".join(lines))
        (project.root / LOCKS[1]).write_text(wheel(project.wheels, "pytest", {"pytest/__main__.py": PYTEST}))
        return project

    def environment(self, **extra: str) -> dict[str, str]:
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "HOME": str(self.root.parent)}
        return {"PATH": os.environ["PATH"], "JIUJIN_PYTHON": sys.executable} | pip | extra

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.root / "jiujin", *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def call(self, *arguments: str, cwd: Path | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "jiujin", *arguments],
            env=self.environment(**extra),
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    return TinyProject.build(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> TinyProject:
    """A project that is set up; its packages can no longer be had."""
    project = TinyProject.build(tmp_path_factory.mktemp("ready"))
    assert project.call("test").stdout == WHOLE
    shutil.rmtree(project.wheels)
    return project


def test_a_failed_package_is_named_and_the_next_call_goes_on(project: TinyProject) -> None:
    first, last = (project.wheels / f"{name}-1-py3-none-any.whl" for name in ("tiny0", "tiny7"))
    sound = first.read_bytes()
    with zipfile.ZipFile(first, "a") as archive:
        archive.writestr("tiny0_more.py", "")
    altered = project.call("0")
    assert "Failed at: tiny0==1" in altered.stderr
    assert "下载不完整，或内容被改动过" in altered.stderr

    first.write_bytes(sound)
    hidden = last.rename(project.root / last.name)
    missing = project.call("0")
    assert "[01/2] tiny0 tiny1" in missing.stderr
    assert "Failed at: tiny7==1" in missing.stderr
    assert [(failed.returncode, failed.stdout) for failed in (altered, missing)] == [(1, ""), (1, "")]

    hidden.rename(last)
    first.unlink()  # it is installed, so it is no longer wanted
    done = project.call("0")
    assert done.returncode == 0, done.stderr
    assert "[01/2]" not in done.stderr
    assert "[02/2] tiny6 tiny7" in done.stderr


def test_after_a_kill_two_callers_share_one_set_up_and_a_changed_lock_file_gets_its_own(project: TinyProject) -> None:
    killed = project.start("0")
    assert killed.stderr is not None
    while "[01/2]" not in killed.stderr.readline():
        assert killed.poll() is None
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert not (project.root / ".venv/jiujin/runtime").exists()

    callers = [project.start("0"), project.start("0")]
    said = [caller.communicate()[1] for caller in callers]
    assert [caller.returncode for caller in callers] == [0, 0], said
    assert sum("[02/2]" in text for text in said) == 1

    lock = project.root / LOCKS[0]
    lock.write_text(lock.read_text() + wheel(project.wheels, "tiny8", {"tiny8.py": ""}))
    assert "[02/2] tiny6 tiny7 tiny8" in project.call("0").stderr


def test_a_ready_project_starts_in_silence_where_the_user_is(ready: TinyProject, tmp_path: Path) -> None:
    done = ready.call("7", "路 段.geojson", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (7, "")
    assert json.loads(done.stdout) == [["7", "路 段.geojson"], str(tmp_path)]


def test_it_can_be_called_through_links(ready: TinyProject, tmp_path: Path) -> None:
    (tmp_path / "far").symlink_to(ready.root)
    (tmp_path / "near").symlink_to("far/jiujin")
    done = subprocess.run(["./near", "0"], cwd=tmp_path, env=ready.environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_tests_get_their_arguments_and_give_their_exit_code(ready: TinyProject) -> None:
    done = ready.call("test", "--stores", "sqlite", "neo4j")
    assert (done.returncode, done.stdout, done.stderr) == (5, "tests ran --stores sqlite neo4j\n", "")


def test_an_environment_of_someone_else_is_left_alone(project: TinyProject) -> None:
    (project.root / ".venv").mkdir()
    own = project.root / ".venv/own"
    own.write_text("")
    refused = project.call("0")
    assert refused.returncode == 1
    assert "mv '" in refused.stderr
    assert own.exists()


def test_a_python_that_is_none_is_named(project: TinyProject) -> None:
    refused = project.call("0", JIUJIN_PYTHON="/no/python")
    assert refused.returncode == 1
    assert "JIUJIN_PYTHON=/no/python 不是可用的 Python 3.11" in refused.stderr


@pytest.mark.parametrize("script", ["jiujin", ".ci/run"])
def test_the_scripts_may_be_executed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)

"""Programs from npm that tests run: fetched once by a lock file with hashes, kept in ``var/test-packages``.

Without Node or a network these tests are skipped and the summary says so; where ``CI`` is set they fail.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test-packages"
MISSING = pytest.StashKey[str]()


def packages(config: pytest.Config, folder: Path) -> Path:
    """A copy of the folder with the packages of its lock file; else the test is skipped, or fails under ``CI``."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        _missing(config, "NO NODE ON THIS MACHINE")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()))
    kept = KEPT / f"{folder.name}-{digest.hexdigest()[:16]}"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=KEPT))
        shutil.copytree(folder, draft, dirs_exist_ok=True)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        fetched = subprocess.run(command, cwd=draft, capture_output=True, text=True, timeout=300, check=False)
        if fetched.returncode:
            shutil.rmtree(draft)
            _missing(config, f"npm ci FAILED FOR {folder.name}: {fetched.stderr[-300:]}")
        try:
            draft.rename(kept)
        except OSError:  # another run was quicker
            shutil.rmtree(draft)
    return kept


def _missing(config: pytest.Config, reason: str) -> NoReturn:
    config.stash[MISSING] = reason
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if reason := config.stash.get(MISSING, ""):
        terminalreporter.section("WHAT NEEDS NODE WAS NOT TESTED", red=True)
        terminalreporter.write_line(reason)

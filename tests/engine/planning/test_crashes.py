"""A process that is killed in the middle of its work leaves a store that opens and holds all of it or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TIMES = 25
"""For each of the two kinds of work."""


@pytest.mark.parametrize("work", ["plan", "import"])
def test_a_killed_process_leaves_all_or_nothing(work: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.engine.planning.crashing", work, str(tmp_path), str(TIMES), "1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "cut short 0," not in ended.stdout  # otherwise nothing was tried

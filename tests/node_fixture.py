"""Programs from npm that tests run: fetched once by a lock file with hashes, kept in the cache.

Without Node or a network these tests are skipped and the summary says so; where ``CI`` is set they fail.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audit.programs import HERE, installed
from engine.errors import DownloadFailed, ProgramMissing

MISSING = pytest.StashKey[str]()


def packages(config: pytest.Config, folder: Path = HERE) -> Path:
    """A copy of the folder with the packages of its lock file; else the test is skipped, or fails under ``CI``."""
    try:
        return installed(folder)
    except (ProgramMissing, DownloadFailed) as error:
        reason = f"{error.code}: {error.message}"
        config.stash[MISSING] = reason
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if reason := config.stash.get(MISSING, ""):
        terminalreporter.section("WHAT NEEDS NODE WAS NOT TESTED", red=True)
        terminalreporter.write_line(reason)

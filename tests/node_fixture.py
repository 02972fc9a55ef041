"""Programs from npm that tests run: fetched once by a lock file with hashes, kept in the cache.

Without Node or a network these tests are skipped and the summary says so; where ``CI`` is set they fail.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.programs import HERE, installed
from engine.errors import DownloadFailed, ProgramMissing
from tests.missing import skip_for_want_of


def packages(config: pytest.Config, folder: Path = HERE) -> Path:
    """A copy of the folder with the packages of its lock file; else the test is skipped, or fails under ``CI``."""
    try:
        return installed(folder)
    except (ProgramMissing, DownloadFailed) as error:
        skip_for_want_of(config, "WHAT NEEDS NODE WAS NOT TESTED", f"{error.code}: {error.message}")

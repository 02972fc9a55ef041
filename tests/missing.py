"""What this machine lacks is said loudly at the end, by whichever process found it out."""

from __future__ import annotations

import os
from typing import Any, NoReturn

import pytest

MISSING = pytest.StashKey[dict[str, str]]()
SENT = "jiujin_missing"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MISSING] = {}


def skip_for_want_of(config: pytest.Config, what: str, reason: str) -> NoReturn:
    """Skips the test, and the summary says why; fails it under ``CI``."""
    config.stash[MISSING][what] = reason
    if os.environ.get("CI"):
        pytest.fail(f"{what}: {reason}", pytrace=False)
    pytest.skip(f"{what}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[SENT] = session.config.stash[MISSING]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    node.config.stash[MISSING].update(getattr(node, "workeroutput", {}).get(SENT, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for what, reason in config.stash[MISSING].items():
        terminalreporter.section(what, red=True)
        terminalreporter.write_line(reason)

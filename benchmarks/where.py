"""Where and when a bench ran: the line above its table."""

from __future__ import annotations

import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def where() -> str:
    """Date, commit, machine, Python."""
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    commit = found.stdout.strip() or "unknown"
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, commit {commit}, {platform.machine()}, Python {platform.python_version()}."

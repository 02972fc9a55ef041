"""Ready queries for the three kinds of user; each file is one document that runs as it is."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def examples() -> dict[str, str]:
    """Name → document, in the order of the files' names."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.graphql"))}

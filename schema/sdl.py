"""Writes the schema as text: ``python -m schema.sdl``."""

from __future__ import annotations

from pathlib import Path

from schema.app import build_schema

FILE = Path(__file__).with_name("schema.graphql")


def sdl() -> str:
    """The schema definition, as it is checked in."""
    return build_schema().as_str() + "\n"


if __name__ == "__main__":
    FILE.write_text(sdl(), encoding="utf-8")

"""What the environment settles: where the store is. Read once, at the start; handed on as a value."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run."""

    store: str
    """The store's address, for ``open_store``; it may hold a password."""

    def __repr__(self) -> str:
        return f"Settings(store={without_password(self.store)!r})"


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings by the environment: ``JIUJIN_STORE``, else ``var/jiujin.db`` in the project's folder."""
    return Settings(store=environment.get("JIUJIN_STORE", "").strip() or str(ROOT / "var" / "jiujin.db"))


def without_password(address: str) -> str:
    """The address, fit to be shown."""
    return re.sub(r"//[^/]*@", "//***@", address)

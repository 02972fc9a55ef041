"""Log-in names: one account for each, however it is typed."""

from __future__ import annotations

import re
import unicodedata

from engine.model import Account, property_rules

PATTERN = re.compile(property_rules(Account)["name"].pattern)


def tidy(name: str) -> str:
    """The name without what a keyboard adds to it: wide letters, spaces around it."""
    return unicodedata.normalize("NFKC", name).strip()


def account_id(name: str) -> str:
    """The id that an account of this name has; names that differ in case alone are the same account."""
    return f"account:{tidy(name).casefold()}"


def possible(name: str) -> bool:
    """Whether an account could have this name."""
    return PATTERN.fullmatch(tidy(name)) is not None

"""Places by the names that people use."""

from __future__ import annotations

from difflib import get_close_matches

from engine.errors import NotFound
from engine.model import Subdistrict
from engine.store import Match
from engine.store.port import Reader


def scope_id(reader: Reader, name: str) -> str:
    """The id of the subdistrict with this name or id, with or without 街道; empty stays empty. Raises ``NotFound``."""
    if not name:
        return ""
    known = {row["s.name"]: row["s.id"] for row in reader.query(Match("s", Subdistrict).select("s.id", "s.name"))}
    for candidate in (name, f"{name}街道", f"{name}道"):
        if candidate in known:
            return str(known[candidate])
    if name in known.values():
        return name
    near = get_close_matches(name, known, n=3, cutoff=0.3) or sorted(known)[:5]
    raise NotFound(f"没有叫“{name}”的街道；有：{'、'.join(near) or '（尚未载入区划数据）'}")

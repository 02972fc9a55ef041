"""What the page asks, as a folder of documents that a server may trust: ``python -m schema.page_documents``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web"
FOLDER = WEB / "documents"


def page_documents() -> dict[str, str]:
    """File name → document, of each that a ``web/*/documents.js`` exports; the folder's name comes first."""
    found: dict[str, str] = {}
    for path in sorted(WEB.glob("*/documents.js")):
        script = path.read_text(encoding="utf-8")
        shared = dict(re.findall(r"^const (\w+) = `(.*?)`;", script, re.S | re.M))
        for name, text in re.findall(r"^export const (\w+) = `(.*?)`;", script, re.S | re.M):
            found[f"{path.parent.name}_{name.lower()}.graphql"] = _filled(text, shared)
    return found


def _filled(text: str, shared: Mapping[str, str]) -> str:
    """Shared parts may hold others, named before them."""
    return re.sub(r"\$\{(\w+)\}", lambda part: _filled(shared[part[1]], shared), text)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.graphql"):
        old.unlink()
    for name, text in page_documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

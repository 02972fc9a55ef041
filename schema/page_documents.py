"""What the page asks, as a folder of documents that a server may trust: ``python -m schema.page_documents``."""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web"
FOLDER = WEB / "documents"


def page_documents() -> dict[str, str]:
    """File name → document, of each that ``web/documents.js`` exports."""
    script = (WEB / "documents.js").read_text(encoding="utf-8")
    shared = dict(re.findall(r"^const (\w+) = `(.*?)`;", script, re.S | re.M))
    return {
        f"{name.lower()}.graphql": re.sub(r"\$\{(\w+)\}", lambda part: shared[part[1]], text)
        for name, text in re.findall(r"^export const (\w+) = `(.*?)`;", script, re.S | re.M)
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.graphql"):
        old.unlink()
    for name, text in page_documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

"""Names in the files, and the ids that they have in the graph."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Names:
    """Kind of thing (Chinese) → name → id. Rows with faults are known by name too, so that one fault stays one."""

    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, term: str) -> dict[str, str]:
        """Name → id of the things of this kind."""
        return self.known.setdefault(term, {})

    def add(self, term: str, name: str, id: str) -> bool:
        """The name is known; false when it was already."""
        if name in self.of(term):
            return False
        self.of(term)[name] = id
        return True

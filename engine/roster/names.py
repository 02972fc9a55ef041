"""Things of the graph found by the names that people write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from engine.roster.cell import BadCell, fold

LISTED = 5
"""A refusal offers at most so many names."""


class Names:
    """Ids by name, by id, and by any further spelling; first as written, then without blanks, brackets and width."""

    def __init__(
        self,
        term: str,
        named: Iterable[tuple[str, str]],
        spellings: Iterable[tuple[str, str]] = (),
        *,
        tell_apart: str = "写编号",
    ) -> None:
        self.term, self.tell_apart = term, tell_apart
        self.shown: dict[str, str] = {}
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._folded: dict[str, set[str]] = defaultdict(set)
        self._refused: dict[str, BadCell] = {}
        for name, id in named:
            self.shown[id] = name
            self._exact[id].add(id)
            self._add(name, id)
        for name, id in spellings:
            self._add(name, id)

    def _add(self, name: str, id: str) -> None:
        self._exact[name].add(id)
        self._folded[fold(name)].add(id)

    def __len__(self) -> int:
        return len(self.shown)

    def ids(self, text: str) -> set[str]:
        """All that may be meant."""
        return self._exact.get(text) or self._folded.get(fold(text)) or set()

    def find(self, text: str) -> str:
        """The one id that is meant. Raises :class:`BadCell`, which offers the nearest names."""
        found = self.ids(text)
        if len(found) == 1:
            return next(iter(found))
        if text not in self._refused:
            self._refused[text] = self._refusal(text, found)
        raise self._refused[text]

    def _refusal(self, text: str, found: set[str]) -> BadCell:
        if found:
            return BadCell(
                f"有 {len(found)} 个同名的{self.term}", f"{self.tell_apart}；编号有 {'、'.join(sorted(found)[:LISTED])}"
            )
        if not self.shown:
            return BadCell(f"没有这个{self.term}", f"先登记{self.term}；现在一个都没有")
        return BadCell(f"没有这个{self.term}", self.near(text))

    def near(self, text: str) -> str:
        """The names that look most like it."""
        folded = fold(text)
        inside = [key for key in self._folded if len(folded) > 1 and (folded in key or key in folded) and key]
        close = get_close_matches(folded, self._folded, n=LISTED, cutoff=0.5)
        keys = [*dict.fromkeys([*close, *sorted(inside, key=len, reverse=True)])]
        ids = [id for key in keys for id in sorted(self._folded[key])]
        names = [*dict.fromkeys(self.shown[id] for id in ids)][:LISTED]
        return f"已登记的名称，相近的有：{'、'.join(names)}" if names else "已登记的名称"

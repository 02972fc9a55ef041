"""volunteers/: a roster per line, brought in by the importer that offices use."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TypeVar

from engine.district.faults import FileFault, in_file
from engine.errors import InvalidInput
from engine.model import LineId, Node
from engine.roster import import_roster
from engine.store import GraphStore, Match, Row, Transaction

FOLDER = "volunteers"
SUFFIXES = (".csv", ".xlsx", ".xls")
N = TypeVar("N", bound=Node)


class OpenStore:
    """A store whose every transaction is the one that is open already, so that several imports are one."""

    def __init__(self, store: GraphStore, tx: Transaction) -> None:
        self._store, self._tx = store, tx

    def query(self, question: Match) -> list[Row]:
        """What the open transaction answers."""
        return self._tx.query(question)

    def get(self, node: type[N], id: str) -> N | None:
        """What the open transaction finds."""
        return self._tx.get(node, id)

    def tx(self) -> AbstractContextManager[Transaction]:
        """The open transaction; whoever opened it commits or rolls back."""
        return nullcontext(self._tx)

    def migrate(self) -> list[int]:
        """What the store does."""
        return self._store.migrate()

    def explain(self, question: Match) -> list[str]:
        """What the store does."""
        return self._store.explain(question)

    def counts(self) -> dict[str, int]:
        """What the store had before the transaction."""
        return self._store.counts()

    def moments(self) -> dict[str, str]:
        """What the open transaction knows."""
        return self._tx.moments()

    def close(self) -> None:
        """Stays open: whoever opened the store closes it."""


def roster_files(folder: Path, faults: list[FileFault]) -> list[tuple[Path, LineId]]:
    """The rosters with their lines, in the order of the lines; a file that is named after no line is a fault."""
    found = []
    for path in sorted((folder / FOLDER).glob("*")):
        if path.suffix.lower() in SUFFIXES and path.stem in LineId.__members__:
            found.append((path, LineId(path.stem)))
        elif not path.name.startswith((".", "~")):
            expected = "、".join(f"{line}.csv" for line in LineId)
            faults.append(FileFault("看不出是哪个条线的名册", expected=expected, file=f"{FOLDER}/{path.name}"))
    order = list(LineId)
    return sorted(found, key=lambda entry: order.index(entry[1]))


def import_rosters(
    store: GraphStore,
    tx: Transaction,
    files: list[tuple[Path, LineId]],
    faults: list[FileFault],
    today: date | None,
) -> int:
    """The people of all rosters are in the graph, within the open transaction; each roster's faults are noted.

    Says how much was new or changed.
    """
    open_store, changed = OpenStore(store, tx), 0
    for path, line in files:
        name = f"{FOLDER}/{path.name}"
        try:
            report = import_roster(open_store, path, line, today=today)
            changed += report.added + report.changed + report.memberships_added
        except InvalidInput as error:
            faults += [in_file(name, fault) for fault in error.faults] or [FileFault(error.message, file=name)]
    return changed

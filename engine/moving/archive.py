"""A graph as lines of JSON in a sealed file, in one form for all stores.

    ["jiujin.graph/1", {"schema": 2, "written_at": "2026-11-26T16:00:00+00:00"}]
    ["nodes", "Organization"]
    {"id": "o1", "kind": "UNIT", "name": "…", "version": 3}
    ["edges", "MEMBER_OF", "Volunteer", "Organization"]
    {"from": "v1", "props": {"since": "2026-01-01"}, "to": "o1"}
    ["end", {"checksums": {"Organization": "…"}, "counts": {"Organization": 1}}]

Rows are in ascending order within their section; edges come after all nodes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy

from engine.errors import InvalidInput
from engine.model import Node
from engine.moving.progress import Told, told_of
from engine.moving.sealed import SealedFile, readable, sealed, unusable
from engine.moving.sections import SECTIONS, EdgeSection, Item, Section, parsed
from engine.moving.tally import Tally
from engine.store.changes import as_text
from engine.store.opening import SCHEMA

FORMAT = "jiujin.graph/1"
END = "end"
NOTHING = (0, "")
"""Stands for the line after the last one."""

T = TypeVar("T")


def write_archive(file: Path, rows: Iterable[Item]) -> Tally:
    """The file holds the rows. Raises what ``sealed`` raises."""
    tally = Tally()
    last: Section[Any] | None = None
    with sealed(file) as write:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        write(as_text([FORMAT, {"schema": SCHEMA, "written_at": now}]))
        for section, item in rows:
            if section is not last:
                write(as_text(list(section.heading)))
                last = section
            text = section.text(item)
            tally.add(section, text)
            write(text)
        write(as_text([END, {"counts": tally.counts, "checksums": tally.checksums()}]))
    return tally


@contextmanager
def opened_archive(file: Path) -> Iterator[Archive]:
    """The archive, its seal unbroken. Raises ``UnreadableFile``."""
    with readable():
        raw = open(file, "rb")  # noqa: SIM115 - closed below; what goes wrong there is not the file's fault
    with raw:
        yield Archive(SealedFile(raw))


class Archive:
    """The rows of a graph. Raises ``UnreadableFile`` for whatever ``write_archive`` would not have written."""

    def __init__(self, file: SealedFile) -> None:
        self._file = file
        self.digest = file.digest
        """The same for the same archive."""

    def verify(self, told: Told) -> None:
        """All of it is sound: every row by the model, every edge between nodes of the archive, every count and sum."""
        nodes = _Nodes()
        for section, item in told_of(self.rows(), told, "检查"):
            if not isinstance(section, EdgeSection):
                nodes.add(item)
            elif not (nodes.have(section.source, item.source) and nodes.have(section.target, item.target)):
                raise unusable(f"有“{section.name}”的一端不在其中")

    def rows(self) -> Iterator[Item]:
        """All rows, in their order."""
        lines = enumerate(self._file.lines(), 1)
        _check_header(*next(lines, NOTHING))
        tally, ahead = Tally(), {as_text(list(section.heading)): section for section in SECTIONS}
        number, line = next(lines, NOTHING)
        while section := _section(number, line, ahead):
            number, line = yield from _rows_of(section, lines, tally)
        _check_end(number, line, tally)
        if next(lines, None):
            raise unusable("末尾之后还有内容")


class _Nodes:
    """Which nodes there are, in eight bytes each."""

    def __init__(self) -> None:
        self._hashes: defaultdict[type[Node], array[int]] = defaultdict(lambda: array("q"))
        self._sorted: set[type[Node]] = set()

    def add(self, node: Node) -> None:
        """It is there."""
        self._hashes[type(node)].append(hash(node.id))

    def have(self, node: type[Node], id: str) -> bool:
        """Whether it is there; no more of its label are added after the first question."""
        hashes = self._hashes[node]
        if node not in self._sorted:
            numpy.asarray(hashes).sort()
            self._sorted.add(node)
        place = bisect_left(hashes, hash(id))
        return place < len(hashes) and hashes[place] == hash(id)


def _section(number: int, line: str, ahead: dict[str, Section[Any]]) -> Section[Any] | None:
    """The section that the line opens, each once; ``None`` for the end."""
    if line.startswith(f'["{END}"'):
        return None
    if not line:
        raise unusable("不完整")
    if line not in ahead:
        raise unusable("有不认识的部分，或重复", number)
    return ahead.pop(line)


def _rows_of(
    section: Section[Any], lines: Iterator[tuple[int, str]], tally: Tally
) -> Generator[Item, None, tuple[int, str]]:
    """The section's rows; then the line that follows them."""
    last: tuple[str, ...] = ()
    for number, line in lines:
        if line.startswith("["):
            return number, line
        item = _sound(number, line, section.of_json)
        if section.key(item) <= last:
            raise unusable("次序不对或重复", number)
        last = section.key(item)
        tally.add(section, line)
        yield section, item
    return NOTHING


def _check_header(number: int, line: str) -> None:
    match _sound(number, line, lambda value: value):
        case [str(name), {"schema": int(schema)}] if name == FORMAT:
            if schema > SCHEMA:
                raise unusable(f"出自更新版本的程序（结构第 {schema} 版），请先升级本程序")
        case _:
            raise unusable(f"不是这种格式：{FORMAT}")


def _check_end(number: int, line: str, tally: Tally) -> None:
    if _sound(number, line, lambda value: value) != [END, {"counts": tally.counts, "checksums": tally.checksums()}]:
        raise unusable("数目或校验和不符")


def _sound(number: int, line: str, read: Callable[[Any], T]) -> T:
    """What is read from the line's value; what is wrong is told without the content, which may be personal."""
    try:
        return read(parsed(line))
    except InvalidInput as error:
        raise unusable("内容不合要求", number, "、".join(fault.field for fault in error.faults)) from None
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
        raise unusable("读不懂", number) from None

"""CSV files with Chinese headings: rows whose cells are read, checked and complained about one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from engine.district.faults import FileFault, in_file
from engine.district.names import Names
from engine.errors import Fault, InvalidNode
from engine.model import Node
from engine.roster.cell import BadCell, clean, one_line, parts

N = TypeVar("N", bound=Node)
T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """One row, and what is wrong with it."""

    file: str
    number: int
    cells: Mapping[str, str]
    faults: list[FileFault]
    complained: set[str] = field(default_factory=set)
    """The columns that have a fault."""

    @property
    def sound(self) -> bool:
        """Nothing is wrong so far; nothing is built from an unsound row."""
        return not self.complained

    def complain(self, message: str, column: str = "", *, expected: str = "", value: str = "") -> None:
        """The row has this fault."""
        self.complained.add(column)
        self.faults.append(in_file(self.file, Fault(message, column, self.number, expected, value)))

    def text(self, column: str, *, required: bool = False) -> str:
        """The cell on one line, without blanks around it."""
        text = self.cells.get(column, "")
        if required and not text:
            self.complain("没有填", column)
        return text

    def read(self, column: str, parse: Callable[[str], T], default: T) -> T:
        """The parsed cell; the default when it is empty, or when it cannot be read, which is complained about."""
        text = self.cells.get(column, "")
        if not text:
            return default
        try:
            return parse(text)
        except BadCell as bad:
            self.complain(bad.message, column, expected=bad.expected, value=text[:40])
            return default

    def number_of(self, column: str, default: int | None = None) -> int:
        """A whole number; a fault when it is missing and has no default."""
        if default is None:
            self.text(column, required=True)
        return self.read(column, _integer, default or 0)

    def degrees(self, column: str) -> float:
        """Degrees, required."""
        self.text(column, required=True)
        return self.read(column, _decimal, 0.0)

    def ids(self, column: str, known: Mapping[str, str], term: str, *, required: bool = False) -> list[str]:
        """The ids of the things that the cell names, each once."""
        names = list(dict.fromkeys(parts(self.text(column, required=required))))
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=3)
                hint = f"可是“{'”“'.join(near)}”？" if near else f"已登记的{term}"
                self.complain(f"没有这个{term}", column, expected=hint, value=name[:40])
        return [known[name] for name in names if name in known]

    def id_of(self, column: str, known: Mapping[str, str], term: str, *, required: bool = False) -> str:
        """The id of the one thing that the cell names; empty when it names none."""
        found = self.ids(column, known, term, required=required)
        if len(found) > 1:
            self.complain(f"只能写一个{term}", column)
        return found[0] if found else ""

    def build(self, kind: type[N], /, **properties: Any) -> N | None:
        """The node, or ``None`` with the row's faults complained about."""
        try:
            node = kind(**properties)
        except InvalidNode as error:
            told, self.complained = self.complained, self.complained | {fault.field for fault in error.faults}
            self.faults += [in_file(self.file, fault, self.number) for fault in error.faults if fault.field not in told]
            return None
        return node if self.sound else None


def read_table(path: Path, columns: Sequence[str], faults: list[FileFault], *, optional: bool = False) -> list[Row]:
    """The rows of a file, blank ones left out; what keeps it from being read goes to ``faults``."""
    if optional and not path.exists():
        return []
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        faults.append(FileFault("缺少这个文件", file=path.name, whole_file=True))
        return []
    except UnicodeDecodeError:
        expected = "另存为“CSV UTF-8”"
        faults.append(FileFault("不是 UTF-8 文本", expected=expected, file=path.name, whole_file=True))
        return []
    return list(_rows(path.name, content, columns, faults))


def _rows(file: str, content: str, columns: Sequence[str], faults: list[FileFault]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        head = [one_line(clean(cell)) for cell in next(reader, [])]
        if not _head_is_right(file, head, columns, faults):
            return
        for number, cells in enumerate(reader, start=2):
            texts = [one_line(clean(cell)) for cell in cells]
            if not any(texts):
                continue
            row = Row(file, number, dict(zip(head, texts, strict=False)), faults)
            if any(texts[len(head) :]):
                row.complain(f"多出 {len(texts) - len(head)} 格", expected=f"每行 {len(head)} 格；格内有逗号时加引号")
            yield row
    except csv.Error as error:
        faults.append(FileFault(f"不是完整的 CSV：{error}", row=reader.line_num, file=file, whole_file=True))


def _head_is_right(file: str, head: list[str], columns: Sequence[str], faults: list[FileFault]) -> bool:
    missing = [column for column in columns if column not in head]
    unknown = [column for column in head if column and column not in columns]
    twice = sorted({column for column in head if column and head.count(column) > 1})
    expected = "、".join(columns)
    for message, found in (("缺少列", missing), ("不认识的列", unknown), ("重复的列", twice)):
        if found:
            said = f"{message}：{'、'.join(found)}"
            faults.append(FileFault(said, row=1, expected=expected, file=file, whole_file=True))
    return not (missing or unknown or twice)


def named_rows(rows: Sequence[Row], names: Names, term: str, prefix: str) -> list[tuple[Row, str, str]]:
    """Each row with its name and the id made from it, all of them known from now on.

    A name must be there, unique, and such that it can stand in a list of names.
    """
    found = []
    for row in rows:
        name = row.text("名称", required=True)
        id = f"{prefix}:{name.replace(' ', '')}"
        if " " in name or len(parts(name)) > 1:
            row.complain("名称中不能有空格、顿号、逗号、分号", "名称", value=name[:40])
        elif name and not names.add(term, name, id):
            row.complain(f"这个{term}已经有了", "名称", value=name[:40])
        found.append((row, name, id))
    return found


def one_of(terms: Mapping[str, T]) -> Callable[[str], T]:
    """Reads one of these words."""

    def parse(text: str) -> T:
        if text not in terms:
            raise BadCell("不认识", "、".join(terms))
        return terms[text]

    return parse


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadCell("不是整数", "例如 2") from None


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadCell("不是数", "例如 113.65") from None

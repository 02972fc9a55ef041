"""What an import did, and the rows that it gave back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from engine.errors import Fault

SHOWN_WARNINGS = 20
"""The printed report shows so many; all of them are in ``warnings``."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not imported, as it stood in the file, and why."""

    row: int
    reasons: tuple[str, ...]
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReport:
    """What holds after an import. People are counted once, whatever the number of their rows."""

    rows: int
    """Rows with content, without header and examples."""
    added: int
    changed: int
    """People whose properties or links other than memberships changed."""
    unchanged: int
    memberships_added: int
    rejected: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    titles: tuple[str, ...] = ()
    rejected_rows: tuple[RejectedRow, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        refused = f"；退回 {len(self.rejected_rows)} 行" if self.rejected_rows else ""
        lines = [
            f"名册共 {self.rows} 行：新增 {self.added} 人，更新 {self.changed} 人，未变 {self.unchanged} 人，"
            f"新增成员关系 {self.memberships_added} 份{refused}",
            *(f"  · 退回 {fault}" for fault in self.rejected),
            *(f"  · 提示 {warning}" for warning in self.warnings[:SHOWN_WARNINGS]),
        ]
        left = len(self.warnings) - SHOWN_WARNINGS
        return "\n".join([*lines, f"  · 另有 {left} 条提示"] if left > 0 else lines)

    def write_rejected(self, path: Path) -> None:
        """The rejected rows are in a workbook that can be corrected and imported again; no row is lost."""
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "未导入的行"
        sheet.append([*self.titles, "原因", "原行号"])
        for rejected in self.rejected_rows:
            place = sheet.max_row + 1
            width = max(len(self.titles), len(rejected.cells))
            cells = [*rejected.cells, *[""] * (width - len(rejected.cells))]
            for column, text in enumerate([*cells[: len(self.titles)], "；".join(rejected.reasons)], start=1):
                # A text that begins with "=" stays a text.
                cell = sheet.cell(place, column, text)
                cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", text.startswith(("=", "+", "-", "@"))
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.cell(place, len(self.titles) + 2, rejected.row)
        for heading in sheet[1]:
            heading.font, heading.fill = Font(bold=True), PatternFill("solid", start_color="FFF2CC")
        sheet.freeze_panes = "A2"
        book.save(path)

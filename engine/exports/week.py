"""A week's roster in the format that was asked for."""

from __future__ import annotations

from enum import StrEnum

from engine.exports.csv import week_csv
from engine.exports.pdf import week_pdf
from engine.exports.roster import Roster
from engine.exports.sections import By, sections
from engine.exports.xlsx import week_xlsx
from engine.store.port import Reader


class Format(StrEnum):
    """The formats, by the ending of their files."""

    XLSX = "xlsx"
    PDF = "pdf"
    CSV = "csv"


MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.CSV: "text/csv; charset=utf-8",
}


def week_file(reader: Reader, roster: Roster, form: Format, by: By = By.ROAD) -> bytes:
    """The file. Raises ``FontMissing`` for a PDF where no font has Chinese characters."""
    match form:
        case Format.CSV:
            return week_csv(roster)
        case Format.XLSX:
            return week_xlsx(roster, sections(reader, roster, by))
        case Format.PDF:
            return week_pdf(roster, sections(reader, roster, by))

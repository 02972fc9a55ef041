"""The roster as CSV: UTF-8 with a byte order mark, as spreadsheets expect it, and no formulas."""

from __future__ import annotations

import csv
import io

from engine.exports.columns import columns, lines
from engine.exports.roster import Roster


def week_csv(roster: Roster) -> bytes:
    """The file: a heading, and a line for each person in each shift."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(columns(phones=roster.phones))
    table.writerows(lines(roster.duties, phones=roster.phones))
    return written.getvalue().encode("utf-8-sig", "replace")

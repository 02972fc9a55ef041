"""What leaves the system as a file: a week's roster and calendars, as much of them as their reader may see."""

from __future__ import annotations

from engine.exports.calendar import person_calendar, station_calendar
from engine.exports.recording import record_export
from engine.exports.roster import Roster, read_roster
from engine.exports.sections import By
from engine.exports.selection import Selection
from engine.exports.titles import file_name
from engine.exports.week import Format, week_file

__all__ = [
    "By",
    "Format",
    "Roster",
    "Selection",
    "file_name",
    "person_calendar",
    "read_roster",
    "record_export",
    "station_calendar",
    "week_file",
]

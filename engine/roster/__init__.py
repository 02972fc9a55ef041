"""Rosters: a line's people come in by Excel or CSV, and the template for it goes out."""

from engine.roster.importing import import_roster
from engine.roster.report import RejectedRow, RosterReport
from engine.roster.template import write_template

__all__ = ["RejectedRow", "RosterReport", "import_roster", "write_template"]

"""A district from plain files: all of it, in one transaction, or nothing and every fault of every file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.district.draft import Draft
from engine.district.faults import FileFault
from engine.district.names import Names
from engine.district.organizations import read_organizations
from engine.district.places import read_communities, read_roads, read_subdistricts
from engine.district.report import DistrictReport
from engine.district.responsibilities import Named, read_responsibilities, write_responsibilities
from engine.district.rosters import import_rosters, roster_files
from engine.district.settings import read_settings
from engine.district.stand_ins import add_stand_ins
from engine.district.stations import read_stations
from engine.district.streets import read_streets
from engine.district.teams import read_teams
from engine.district.templates import read_templates
from engine.district.write import write_draft
from engine.errors import DistrictFaults
from engine.model import District, LineId, Volunteer
from engine.nearest import link_near
from engine.store import GraphStore, Match, Transaction

READERS: tuple[Callable[[Path, Draft, Names, list[FileFault]], None], ...] = (
    read_settings,
    read_subdistricts,
    read_communities,
    read_roads,
    read_streets,
    read_organizations,
    read_stations,
    read_teams,
    read_templates,
)
"""One per file, in an order in which each finds the names that it refers to."""


@dataclass(slots=True)
class _Reading:
    draft: Draft = field(default_factory=Draft)
    names: Names = field(default_factory=Names)
    faults: list[FileFault] = field(default_factory=list)
    responsible: list[Named] = field(default_factory=list)
    rosters: list[tuple[Path, LineId]] = field(default_factory=list)


def load_district(store: GraphStore, folder: Path, *, today: date | None = None) -> DistrictReport:
    """The graph holds the district that the folder describes; loading it again changes nothing.

    ``today`` is the day from which new memberships and claims count. Raises ``DistrictFaults`` with every fault of
    every file, and then nothing was written.
    """
    folder = Path(folder)
    reading = _read(folder)
    with store.tx() as tx:
        changed = _write(store, tx, reading, today)
        if reading.faults:
            raise DistrictFaults(
                f"“{folder.name}”的数据有 {len(reading.faults)} 处错误，没有写入任何内容", reading.faults
            )
        people = tx.query(Match("v", Volunteer).count())[0]["count"]
    counts = {kind.LABEL: len(nodes) for kind, nodes in reading.draft.nodes.items()} | {"Volunteer": people}
    districts = reading.draft.nodes[District].values()
    name = next((district.name for district in districts if isinstance(district, District)), "")
    return DistrictReport(name, counts, changed)


def _read(folder: Path) -> _Reading:
    reading = _Reading()
    for read in READERS:
        read(folder, reading.draft, reading.names, reading.faults)
    reading.responsible = read_responsibilities(folder, reading.names, reading.faults)
    reading.rosters = roster_files(folder, reading.faults)
    return reading


def _write(store: GraphStore, tx: Transaction, reading: _Reading, today: date | None) -> int:
    """Writes everything; with faults, only so far that the rosters can be checked before all is rolled back."""
    if reading.faults:
        if any(fault.whole_file for fault in reading.faults):
            return 0
        add_stand_ins(reading.draft, reading.names)
    changed = write_draft(tx, reading.draft)
    changed += import_rosters(store, tx, reading.rosters, reading.faults, today)
    if not reading.faults:
        changed += write_responsibilities(tx, reading.responsible)
    return changed + link_near(tx)

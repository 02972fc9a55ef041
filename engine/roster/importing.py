"""A roster file becomes volunteers and their edges, in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from engine.coordinates import ZHENGZHOU, CoordinateSystem, metres_between
from engine.errors import Fault, RosterFaults, UnreadableFile
from engine.model import LineId, Volunteer
from engine.nearest import JunctionIndex, link_near
from engine.roster.cell import BadCell
from engine.roster.columns import Column
from engine.roster.draft import Draft, RowReader, is_blank, is_example, read_draft, repeats_header
from engine.roster.header import Header, find_header, header_faults
from engine.roster.known import Known, load_known
from engine.roster.links import BASED_AT, LINKS, MEMBER_OF, missing_pairs, stored_pairs, wanted_pairs, write_pairs
from engine.roster.partners import pair_up
from engine.roster.person import Person, gathered, identify, resolve
from engine.roster.places import nearest
from engine.roster.report import RejectedRow, RosterReport
from engine.roster.table import Table, read_tables
from engine.store.port import GraphStore, Transaction
from engine.store.question import Match, is_in

FAR_METRES = 30_000
"""Nobody of the district lives or works further than this from its network."""


@dataclass(slots=True)
class Reading:
    """A file as read: its header, its rows by number, and what they say."""

    header: Header
    rows: dict[int, Sequence[str]] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def import_roster(
    store: GraphStore,
    path: Path,
    line: LineId,
    *,
    coordinates: CoordinateSystem | None = None,
    accept_valid: bool = False,
    today: date | None = None,
    sheet: str | None = None,
    within: Collection[str] | None = None,
) -> RosterReport:
    """The people of the file are in the graph, as members of the line's organizations, near their junctions.

    ``within`` are the organizations that may be named; all of the line, if it is not given.

    ``coordinates`` is the system of rows that do not say theirs; ``today`` the day from which memberships and claims
    count. Raises ``UnreadableFile``; ``RosterFaults`` with every fault, after which nothing is written, unless
    ``accept_valid``: then the rows that hold are written and the others are in the report.
    """
    day = today or datetime.now().astimezone().date()
    reading = read_roster(path, coordinates, sheet)
    people = gathered(reading.drafts)
    with store.tx() as tx:
        stored = _stored(tx, people)
        known = load_known(tx, line, within)
        identify(people, stored)
        for person in people:
            resolve(person, known)
        _check_area(people, known.junctions)
        pair_up(people, stored)
        faults = _sorted([*reading.faults, *(fault for person in people for fault in person.all_faults())])
        if faults and not accept_valid:
            raise RosterFaults(faults=faults)
        valid = [person for person in people if not person.faults]
        changed, memberships = _write(tx, valid, known, day)
    warnings = [*reading.warnings, *(warning for person in valid for warning in person.warnings)]
    warnings += _of_graph(valid, known)
    added = sum(person.stored is None for person in valid)
    return RosterReport(
        rows=len(reading.rows),
        added=added,
        changed=len(changed),
        unchanged=len(valid) - added - len(changed),
        memberships_added=memberships,
        rejected=tuple(faults),
        warnings=tuple(_sorted(warnings)),
        titles=reading.header.titles,
        rejected_rows=tuple(_rejected(reading, faults)),
    )


def read_roster(path: Path, coordinates: CoordinateSystem | None, sheet: str | None = None) -> Reading:
    """What the file says, with the faults that need no graph. Raises ``UnreadableFile``, ``RosterFaults`` (header)."""
    table, header = _chosen(read_tables(path), sheet)
    if faults := list(header_faults(header)):
        raise RosterFaults(faults=faults)
    reading = Reading(header)
    if header.unknown:
        reading.warnings.append(Fault(f"这些列没有导入：{'、'.join(header.unknown)}", row=header.row + 1))
    for index, cells in enumerate(table.rows[header.row + 1 :], start=header.row + 2):
        if not is_blank(cells) and not repeats_header(header, cells):
            _read_row(reading, RowReader(header, index, cells, coordinates))
    if not reading.rows:
        raise UnreadableFile("表头下面没有一行数据")
    return reading


def _read_row(reading: Reading, reader: RowReader) -> None:
    if is_example(reader):
        reading.warnings.append(Fault("这是示例行，没有导入", row=reader.row))
        return
    reading.rows[reader.row] = reader.cells
    draft = read_draft(reader)
    reading.faults += reader.faults
    reading.warnings += reader.warnings
    if draft is not None:
        reading.drafts.append(draft)


def _chosen(tables: Sequence[Table], sheet: str | None) -> tuple[Table, Header]:
    """The one table with a header."""
    if sheet is not None and sheet not in {table.name for table in tables}:
        names = "、".join(table.name for table in tables if table.name)
        raise UnreadableFile(f"没有工作表“{sheet}”；有：{names or '（文本文件没有工作表）'}")
    searched = [table for table in tables if (table.name == sheet if sheet is not None else table.visible)]
    found = [(table, header) for table in searched if (header := find_header(table.rows)) is not None]
    if not found:
        raise UnreadableFile(
            "前 20 行里没有找到表头；表头须有“姓名”“手机号”“单位/支部”“可服务时间”等列，可用 --template 生成模板"
        )
    if len(found) > 1:
        names = "、".join(f"“{table.name}”" for table, _ in found)
        raise RosterFaults(faults=[Fault(f"几张工作表都像名册：{names}", expected="用 --sheet 说明导入哪一张")])
    return found[0]


def _stored(tx: Transaction, people: Sequence[Person]) -> list[Volunteer]:
    phones = {
        phone
        for person in people
        for phone in (person.draft.phone, *(other.phone for other in (*person.draft.escorts, *person.draft.together)))
    }
    rows = tx.query(Match("v", Volunteer).where(is_in("v.phone", sorted(phones))).order("v.id"))
    return [Volunteer.from_props(row["v"]) for row in rows]


def _check_area(people: Sequence[Person], junctions: JunctionIndex) -> None:
    places = [
        (person, column, point)
        for person in people
        for column, point in ((Column.HOME_POINT, person.draft.home), (Column.WORK_POINT, person.draft.work))
        if point is not None
    ]
    if not places:
        return
    points = [point for _, _, point in places]
    if junctions.ids:
        metres = list(junctions.nearest_many([lat for lat, _ in points], [lon for _, lon in points])[1])
    else:
        metres = [metres_between(*point, *ZHENGZHOU) for point in points]
    for (person, column, _), away in zip(places, metres, strict=True):
        if away > FAR_METRES:
            bad = BadCell(f"离本区路网 {away / 1000:.0f} 公里，不在本区附近", "核对经纬度；经度在前")
            person.refuse(column, bad)


def _write(tx: Transaction, people: Sequence[Person], known: Known, today: date) -> tuple[set[str], int]:
    """Everything is written; the ids of stored people who changed, and the number of new memberships."""
    old = [person.id for person in people if person.stored is not None]
    stored = {link: stored_pairs(tx, link, old) if old else {} for link in LINKS}
    _nearest_stations(people, known, {source for source, _ in stored[BASED_AT]})
    tx.upsert_nodes(person.volunteer for person in people if person.volunteer and person.volunteer != person.stored)
    changed = {person.id for person in people if person.stored is not None and person.volunteer != person.stored}
    memberships = 0
    for link, wanted in wanted_pairs(people, today).items():
        missing = missing_pairs(link, wanted, stored[link], today)
        write_pairs(tx, link, missing)
        if link is MEMBER_OF:
            memberships = len(missing)
        else:
            changed |= {end for pair in missing for end in pair} & set(old)
    link_near(tx, known.junctions, only=[person.id for person in people])
    return changed, memberships


def _nearest_stations(people: Sequence[Person], known: Known, based: set[str]) -> None:
    """Whoever neither names nor has a station gets the one nearest to his home, as the crow flies."""
    if not known.station_points:
        return
    without = [
        (person, (person.volunteer.home_lat, person.volunteer.home_lon))
        for person in people
        if person.volunteer and not person.station and person.id not in based
    ]
    stations = nearest(known.station_points, [home for _, home in without])
    for (person, _), station in zip(without, stations, strict=True):
        person.station = station


def _of_graph(people: Sequence[Person], known: Known) -> Iterable[Fault]:
    """What the graph lacks for these people."""
    if people and not known.junctions.ids:
        yield Fault("还没有路网，志愿者暂未连到路口；导入道路后自动补上")
    if people and not known.station_points:
        yield Fault("还没有服务站，志愿者暂无所在服务站；登记服务站后再导入一次即可")


def _rejected(reading: Reading, faults: Sequence[Fault]) -> Iterable[RejectedRow]:
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        if fault.row is not None:
            field = f"{fault.field}：" if fault.field else ""
            expected = f"（应为：{fault.expected}）" if fault.expected else ""
            reasons.setdefault(fault.row, []).append(f"{field}{fault.message}{expected}")
    for row, told in sorted(reasons.items()):
        yield RejectedRow(row, tuple(told), tuple(reading.rows[row]))


def _sorted(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.row or 0, fault.field))

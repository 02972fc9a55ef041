"""A roster that comes as a file with the request (导入名册)."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Annotated, Self

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from engine.access import Action
from engine.coordinates import CoordinateSystem
from engine.errors import Fault as Wrong
from engine.errors import InvalidInput, NotPermitted, UnreadableFile
from engine.model import Line, LineId, Organization
from engine.roster import RosterReport, import_roster
from engine.store import Match, is_in
from schema import enums
from schema.context import Context
from schema.refusals import AnyRefusal, Fault

KINDS = frozenset({".xlsx", ".xls", ".csv"})


@strawberry.input(description="A line's roster, and how to read it (导入名册).")
class ImportRosterInput:
    file: Upload = strawberry.field(description="The file: .xlsx, .xls or .csv (文件).")
    line: enums.LineId = strawberry.field(description="The line whose roster it is (条线).")
    coordinates: enums.CoordinateSystem | None = strawberry.field(
        default=None, description="The system of coordinates of rows that do not say theirs (坐标系)."
    )
    accept_valid: bool = strawberry.field(
        default=False, description="Whether the rows that hold are imported although others do not (只导入合格的行)."
    )
    sheet: str = strawberry.field(default="", description="The sheet, when several look like a roster (工作表).")


@strawberry.type(description="The roster is in the graph (已导入).")
class ImportRosterSuccess:
    rows: int = strawberry.field(description="Rows with content (行数).")
    added: int = strawberry.field(description="People who are new (新增).")
    changed: int = strawberry.field(description="People of whom something changed (更新).")
    unchanged: int = strawberry.field(description="People who are as they were (未变).")
    memberships_added: int = strawberry.field(description="Memberships that are new (新增成员关系).")
    rejected: list[Fault] = strawberry.field(description="What is wrong in rows that were not imported (退回).")
    warnings: list[Fault] = strawberry.field(description="What one should know of the others (提示).")

    @classmethod
    def of(cls, report: RosterReport) -> Self:
        """The report as the schema shows it."""
        return cls(
            rows=report.rows,
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            memberships_added=report.memberships_added,
            rejected=[Fault.of(fault) for fault in report.rejected],
            warnings=[Fault.of(fault) for fault in report.warnings],
        )


ImportRosterPayload = Annotated[
    ImportRosterSuccess | AnyRefusal,
    strawberry.union("ImportRosterPayload", description="What was imported, or every fault of the file (结果)."),
]


async def imported(context: Context, given: ImportRosterInput) -> ImportRosterSuccess:
    """The roster is in the graph, as far as it is the viewer's to bring. Raises what ``import_roster`` does."""
    within = await _within(context, given.line)
    store = context.recording(Action.IMPORT_ROSTER, f"line:{given.line.value}")
    upload: object = given.file
    if not isinstance(upload, UploadFile):
        raise InvalidInput("没有收到文件", [Wrong("文件须随请求以 multipart 上传", "file")])
    kind = PurePath(upload.filename or "").suffix.lower()
    if kind not in KINDS:
        raise UnreadableFile(
            "名册须是 .xlsx、.xls 或 .csv 文件", [Wrong("文件类型不对", "file", expected="、".join(sorted(KINDS)))]
        )
    body = await upload.read()

    def read() -> RosterReport:
        with tempfile.TemporaryDirectory(prefix="jiujin-roster-") as folder:
            path = Path(folder) / f"roster{kind}"
            path.write_bytes(body)
            return import_roster(
                store,
                path,
                LineId(given.line.value),
                coordinates=CoordinateSystem(given.coordinates.value) if given.coordinates else None,
                accept_valid=given.accept_valid,
                sheet=given.sheet or None,
                within=within,
            )

    return ImportRosterSuccess.of(await context.call(read))


async def _within(context: Context, line: LineId) -> Collection[str] | None:
    """The organizations that the viewer may name; all for whoever sees all. Raises ``NotPermitted``."""
    scope = await context.scope()
    if scope.whole:
        return None
    question = Match("o", Organization).where(is_in("o.id", scope.organizations)).hop("IN_LINE", "l", Line)
    rows = await context.call(context.store.query, question.select("o.id", "l.id"))
    if not any(row["l.id"] == line.value for row in rows):
        raise NotPermitted("这不是您的条线")
    return scope.organizations

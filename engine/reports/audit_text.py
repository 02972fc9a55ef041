"""The audit records as a table: ids and fields, nothing of what was seen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from engine.model import ROLE_TERMS, Audit, Role

SHOWN = 3
"""So many ids are listed of a record; the others are counted."""


def audit_text(records: Sequence[Audit]) -> Table:
    """One line for each record, in the order given."""
    table = Table("时间（协调世界时）", "账户", "角色", "动作", "字段", "对象", "目的")
    for record in records:
        table.add_row(
            record.at[:19].replace("T", " "),
            record.account.removeprefix("account:"),
            ROLE_TERMS[Role(record.role)] if record.role else "",
            record.action,
            "、".join(record.fields),
            _listed(record.subjects),
            record.purpose,
        )
    return table


def _listed(subjects: Sequence[str]) -> str:
    shown = "、".join(subjects[:SHOWN])
    return f"{shown} 等 {len(subjects)} 个" if len(subjects) > SHOWN else shown

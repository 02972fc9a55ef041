"""SQLite's errors as the store's own: what cannot be helped now is ``StoreUnavailable``, with the reason in Chinese."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import StoreUnavailable

REASONS: dict[int, str] = {
    sqlite3.SQLITE_BUSY: "正被另一个程序占用，请稍后再试",
    sqlite3.SQLITE_LOCKED: "正被另一个程序占用，请稍后再试",
    sqlite3.SQLITE_FULL: "写不下了：磁盘已满，刚才的改动没有保存",
    sqlite3.SQLITE_READONLY: "只能读，不能写：请检查文件和所在文件夹的权限",
    sqlite3.SQLITE_CANTOPEN: "打不开：请检查文件夹是否存在、有无读写权限",
    sqlite3.SQLITE_PERM: "打不开：没有权限",
    sqlite3.SQLITE_NOTADB: "打不开：这个文件不是数据库",
    sqlite3.SQLITE_CORRUPT: "已损坏，请用备份恢复",
    sqlite3.SQLITE_IOERR: "读写出错：磁盘可能已满或有故障，刚才的改动没有保存",
    sqlite3.SQLITE_NOMEM: "内存不足",
}


def unavailable(reason: str) -> StoreUnavailable:
    """The error that says so."""
    return StoreUnavailable(f"数据库{reason}")


@contextmanager
def translated() -> Iterator[None]:
    """An error of SQLite's surroundings inside the block leaves it as ``StoreUnavailable``."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        code: int | None = getattr(error, "sqlite_errorcode", None)
        if isinstance(error, sqlite3.ProgrammingError) or code is None:
            raise
        primary = code & 0xFF
        if primary in REASONS:
            raise unavailable(REASONS[primary]) from error
        if primary == sqlite3.SQLITE_ERROR and "no such table" in str(error):
            raise unavailable("还没有建好（尚未执行结构升级）") from error
        raise

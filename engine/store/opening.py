"""From an address to an open store."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from engine.errors import Fault, InvalidInput, StoreUnavailable
from engine.store.port import GraphStore
from engine.store.sqlite import SqliteStore

SQLITE = "sqlite:"


def open_store(address: str) -> GraphStore:
    """The store at the address, its schema the newest.

    ``sqlite:///a/b.db`` is the file /a/b.db, ``sqlite:a/b.db`` or plain ``a/b.db`` one relative to where the program
    runs; missing folders are made. Raises ``StoreUnavailable``; ``InvalidInput`` for an address of no known kind.
    """
    store = SqliteStore(sqlite_path(address))
    try:
        store.path.parent.mkdir(parents=True, exist_ok=True)
        store.migrate()
    except OSError as error:
        raise StoreUnavailable("数据库打不开：不能建立它所在的文件夹") from error
    except BaseException:
        store.close()
        raise
    return store


def sqlite_path(address: str) -> Path:
    """The file that a SQLite address names. Raises ``InvalidInput``."""
    if scheme := re.match(r"\w+:", address):
        path = unquote(address.removeprefix(SQLITE).removeprefix("//")) if scheme[0] == SQLITE else ""
    else:
        path = address
    if not path.strip():
        fault = Fault("不认识这种数据库地址", "JIUJIN_STORE", expected="sqlite:///文件夹/文件名.db")
        raise InvalidInput("数据库地址有误", [fault])
    return Path(path)

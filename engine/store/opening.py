"""From an address to an open store."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from engine.errors import Fault, InvalidInput, StoreUnavailable
from engine.store.neo4j import SCHEMES, Access, Neo4jStore
from engine.store.port import GraphStore
from engine.store.sqlite import SqliteStore

SQLITE = "sqlite:"


def open_store(address: str) -> GraphStore:
    """The store at the address, its schema the newest.

    ``sqlite:///a/b.db`` is the file /a/b.db, ``sqlite:a/b.db`` or plain ``a/b.db`` one relative to where the program
    runs; missing folders are made. ``neo4j://host:port`` is a server (also ``bolt``, and ``+s`` or ``+ssc`` for
    encryption); user and password come from the environment (``neo4j.Access``). Raises ``StoreUnavailable``;
    ``InvalidInput`` for an address of no known kind.
    """
    store = _unopened(address)
    try:
        store.migrate()
    except BaseException:
        store.close()
        raise
    return store


def _unopened(address: str) -> GraphStore:
    if address.partition("://")[0] in SCHEMES:
        return Neo4jStore(Access.of(address))
    path = sqlite_path(address)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable("数据库打不开：不能建立它所在的文件夹") from error
    return SqliteStore(path)


def sqlite_path(address: str) -> Path:
    """The file that a SQLite address names. Raises ``InvalidInput``."""
    if scheme := re.match(r"\w+:", address):
        path = unquote(address.removeprefix(SQLITE).removeprefix("//")) if scheme[0] == SQLITE else ""
    else:
        path = address
    if not path.strip():
        fault = Fault(
            "不认识这种数据库地址", "JIUJIN_STORE", expected="sqlite:///文件夹/文件名.db 或 neo4j://主机:端口"
        )
        raise InvalidInput("数据库地址有误", [fault])
    return Path(path)

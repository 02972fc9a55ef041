"""From an address to an open store."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from engine.errors import Fault, InvalidInput, StoreUnavailable
from engine.store.arrivals import unfinished
from engine.store.neo4j import SCHEMES, Access, Neo4jStore
from engine.store.neo4j import migrations as neo4j_migrations
from engine.store.port import MovableStore
from engine.store.sqlite import SqliteStore
from engine.store.sqlite import migrations as sqlite_migrations

SQLITE = "sqlite:"


SCHEMA = max(migration.NUMBER for migration in (*sqlite_migrations.MIGRATIONS, *neo4j_migrations.MIGRATIONS))
"""The number of the form in which this program keeps graphs."""


def open_store(
    address: str,
    environment: Mapping[str, str] = os.environ,
    *,
    must_exist: bool = False,
    arriving: bool = False,
) -> MovableStore:
    """The store at the address, its schema the newest. With ``must_exist``, no file is made; with ``arriving``, the
    graph may be unfinished (``MovableStore``).

    ``sqlite:///a/b.db`` is the file /a/b.db, ``sqlite:a/b.db`` or plain ``a/b.db`` one relative to where the program
    runs; missing folders are made. ``neo4j://host:port`` is a server (also ``bolt``, and ``+s`` or ``+ssc`` for
    encryption); user and password come from the environment (``neo4j.Access``). Raises ``StoreUnavailable``;
    ``InvalidInput`` for an address of no known kind.
    """
    store = _unopened(address, environment, must_exist)
    try:
        store.migrate()
        if not arriving and (what := store.arriving()):
            raise unfinished(what)
    except BaseException:
        store.close()
        raise
    return store


def place_of(address: str) -> str:
    """The same for two addresses that are written differently and name the same file."""
    return address.rstrip("/") if _on_server(address) else str(sqlite_path(address).resolve())


def file_of(address: str) -> Path | None:
    """The store's file; ``None`` for a store on a server. Raises ``InvalidInput``."""
    return None if _on_server(address) else sqlite_path(address)


def _on_server(address: str) -> bool:
    return address.partition("://")[0] in SCHEMES


def _unopened(address: str, environment: Mapping[str, str], must_exist: bool) -> MovableStore:
    if _on_server(address):
        return Neo4jStore(Access.of(address, environment))
    path = sqlite_path(address)
    if must_exist and not path.is_file():
        raise StoreUnavailable("数据库不存在：没有这个文件")
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

"""The store that a command works on: its option, its address, and the store itself."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Any

import typer

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="JIUJIN_STORE",
        help="图数据库地址：sqlite:///路径/文件.db 或 neo4j://主机:端口",
        show_default=False,
    ),
]


def address_of(store: str) -> str:
    """The address that was given, else that of the settings."""
    from engine.settings import settings

    return store or settings().store


def opened(store: str, action: str = "") -> Any:
    """The store for the block; what it writes there is recorded as this action of whoever runs the command."""
    from engine.access import CONSOLE, Recording
    from engine.store.opening import open_store

    found = open_store(address_of(store))
    return closing(Recording(found, CONSOLE, action, noting=True) if action else found)

"""Who we are to a Neo4j server: its address, a user, a password that is never shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import Fault, InvalidInput

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@dataclass(frozen=True, slots=True)
class Access:
    """Where the server is, and who asks."""

    address: str
    user: str
    password: str = field(repr=False)

    @classmethod
    def of(cls, address: str, environment: Mapping[str, str] = os.environ) -> Access:
        """The access to the address, with user and password from the environment: ``JIUJIN_NEO4J_USER`` (else
        ``neo4j``), ``JIUJIN_NEO4J_PASSWORD`` or ``JIUJIN_NEO4J_PASSWORD_FILE``. Raises ``InvalidInput``."""
        faults = list(_address_faults(address))
        password = environment.get("JIUJIN_NEO4J_PASSWORD", "")
        if not password:
            try:
                password = _password_in(environment.get("JIUJIN_NEO4J_PASSWORD_FILE", ""))
            except (OSError, UnicodeDecodeError):
                faults.append(Fault("读不出密码文件", "JIUJIN_NEO4J_PASSWORD_FILE"))
        if not password and not faults:
            faults.append(Fault("没有密码", "JIUJIN_NEO4J_PASSWORD", expected="密码，或用 …_PASSWORD_FILE 指明文件"))
        if faults:
            raise InvalidInput("数据库的连接设置有误", faults)
        return cls(address, environment.get("JIUJIN_NEO4J_USER", "").strip() or "neo4j", password)


def _address_faults(address: str) -> list[Fault]:
    """What is wrong with the address; it is not shown, since it may hold a secret."""
    right = "neo4j://主机:端口"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return [Fault("地址写法不对", "JIUJIN_STORE", expected=right)]
    if "@" in parts.netloc:
        return [Fault("地址里不能写用户名或密码：它会被显示出来", "JIUJIN_STORE", expected=right)]
    if not host or parts.path.strip("/") or parts.query or parts.fragment:
        return [Fault("地址写法不对", "JIUJIN_STORE", expected=right)]
    return []


def _password_in(file: str) -> str:
    return Path(file).read_text(encoding="utf-8").rstrip("\r\n") if file else ""

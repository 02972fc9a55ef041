"""The folder of one server: its password, its configuration, its data, its logs."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Fault, InvalidInput, ServerFailed

USER = "neo4j"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How a server runs; sizes are written as Java does, ``512m`` or ``2g``."""

    port: int = 7687
    heap: str = "512m"
    page_cache: str = "128m"

    def __post_init__(self) -> None:
        sizes = {"--heap": self.heap, "--page-cache": self.page_cache}
        faults = [
            Fault("不是内存大小", name, value=size, expected="例如 512m 或 2g")
            for name, size in sizes.items()
            if not re.fullmatch(r"[1-9]\d*[mg]", size, re.ASCII)
        ]
        if not 1 <= self.port <= 65535:
            faults.append(Fault("不是端口", "--port", value=str(self.port), expected="1 到 65535"))
        if faults:
            raise InvalidInput("Neo4j 的设置有误", faults)


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one server, whose contents its owner alone can read; nothing need be there yet."""

    folder: Path
    """Its absolute path."""

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def configuration(self) -> Path:
        return self.folder / "conf" / "neo4j.conf"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def console(self) -> Path:
        """What the server printed since its last start."""
        return self.folder / "logs" / "console.log"

    @property
    def turn(self) -> Path:
        """The lock of whoever starts or stops the server."""
        return self.folder / "turn.lock"

    @property
    def life(self) -> Path:
        """The lock that the server holds while it lives; its process number stands in it."""
        return self.folder / "server.lock"

    @property
    def has_been_used(self) -> bool:
        """Whether a server has run here: from then on the password is in its database."""
        return (self.data / "databases").exists()

    def password(self) -> str:
        return self.password_file.read_text(encoding="ascii")

    def address(self) -> str:
        """The store's address since the last start."""
        return f"neo4j://{self.listening()}"

    def listening(self) -> str:
        """The host and port since the last start."""
        told = self.configuration.read_text(encoding="ascii")
        line = next(line for line in told.splitlines() if line.startswith("server.bolt.listen_address="))
        return line.partition("=")[2]

    def prepare(self, settings: ServerSettings) -> None:
        """Afterwards all is there for a start; the password is made up at the first. Raises ``ServerFailed``."""
        for folder in (self.configuration.parent, self.console.parent, self.data):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.configuration.write_text(_configuration(settings), encoding="ascii")
        if not self.password_file.exists():
            if self.has_been_used:
                raise ServerFailed(f"密码文件 {self.password_file} 不见了。The password file is gone.")
            draft = self.password_file.with_suffix(".new")
            draft.touch(0o600)
            draft.write_text(secrets.token_hex(24), encoding="ascii")
            draft.rename(self.password_file)


def _configuration(settings: ServerSettings) -> str:
    bolt = f"{LOOPBACK}:{settings.port}"
    lines = {
        "server.default_listen_address": LOOPBACK,
        "server.bolt.listen_address": bolt,
        "server.bolt.advertised_address": bolt,
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": settings.page_cache,
        "dbms.usage_report.enabled": "false",
        "db.logs.query.enabled": "OFF",  # parameters are personal data
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "db.lock.acquisition.timeout": "2s",  # who waits for another's write asks again, or says so
        "db.tx_log.preallocate": "false",  # else an empty database takes half a gigabyte
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # else a stop takes ten seconds
    }
    return "".join(f"{name}={value}\n" for name, value in lines.items())

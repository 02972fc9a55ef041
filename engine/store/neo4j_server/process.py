"""The server's process.

It inherits an open file with a lock on it, which the kernel keeps until the process ends. Whoever finds the lock taken
knows that the process number in the file is the server's, not that of a stranger who got the number later.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

from engine.errors import ServerFailed
from engine.store.neo4j_server.home import USER, Home, ServerSettings

OPENED = ("java.nio", "java.io", "java.util.concurrent", "sun.nio.ch")
"""The packages of Java that Neo4j reaches into."""


def running(home: Home) -> int | None:
    """The process number of the server of this home, if it lives."""
    try:
        file = home.life.open(encoding="ascii")
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            number = file.read()
            return int(number) if number else None  # it is being launched just now
    return None


def launch(home: Home, java: str, jars: Path, settings: ServerSettings) -> None:
    """Afterwards the server's process lives, apart from this one and its terminal; it does not answer yet."""
    command = [
        java,
        f"-Xms{settings.heap}",
        f"-Xmx{settings.heap}",
        "-XX:+UseParallelGC",
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED),
        "-Dfile.encoding=UTF-8",
        "-cp",
        f"{jars}/*",
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home.folder}",
        f"--config-dir={home.configuration.parent}",
        "--console-mode",
    ]
    # The shell notes the number and ends, so nobody has to wait for the server as for a child.
    shell = ["/bin/sh", "-c", '"$@" >"$0" 2>&1 & echo $!', str(home.console), *command]
    with home.life.open("w", encoding="ascii") as life:
        fcntl.flock(life, fcntl.LOCK_EX)
        subprocess.run(
            shell,
            cwd=home.folder,
            stdin=subprocess.DEVNULL,
            stdout=life,
            pass_fds=[life.fileno()],
            start_new_session=True,
            check=True,
        )


def set_initial_password(home: Home, java: str, jars: Path) -> None:
    """The server of a home that has not been used will start with the password in its file, never with a known one."""
    (home.data / "dbms" / "auth.ini").unlink(missing_ok=True)  # of a start that was killed
    # "@file" keeps the password out of the list of processes.
    command = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", f"@{home.password_file}"]
    environment = os.environ | {"NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.configuration.parent)}
    ended = subprocess.run(
        [java, "-cp", f"{jars}/*", *command], env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise ServerFailed(f"设不了 Neo4j 用户 {USER} 的密码。Its password could not be set: {ended.stderr.strip()}")

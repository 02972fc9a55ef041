"""The programs that a server needs on this machine: Java to run it, Maven to fetch it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence

from engine.errors import ProgramMissing

OLDEST_JAVA = 17


def java(say: Callable[[str], None]) -> str:
    """The Java to run the server with. Raises ``ProgramMissing``."""
    packages = ("openjdk-17-jre-headless", "openjdk-21-jre-headless")  # Debian 12 has the first only, 13 the second
    return _found_or_installed(_find_java, f"Java {OLDEST_JAVA}+", packages, say)


def maven(say: Callable[[str], None]) -> str:
    """The Maven to fetch the server with. Raises ``ProgramMissing``."""
    return _found_or_installed(lambda: shutil.which("mvn"), "Maven", ("maven",), say)


def _find_java() -> str | None:
    """The Java of JAVA_HOME, else the one on the PATH, that is new enough."""
    home = os.environ.get("JAVA_HOME")
    candidates = [os.path.join(home, "bin", "java")] if home else []
    return next((path for path in map(shutil.which, [*candidates, "java"]) if path and _is_new_enough(path)), None)


def _is_new_enough(java: str) -> bool:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return version is not None and int(version[1]) >= OLDEST_JAVA


def _found_or_installed(
    find: Callable[[], str | None], name: str, packages: Sequence[str], say: Callable[[str], None]
) -> str:
    """What is found, for root on Debian at the latest after one of the packages was installed."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"缺少 {name}，用 apt-get 安装…… {name} is missing; apt-get installs it.")
        _apt_get("update")  # where it fails, an old list may still do
        for package in packages:
            _apt_get("--no-install-recommends", "install", package)
            if found := find():
                return found
    raise ProgramMissing(
        f"运行 Neo4j 缺少 {name}，装好后再试。{name} is missing; install it and try again.\n"
        f"  Debian, Ubuntu:  sudo apt install {packages[0]}\n"
        "  Fedora:          sudo dnf install java-21-openjdk-headless maven\n"
        "  macOS:           brew install openjdk@21 maven"
    )


def _apt_get(*arguments: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", *arguments]  # another may be installing
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)

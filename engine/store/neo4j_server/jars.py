"""The server's jars: fetched once by Maven, each checked against its SHA-256, kept in the cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from engine.errors import DownloadFailed, Fault
from engine.store.neo4j_server.locks import locked
from engine.store.neo4j_server.programs import maven

VERSION = "5.26.30"
POM = Path(__file__).with_name("pom.xml")
SUMS = Path(__file__).with_name("jars.sha256")


def cache_folder() -> Path:
    """``JIUJIN_CACHE``, else ``jiujin`` in the user's cache folder (XDG)."""
    if own := os.environ.get("JIUJIN_CACHE"):
        return Path(own).absolute()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache").absolute() / "jiujin"


def fetch_jars(cache: Path, say: Callable[[str], None]) -> Path:
    """The folder that holds exactly the pinned jars.

    It appears whole or not at all, and is replaced when it has been damaged since. After a run that was killed the next
    one goes on with what Maven has got in its own cache. Raises ``ProgramMissing``, ``DownloadFailed``.
    """
    folder = cache / f"neo4j-{VERSION}"
    with locked(cache / f"{folder.name}.lock"):
        if faults_of(folder):
            draft = cache / f"{folder.name}.partial"
            shutil.rmtree(draft, ignore_errors=True)
            _download(draft, say)
            if faults := faults_of(draft):
                raise DownloadFailed(
                    f"下载的 Neo4j {VERSION} 与校验和不符，没有采用。Checksum mismatch; not used.", faults
                )
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
    return folder


def faults_of(folder: Path) -> list[Fault]:
    """Each jar that is missing, changed or not among the pinned ones."""
    pinned = {name: digest for digest, name in map(str.split, SUMS.read_text(encoding="utf-8").splitlines())}
    found = {path.name: _sha256(path) for path in folder.glob("*")}
    return [
        Fault("缺少" if name not in found else "内容不符" if name in pinned else "多出", name)
        for name in sorted(pinned.keys() | found.keys())
        if pinned.get(name) != found.get(name)
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(folder: Path, say: Callable[[str], None]) -> None:
    """Maven puts the jars into the folder, from wherever its own settings say that they come."""
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={folder}"]
    command = [maven(say), "-B", "-q", "-Dstyle.color=never", "-f", str(POM), *copy]
    say(f"下载 Neo4j Community {VERSION}（约 125 MB，只此一次）…… Downloading, only once.")
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if ended.returncode:
        reason = next((line for line in ended.stdout.splitlines() if line.startswith("[ERROR]")), "")
        raise DownloadFailed(f"Neo4j {VERSION} 下载失败，再试一次即继续。Maven could not fetch it: {reason}")

"""The jars in the cache are the pinned ones, all of them and no others, whatever happened on the way.

Maven is played by a shell script that puts two tiny jars into the folder it is told.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.errors import DownloadFailed
from engine.store.neo4j_server import jars
from engine.store.neo4j_server.jars import POM, SUMS, VERSION, cache_folder, fetch_jars

JARS = {"bolt-1.jar": "bolt", "kernel-1.jar": "kernel"}
SOUND = 'printf bolt >"$out/bolt-1.jar"; printf kernel >"$out/kernel-1.jar"'


class Maven:
    """A Maven on the PATH that counts its calls."""

    def __init__(self, folder: Path) -> None:
        self.script = folder / "mvn"
        self.calls = folder / "calls"

    def does(self, commands: str) -> None:
        find_out = 'for word; do case $word in -DoutputDirectory=*) out=${word#*=};; esac; done; mkdir -p "$out"'
        self.script.write_text(f'#!/bin/sh\necho >>"{self.calls}"\n{find_out}\n{commands}\n', encoding="utf-8")
        self.script.chmod(0o755)

    @property
    def count(self) -> int:
        return len(self.calls.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maven:
    """A Maven that fetches two tiny jars, which are the pinned ones."""
    pinned = (f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in JARS.items())
    (tmp_path / "jars.sha256").write_text("".join(pinned), encoding="utf-8")
    monkeypatch.setattr(jars, "SUMS", tmp_path / "jars.sha256")
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    maven = Maven(programs)
    maven.does(SOUND)
    return maven


def fetch(tmp_path: Path) -> Path:
    return fetch_jars(tmp_path / "cache", lambda _: None)


def test_they_are_fetched_once(maven: Maven, tmp_path: Path) -> None:
    folder = fetch(tmp_path)
    assert {path.name: path.read_text() for path in folder.iterdir()} == JARS
    assert fetch(tmp_path) == folder
    assert maven.count == 1


@pytest.mark.parametrize(
    ("what_comes", "told"),
    [
        (SOUND + '; printf other >"$out/bolt-1.jar"', "「bolt-1.jar」：内容不符"),
        (SOUND + '; rm "$out/bolt-1.jar"', "「bolt-1.jar」：缺少"),
        (SOUND + '; printf more >"$out/more.jar"', "「more.jar」：多出"),
    ],
)
def test_other_jars_than_the_pinned_ones_are_refused(maven: Maven, tmp_path: Path, what_comes: str, told: str) -> None:
    maven.does(what_comes)
    with pytest.raises(DownloadFailed) as caught:
        fetch(tmp_path)
    assert told in str(caught.value)
    assert not (tmp_path / "cache" / f"neo4j-{VERSION}").exists()
    maven.does(SOUND)
    assert fetch(tmp_path).is_dir()


def test_a_download_that_breaks_off_gives_maven_s_reason_and_the_next_one_goes_on(maven: Maven, tmp_path: Path) -> None:
    maven.does('printf half >"$out/bolt-1.jar"; printf half >"$out/half.jar"; echo "[ERROR] no route to host"; exit 1')
    with pytest.raises(DownloadFailed, match="no route to host"):
        fetch(tmp_path)
    maven.does(SOUND)
    assert {path.name for path in fetch(tmp_path).iterdir()} == set(JARS)


def test_a_damaged_jar_in_the_cache_is_fetched_again(maven: Maven, tmp_path: Path) -> None:
    (fetch(tmp_path) / "kernel-1.jar").write_text("damaged")
    assert (fetch(tmp_path) / "kernel-1.jar").read_text() == "kernel"


def test_two_at_once_fetch_once(maven: Maven, tmp_path: Path) -> None:
    maven.does("sleep 0.2; " + SOUND)
    with ThreadPoolExecutor(2) as pool:
        assert len({found.result() for found in [pool.submit(fetch, tmp_path) for _ in range(2)]}) == 1
    assert maven.count == 1


def test_the_cache_is_where_the_user_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/li")
    for name in ("JIUJIN_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert cache_folder() == Path("/home/li/.cache/jiujin")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/li")
    assert cache_folder() == Path("/var/cache/li/jiujin")
    monkeypatch.setenv("JIUJIN_CACHE", "/srv/jiujin")
    assert cache_folder() == Path("/srv/jiujin")


def test_pom_checksums_and_code_name_the_same_version() -> None:
    maven = {"m": "http://maven.apache.org/POM/4.0.0"}
    pom = ElementTree.parse(POM).getroot()
    assert pom.findtext("m:dependencies/m:dependency/m:version", namespaces=maven) == VERSION
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[0-9a-f]{64}  \S+\.jar", line, re.ASCII)] == []
    assert f"neo4j-kernel-{VERSION}.jar" in {line.split()[1] for line in lines}

"""Java and Maven are found, installed for root on Debian, or asked for in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import ProgramMissing
from engine.store.neo4j_server.programs import java, maven


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH, empty, for a user who is not root."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return folder


def program(path: Path, commands: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def version(text: str) -> str:
    return f"""echo 'openjdk version "{text}"' >&2"""


@pytest.mark.parametrize("text", ["17.0.15", "21", "25.0.1"])
def test_java_on_the_path_is_taken_from_17_on(programs: Path, text: str) -> None:
    on_path = program(programs / "java", version(text))
    assert java(print) == on_path


@pytest.mark.parametrize("text", ["1.8.0_432", "11.0.25"])
def test_an_older_java_counts_as_missing(programs: Path, text: str) -> None:
    program(programs / "java", version(text))
    with pytest.raises(ProgramMissing, match="Java 17"):
        java(print)


def test_java_home_goes_first_unless_it_is_too_old(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = program(programs / "java", version("17.0.15"))
    monkeypatch.setenv("JAVA_HOME", str(programs / "jdk"))
    own = program(programs / "jdk" / "bin" / "java", version("21"))
    assert java(print) == own
    program(programs / "jdk" / "bin" / "java", version("11"))
    assert java(print) == on_path


@pytest.mark.parametrize(("find", "package"), [(java, "openjdk-17-jre-headless"), (maven, "maven")])
def test_who_is_not_root_is_told_what_to_install(
    programs: Path, find: Callable[[Callable[[str], None]], str], package: str
) -> None:
    program(programs / "apt-get", "exit 1")
    with pytest.raises(ProgramMissing, match=f"sudo apt install {package}"):
        find(print)


def test_root_on_debian_gets_the_first_java_that_there_is(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    installed = f"""case $* in *openjdk-21*) printf '#!/bin/sh\\n%s\\n' 'echo "version \\"21\\"" >&2' >"{programs}/java"
        {sys.executable} -c 'import os; os.chmod("{programs}/java", 0o755)';; *) exit 100;; esac"""
    program(programs / "apt-get", installed)
    told: list[str] = []
    assert java(told.append) == str(programs / "java")
    assert "apt-get" in told[0]


def test_where_apt_get_fails_root_is_told_too(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(programs / "apt-get", "exit 100")
    with pytest.raises(ProgramMissing, match="sudo apt install maven"):
        maven(print)

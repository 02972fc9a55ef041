"""Without Java the tests on Neo4j are skipped with a word in the summary; on a build server they fail."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.missing import MISSING
from tests.neo4j_fixture import start_or_skip


@pytest.mark.parametrize(("ci", "ends"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ci: str, ends: type[BaseException]) -> None:
    for name, value in {"PATH": "", "JAVA_HOME": "", "CI": ci}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    config: Any = SimpleNamespace(stash=pytest.Stash())
    config.stash[MISSING] = {}
    with pytest.raises(ends, match="NEO4J WAS NOT TESTED"):
        start_or_skip(config, tmp_path)
    assert "缺少 Java" in config.stash[MISSING]["NEO4J WAS NOT TESTED"]

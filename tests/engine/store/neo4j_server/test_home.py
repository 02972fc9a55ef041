"""A home gets its password once and its configuration at each start."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from engine.errors import InvalidInput, ServerFailed
from engine.store.neo4j_server.home import Home, ServerSettings


def test_the_password_is_made_up_once_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare(ServerSettings())
    first = home.password()
    assert len(first) >= 32
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600
    home.prepare(ServerSettings())
    assert home.password() == first


def test_no_new_password_is_made_up_for_data_that_has_another(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare(ServerSettings())
    (home.data / "databases").mkdir()
    home.password_file.unlink()
    with pytest.raises(ServerFailed, match=str(home.password_file)):
        home.prepare(ServerSettings())


def test_the_address_is_that_of_the_newest_settings_on_loopback(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for port in (7687, 17687):
        home.prepare(ServerSettings(port=port))
        assert home.address() == f"neo4j://127.0.0.1:{port}"


def test_all_faults_of_the_settings_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        ServerSettings(port=0, heap="512", page_cache="1g\nserver.http.enabled=true")
    assert [fault.field for fault in caught.value.faults] == ["--heap", "--page-cache", "--port"]

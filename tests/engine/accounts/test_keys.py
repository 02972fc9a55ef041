"""The key file is its owner's alone; rotated, it keeps what older tokens need; servers that share it see at once."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.accounts import Keys, keys_file
from engine.errors import StoreUnavailable
from engine.settings import ROOT

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SOON = NOW + timedelta(days=14)


def test_a_missing_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.json"
    keys = Keys(path)
    kid = keys.signing().kid
    assert path.stat().st_mode & 0o777 == 0o600
    assert Keys(path).signing().kid == kid
    assert list(path.parent.iterdir()) == [path], "no draft is left"


def test_programs_that_start_together_have_one_key(tmp_path: Path) -> None:
    many = [Keys(tmp_path / "keys.json") for _ in range(8)]
    found: list[str] = []
    threads = [threading.Thread(target=lambda keys=keys: found.append(keys.signing().kid)) for keys in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_after_a_rotation_the_older_key_is_known_until_its_tokens_have_expired(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys, other = Keys(path), Keys(path)
    first = other.signing().kid
    second = keys.rotate(NOW, SOON)
    assert other.signing().kid == second, "another server sees it at once"
    assert other.named(first) is not None
    keys.rotate(SOON + timedelta(seconds=1), SOON + timedelta(days=14))
    assert keys.named(first) is None
    assert keys.named(second) is not None
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_signed_a_long_token_is_kept_as_long(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    first = keys.signing().kid
    keys.keep(NOW + timedelta(days=365))
    keys.rotate(NOW, SOON)
    keys.rotate(NOW + timedelta(days=300), NOW + timedelta(days=314))
    assert keys.named(first) is not None
    keys.rotate(NOW + timedelta(days=366), NOW + timedelta(days=380))
    assert keys.named(first) is None


def test_a_key_that_leaked_is_forgotten_at_once(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    first = keys.signing().kid
    keys.rotate(NOW, SOON, forget=True)
    assert keys.named(first) is None
    assert keys.named("") is None


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"keys": []}', '{"keys": [{}]}', '{"keys": [{"kty": "oct", "crv": "Ed25519", "k": "AA"}]}'],
)
def test_a_broken_file_is_one_error_that_shows_nothing_of_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(StoreUnavailable, match="签名密钥文件") as refused:
        Keys(path).signing()
    assert str(tmp_path) not in str(refused.value), "clients may read it"
    assert path.read_text() == text


def test_no_key_is_shown(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    secret = json.loads((keys.signing(), tmp_path / "keys.json")[1].read_text())["keys"][0]["d"]
    assert secret not in repr(keys)
    assert secret not in repr(keys.signing())


def test_the_file_lies_beside_the_store_unless_named(tmp_path: Path) -> None:
    assert keys_file(str(tmp_path / "a.db"), {}) == tmp_path / "keys.json"
    assert keys_file("neo4j://graph:7687", {}) == ROOT / "var" / "keys.json"
    assert keys_file("neo4j://graph:7687", {"JIUJIN_KEYS": "/run/secrets/keys"}) == Path("/run/secrets/keys")

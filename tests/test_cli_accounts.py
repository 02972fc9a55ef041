"""``jiujin account`` as people call it; no password is an argument, no hash is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from engine.accounts import Keys, authenticate, list_accounts
from engine.errors import Unauthenticated
from engine.model import Account, Role
from engine.store import open_store
from tests.engine.accounts import lane

PASSWORD = "correct-horse-9"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``account …`` in a folder with the lane's store; hashes are as dear as they are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIUJIN_STORE", "lane.db")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("JIUJIN_KEYS", raising=False)
    store = open_store("lane.db")
    lane.build(store)
    store.close()

    def invoke(*arguments: str, typed: str = "", good: bool = True) -> Result:
        ended = CliRunner().invoke(cli.app, ["account", *arguments], input=typed)
        assert (ended.exit_code == 0) == good, ended.output
        assert "argon2" not in ended.output
        assert PASSWORD not in ended.output
        return ended

    return invoke


def add(run: Run, name: str, *arguments: str) -> None:
    run("add", name, *arguments, "--password-file", "-", typed=f"{PASSWORD}\n")


def test_an_account_is_added_listed_disabled_and_enabled(run: Run) -> None:
    add(run, "wang", "--role", "COORDINATOR", "--over", "东街")
    told = run("list").output
    assert "wang" in told
    assert "统筹员：东街街道" in told
    assert "口令" in told
    assert "已停用：wang" in run("disable", "wang").output
    assert "已停用" in run("list").output
    assert "早已停用：wang" in run("disable", "wang").output
    assert "已启用：wang" in run("enable", "wang").output
    assert "本来可用：wang" in run("enable", "wang").output


def test_a_password_is_typed_twice_unseen_or_read_from_a_file(run: Run, tmp_path: Path) -> None:
    run("add", "wang", typed=f"{PASSWORD}\n{PASSWORD}\n")
    (tmp_path / "secret").write_text(f"{PASSWORD}\n", encoding="utf-8")
    run("add", "li", "--password-file", "secret")
    run("reset", "li", "--password-file", "-", typed="another-horse-9\n")
    store = open_store("lane.db")
    kept = {
        one.id: one.password_hash for one in (store.get(Account, f"account:{name}") for name in ("wang", "li")) if one
    }
    store.close()
    from engine.accounts import Passwords

    assert Passwords().matches(kept["account:wang"], PASSWORD)
    assert Passwords().matches(kept["account:li"], "another-horse-9")


def test_all_that_is_wrong_is_one_error(run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short", encoding="utf-8")
    arguments = ["account", "add", "a b", "--role", "OFFICER", "--over", "双生社", "--password-file", "secret"]
    assert cli.main(arguments) == 2
    told = "".join(capsys.readouterr().err.split())  # however wide the lines are
    for part in ("INVALID_INPUT", "登录名", "口令", "organization:twin1、organization:twin2"):
        assert part in told
    assert "short" not in told
    assert cli.main(["account", "add", "li", "--password-file", "missing"]) == 2
    assert "口令文件无法读取" in capsys.readouterr().err


def test_roles_are_granted_and_revoked(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    add(run, "wang")
    made = run("grant", "wang", "--role", "CHIEF", "--over", "长巷").output.rsplit("：", 1)[1].strip()
    assert "路长：长巷" in run("list").output
    assert made in run("grant", "wang", "--revoke", made).output
    assert "路长" not in run("list").output
    for wrong in ([], ["--role", "ADMIN", "--revoke", "x"], ["--revoke", "grant:none"]):
        assert cli.main(["account", "grant", "wang", *wrong]) == 2
        assert "Traceback" not in capsys.readouterr().err


def test_a_service_token_is_printed_alone_on_standard_output(run: Run) -> None:
    ended = run("token", "camera", "--scopes", "READ,CHAIN", "--over", "水井站", "--days", "30")
    token = ended.stdout.strip()
    assert "30 天内有效" in ended.stderr
    store = open_store("lane.db")
    viewer = authenticate(store, Keys(Path("keys.json")), token)
    assert (viewer.role, viewer.services) == (Role.SERVICE, frozenset({"READ", "CHAIN"}))
    assert viewer.scope_ids == ("station:well",)
    run("token", "camera", "--scopes", "READ")
    run("disable", "camera")
    with pytest.raises(Unauthenticated):
        authenticate(store, Keys(Path("keys.json")), token)
    assert not list_accounts(store)[0].has_password
    store.close()


def test_a_token_is_for_a_service_alone(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["account", "token", "boss", "--role", "ADMIN"]) == 2
    assert "令牌只发给服务程序" in capsys.readouterr().err
    add(run, "wang")
    assert cli.main(["account", "token", "wang", "--scopes", "READ"]) == 2
    assert "人的账户" in capsys.readouterr().err
    assert "服务程序" not in run("list").output


def test_keys_are_rotated_and_older_tokens_stay_good_unless_told(run: Run) -> None:
    token = run("token", "camera", "--scopes", "READ").stdout.strip()
    store = open_store("lane.db")
    run("rotate-keys")
    assert authenticate(store, Keys(Path("keys.json")), token)
    assert "全部作废" in run("rotate-keys", "--forget").output
    with pytest.raises(Unauthenticated):
        authenticate(store, Keys(Path("keys.json")), token)
    store.close()


def test_an_identity_elsewhere_needs_no_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUJIN_OIDC_ISSUER", "https://id.example")
    run("add", "wang", "--subject", "7")
    store = open_store("lane.db")
    account = store.get(Account, "account:wang")
    store.close()
    assert account is not None
    assert (account.subject, account.password_hash) == ("https://id.example|7", "")
    assert "统一身份" in run("list").output

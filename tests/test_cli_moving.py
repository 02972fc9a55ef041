"""``jiujin copy``, ``backup`` and ``restore`` as people call them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
import cli_moving
from engine.errors import StoreUnavailable
from engine.moving import sections
from engine.store import open_store
from tests.engine.moving.contents import content
from tests.engine.store.fuhua_street import JIA, VOLUNTEERS, fill


@pytest.fixture
def street(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a store with a few people, in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    store = open_store("street.db")
    fill(store)
    store.close()
    return "street.db"


def run(*arguments: str) -> str:
    """What the command says in the end."""
    ended = CliRunner().invoke(cli.app, arguments)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def refused(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command complains of."""
    assert cli.main(list(arguments)) == 2
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.err.replace("\n", "")


def content_of(address: str) -> list[str]:
    store = open_store(address)
    try:
        return content(store)
    finally:
        store.close()


def test_a_copy_is_counted_kind_by_kind(street: str) -> None:
    told = run("copy", street, "copy.db")
    assert "已复制，两边一致" in told
    assert ["志愿者", "Volunteer", "3"] in [line.split()[:3] for line in told.splitlines()]
    assert content_of("copy.db") == content_of(street)


def test_a_backup_is_restored(street: str) -> None:
    assert "已备份：a.zst" in run("backup", "a.zst", "--store", street)
    assert "已恢复，与备份一致" in run("restore", "a.zst", "--store", "restored.db")
    assert content_of("restored.db") == content_of(street)


def test_a_backup_without_a_name_is_named_by_the_time(street: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.settings.ROOT", Path.cwd())
    run("backup", "--store", street)
    (file,) = Path("var", "backups").iterdir()
    assert file.name.endswith(".jsonl.zst")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]


def test_no_command_tells_of_people(street: str) -> None:
    told = run("copy", street, "copy.db") + run("backup", "a.zst", "--store", street)
    told += run("restore", "a.zst", "--store", "restored.db")
    for person in VOLUNTEERS:
        assert person.name not in told
        assert person.phone not in told


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("copy", "nowhere.db", "copy.db"), "不存在"),
        (("copy", "street.db", "sqlite:./street.db"), "同一个库"),
        (("backup", "a.zst", "--store", "nowhere.db"), "不存在"),
        (("backup", "street.db", "--store", "street.db"), "不会覆盖"),
        (("restore", "street.db", "--store", "new.db"), "不是备份文件"),
        (("restore", "nowhere.zst", "--store", "new.db"), "打不开"),
    ],
)
def test_what_cannot_be_moved_is_one_sentence_and_makes_no_file(
    street: str, command: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reason in refused(*command, capsys=capsys)
    assert {path.name for path in Path.cwd().iterdir()} - {"street.db-wal", "street.db-shm"} == {"street.db"}


def test_nothing_is_moved_over_something_else(street: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("backup", "a.zst", "--store", street)
    run("copy", street, "copy.db")
    for command in (("copy", street, "copy.db"), ("restore", "a.zst", "--store", "copy.db")):
        assert "已有内容，没有写入任何内容" in refused(*command, capsys=capsys)


def test_an_interrupted_copy_says_how_to_go_on(
    street: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_off(*_: object) -> None:
        raise StoreUnavailable("数据库连不上")

    with monkeypatch.context() as patch:
        patch.setattr(sections.EdgeSection, "put", cut_off)
        refused("copy", street, "copy.db", capsys=capsys)
    for command in (("show", "plan:x", "--store"), ("backup", "a.zst", "--store")):
        told = refused(*command, "copy.db", capsys=capsys)
        assert f"复制自 {Path(street).resolve()}，没有做完；请再运行一次同样的命令" in told
    run("copy", street, "copy.db")
    assert content_of("copy.db") == content_of(street)
    assert JIA in "".join(content_of("copy.db"))


def test_each_side_may_have_a_password_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUJIN_NEO4J_PASSWORD", "one")
    monkeypatch.setenv("JIUJIN_TO_NEO4J_PASSWORD_FILE", "two")
    assert cli_moving._environment("FROM")["JIUJIN_NEO4J_PASSWORD"] == "one"
    assert cli_moving._environment("TO") == {"JIUJIN_NEO4J_PASSWORD_FILE": "two"}

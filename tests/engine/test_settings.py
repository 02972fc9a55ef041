"""The environment settles where the store is, and no password is ever shown."""

from __future__ import annotations

from engine.settings import ROOT, Settings, settings, without_password


def test_the_store_is_in_the_project_s_folder_unless_told() -> None:
    assert settings({}).store == str(ROOT / "var" / "jiujin.db")
    assert settings({"JIUJIN_STORE": "  "}) == settings({})
    assert (ROOT / "engine" / "settings.py").exists()


def test_the_environment_names_another_store() -> None:
    assert settings({"JIUJIN_STORE": "sqlite:///a/b.db"}).store == "sqlite:///a/b.db"


def test_a_password_is_not_shown() -> None:
    address = "neo4j://neo4j:s3cret@graph.example:7687"
    assert "s3cret" not in repr(Settings(store=address))
    assert "s3cret" not in str(Settings(store="neo4j://n:s3cret@with@at@host"))
    assert without_password(address) == "neo4j://***@graph.example:7687"
    assert without_password("sqlite:///a/b.db") == "sqlite:///a/b.db"

"""Where the address and the secrets of a Neo4j server come from, and that nobody gets to see these."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InvalidInput
from engine.store.neo4j import SCHEMES, Access

ADDRESS = "neo4j://127.0.0.1:7687"
SECRET = "correct-horse"


def refusal(address: str, environment: dict[str, str]) -> str:
    with pytest.raises(InvalidInput) as raised:
        Access.of(address, environment)
    return str(raised.value)


def test_the_password_comes_from_the_environment() -> None:
    access = Access.of(ADDRESS, {"JIUJIN_NEO4J_PASSWORD": SECRET})
    assert (access.address, access.user, access.password) == (ADDRESS, "neo4j", SECRET)


def test_the_password_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f" {SECRET} \n")
    environment = {"JIUJIN_NEO4J_PASSWORD_FILE": str(file), "JIUJIN_NEO4J_USER": "jiujin"}
    access = Access.of(ADDRESS, environment)
    assert (access.user, access.password) == ("jiujin", f" {SECRET} ")  # only the end of the line is cut


def test_the_password_is_never_shown() -> None:
    assert SECRET not in repr(Access.of(ADDRESS, {"JIUJIN_NEO4J_PASSWORD": SECRET}))


def test_without_a_password_it_says_how_to_give_one(tmp_path: Path) -> None:
    assert "JIUJIN_NEO4J_PASSWORD" in refusal(ADDRESS, {})
    assert "密码文件" in refusal(ADDRESS, {"JIUJIN_NEO4J_PASSWORD_FILE": str(tmp_path / "nothing")})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_secret_in_the_address_is_refused_and_not_repeated(scheme: str) -> None:
    said = refusal(f"{scheme}://neo4j:{SECRET}@host:7687", {"JIUJIN_NEO4J_PASSWORD": "x"})
    assert "地址里不能写用户名或密码" in said
    assert SECRET not in said


@pytest.mark.parametrize(
    "address", ["neo4j://", "neo4j://:7687", "neo4j://host:port", "bolt://host/db", "bolt://h?a=b"]
)
def test_an_address_names_a_host_and_nothing_else(address: str) -> None:
    assert "地址写法不对" in refusal(address, {"JIUJIN_NEO4J_PASSWORD": SECRET})

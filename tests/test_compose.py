"""compose.yaml agrees with the code: the same settings, names that the code reads, nothing open to the network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.store.neo4j_server.home import Home, ServerSettings
from engine.store.neo4j_server.jars import VERSION

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


def setting(name: str) -> str:
    """The setting that a variable of the image stands for: NEO4J_server_default__listen__address, say."""
    return name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")


def test_neo4j_has_the_version_and_settings_that_a_start_by_hand_gives_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare(ServerSettings())
    ours = dict(line.split("=", 1) for line in home.configuration.read_text(encoding="ascii").splitlines())
    ours["server.memory.heap.max_size"] = ServerSettings().heap
    theirs = {setting(name): value for name, value in SERVICES["neo4j"]["environment"].items()}
    assert theirs.pop("AUTH.FILE") == "/run/secrets/neo4j_auth"
    assert theirs.pop("server.bolt.advertised_address") == "neo4j:7687"
    assert theirs.pop("server.http.listen_address") == "127.0.0.1:7474"
    assert theirs.items() <= ours.items()
    assert SERVICES["neo4j"]["image"] == f"neo4j:{VERSION.rpartition('.')[0]}-community"


def test_jiujin_is_told_by_names_that_the_code_reads() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.py"), *(ROOT / "engine").rglob("*.py")])
    assert [name for name in SERVICES["jiujin"]["environment"] if not re.search(rf"\b{name}\b", code)] == []
    assert SERVICES["jiujin"]["environment"]["JIUJIN_STORE"] == "neo4j://neo4j:7687"
    assert SERVICES["jiujin"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_a_health_check_and_its_secrets_in_files_that_git_does_not_see(service: str) -> None:
    described = SERVICES[service]
    assert described["healthcheck"]["test"]
    read = {value for name, value in described["environment"].items() if name.endswith("_FILE")}
    assert read == {f"/run/secrets/{secret}" for secret in described["secrets"]}
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    files = [COMPOSE["secrets"][secret]["file"] for secret in described["secrets"]]
    assert [file for file in files if f"{Path(file).parent}/" not in ignored] == []


def test_only_this_machine_reaches_the_ports() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8000:8000"]

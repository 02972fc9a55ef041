"""The interface passes public audits, and reference clients understand it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

from audit.findings import INTROSPECTING, OPEN, PRODUCTION, exposures, over_http
from audit.programs import lines, relay_compile
from schema.sdl import FILE
from tests.test_server import START, Served

ROOT = Path(__file__).resolve().parents[2]


def url(served: Served) -> str:
    return f"http://{served.address}/graphql"


@pytest.mark.usefixtures("programs")
def test_graphql_over_http_passes_whole_in_the_open_profile(served: Served) -> None:
    found = list(over_http(url(served)))
    assert len(found) == 61
    assert [finding for finding in found if not finding.passed] == []


@pytest.mark.usefixtures("programs")
def test_in_production_only_what_asks_for_the_schema_itself_fails(production: Served) -> None:
    failed = {finding.name.split()[0] for finding in over_http(url(production)) if not finding.passed}
    assert failed == INTROSPECTING


def test_production_exposes_nothing(production: Served) -> None:
    found = list(exposures(url(production)))
    assert len(found) == len(OPEN) + len(PRODUCTION)
    assert [finding.name for finding in found if not finding.passed] == []


def test_the_open_profile_exposes_what_it_is_there_for(served: Served) -> None:
    failed = {finding.name for finding in exposures(url(served)) if not finding.passed}
    assert failed <= PRODUCTION.keys()
    assert len(failed) >= 3  # so the checks do see it


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("script", ["ws.mjs", "sse.mjs"])
def test_the_reference_clients_hear_a_job_to_its_end(
    served: Served, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIUJIN_TOKEN", served.headers["authorization"].removeprefix("Bearer "))
    started = httpx.post(url(served), json={"query": START}, headers=served.headers, timeout=60).json()
    results = list(lines(script, url(served), started["data"]["generatePlan"]["job"]["id"]))
    assert all("errors" not in result for result in results)
    assert results[-1]["data"]["planProgress"]["job"]["status"] == "DONE"


@pytest.mark.usefixtures("programs")
def test_the_schema_keeps_the_rules_of_graphql_eslint() -> None:
    *reports, last = lines("lint.mjs", str(FILE))
    assert reports == []
    assert last["rules"] >= 24


@pytest.mark.usefixtures("programs")
def test_the_linter_does_see_faults(tmp_path: Path) -> None:
    bad = tmp_path / "schema.graphql"
    bad.write_text("type Query { Roads: String }\ntype Unused { x: Int }\n", encoding="utf-8")
    *reports, _ = lines("lint.mjs", str(bad))
    assert {report["rule"] for report in reports} >= {"@graphql-eslint/naming-convention", "exceptions"}


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("argument", ["last: Int", "before: String"])
def test_the_linter_sees_a_list_that_leads_one_way_only(tmp_path: Path, argument: str) -> None:
    one_way = tmp_path / "schema.graphql"
    renamed = re.sub(rf"\b{argument}$", "other: Int", FILE.read_text("utf-8"), flags=re.MULTILINE)
    one_way.write_text(renamed, encoding="utf-8")
    *reports, _ = lines("lint.mjs", str(one_way))
    assert {report["rule"] for report in reports} == {"@graphql-eslint/relay-arguments"}


@pytest.mark.usefixtures("programs")
def test_relays_compiler_accepts_the_schema(tmp_path: Path) -> None:
    made = relay_compile(FILE, tmp_path)
    assert "pageRoadsQuery.graphql.js" in made
    assert "pageProgressSubscription.graphql.js" in made


def test_gql_for_python_reads_the_schema_and_asks(served: Served) -> None:
    transport = HTTPXTransport(url=url(served), headers=served.headers, timeout=60)
    client = Client(transport=transport, fetch_schema_from_transport=True)
    answer: dict[str, Any] = client.execute(gql("{ roads { nodes { name } } }"))
    assert answer == {"roads": {"nodes": [{"name": "灯笼路"}, {"name": "竹竿巷"}]}}
    assert client.schema is not None
    assert client.schema.get_type("Volunteer") is not None


@pytest.mark.usefixtures("programs")
def test_the_command_prints_a_table(production: Served) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "audit-api", url(production), "--production"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "160"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{61 + len(OPEN) + len(PRODUCTION)} 项，0 项不过" in done.stdout


BODIES = (
    b"5",
    b"null",
    b'"x"',
    b"[",
    b"[" * 100_000,
    b'{"query":"\xff"}',
    b'{"query":"{__typename}","operationName":5}',
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:20])
def test_what_is_no_request_is_refused_as_such(served: Served, body: bytes) -> None:
    answered = httpx.post(url(served), content=body, headers={"content-type": "application/json"}, timeout=60)
    assert answered.status_code == 400


def test_half_a_character_is_refused_as_such(served: Served) -> None:
    body = '{"query":"query($i:ID!){node(id:$i){id}}","variables":{"i":"\\ud800"}}'
    answered = httpx.post(url(served), content=body, headers={"content-type": "application/json"}, timeout=60)
    assert answered.status_code == 200
    assert json.loads(answered.text)["errors"][0]["extensions"]["code"] == "INVALID_INPUT"

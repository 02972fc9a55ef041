"""Random operations over the whole schema, as schemathesis writes them: no error inside, none that is not expected."""

from __future__ import annotations

import os
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from schema.sdl import FILE
from tests.entering import bearer, token
from tests.test_server import Served

EXAMPLES = int(os.environ.get("JIUJIN_REQUESTS", "500"))
"""Requests in all; more of them: ``JIUJIN_REQUESTS=20000 ./jiujin test tests/audit``."""


@pytest.fixture(scope="module")
def operations() -> list[Any]:
    schemathesis.graphql.scalar("Upload", st.just("x").map(nodes.String))
    whole = schemathesis.graphql.from_file(FILE.read_text(encoding="utf-8"))
    return [found.ok() for found in whole.get_all_operations()]


def test_no_request_leads_to_an_error_inside(served: Served, operations: list[Any]) -> None:
    writing = st.sampled_from(operations).flatmap(lambda operation: operation.as_strategy())
    with httpx.Client(timeout=120) as client:

        @given(writing)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any) -> None:
            who = bearer(token(served.store, served.entrance))  # a request may have ended the session before
            answered = client.post(f"http://{served.address}/graphql", json={"query": case.body}, headers=who)
            assert answered.status_code < 500, case.body
            for error in answered.json().get("errors", []):
                code = error.get("extensions", {}).get("code", "")
                assert code != "UNEXPECTED", case.body
            assert "Traceback" not in answered.text

        ask()
    assert len(operations) > 30

"""Two servers on one graph: each sees what came through the other, and of two changes to one version one is refused."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from server import Settings
from tests.conftest import Opener
from tests.schema import town
from tests.test_server import Served

GENERATE = """mutation { generatePlan(input: {week: "2026-W48", subdistrict: "东街", waitSeconds: 60}) {
  ... on GeneratePlanSuccess { plan { id number version } } } }"""
NEWEST = "{ plans(orderBy: NUMBER_DESC, first: 2) { nodes { id number status version } } }"
PUBLISH = """mutation ($input: PublishPlanInput!) { publishPlan(input: $input) {
  __typename ... on PublishPlanSuccess { plan { status } } ... on Refusal { code } } }"""


@pytest.fixture
def servers(open_empty: Opener, tmp_path: Path) -> Iterator[list[Served]]:
    first, second = open_empty(tmp_path), open_empty(tmp_path)
    town.build(first)
    with Served(first, Settings()) as one, Served(second, Settings()) as other:
        yield [one, other]
    first.close()
    second.close()


def ask(served: Served, document: str, **variables: Any) -> Any:
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(
        urllib.request.Request(f"http://{served.address}/graphql", body, headers), timeout=120
    ) as answered:
        told = json.load(answered)
    assert "errors" not in told
    return told["data"]


def test_a_plan_made_through_one_is_published_through_the_other(servers: list[Served]) -> None:
    one, other = servers
    plan = ask(one, GENERATE)["generatePlan"]["plan"]
    assert ask(other, NEWEST)["plans"]["nodes"][0] == {**plan, "status": "DRAFT"}
    assert ask(other, PUBLISH, input={"planId": plan["id"]})["publishPlan"]["plan"] == {"status": "PUBLISHED"}
    assert ask(one, NEWEST)["plans"]["nodes"][0]["status"] == "PUBLISHED"


def test_published_twice_at_once_it_is_published_once(servers: list[Served]) -> None:
    plan = ask(servers[0], GENERATE)["generatePlan"]["plan"]
    given = {"planId": plan["id"], "version": plan["version"]}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda served: ask(served, PUBLISH, input=given)["publishPlan"], servers))
    assert sorted(answer["__typename"] for answer in answers) == ["PlanPublishedError", "PublishPlanSuccess"]


def test_plans_made_at_once_have_numbers_of_their_own(servers: list[Served]) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda served: ask(served, GENERATE), servers))
    newest = ask(servers[0], NEWEST)["plans"]["nodes"]
    assert [plan["number"] for plan in newest] == [3, 2]  # the town has one already

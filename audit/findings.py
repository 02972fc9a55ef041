"""What a stranger finds out about a server: the checks that graphql-cop makes, and what GraphQL over HTTP asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from audit.programs import lines

INTROSPECTING = frozenset({"2EA1", "28B9", "D6D5", "6A70"})
"""Checks of the HTTP audit that ask for the schema themselves: where it cannot be asked for, they cannot pass."""
TYPENAME = "{ __typename }"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, and whether the server passed it; ``production``: only a server in production has to."""

    name: str
    passed: bool
    production: bool = False
    says: str = ""


class Client:
    """Asks one address."""

    def __init__(self, address: str, within: httpx.Client) -> None:
        self._address, self._within = httpx.URL(address), within

    def get(self, path: str = "", **more: Any) -> httpx.Response:
        """What lies there, or at a path beside it."""
        return self._within.get(self._address.join(path) if path else self._address, **more)

    def post(self, **more: Any) -> httpx.Response:
        """The answer."""
        return self._within.post(self._address, **more)


Check = Callable[[Client], bool]
"""True when the server may be asked that way, or tells what it should not."""


def _post(client: Client, query: str, **more: Any) -> httpx.Response:
    return client.post(json={"query": query, **more})


def _answers(response: httpx.Response) -> bool:
    """Whether there is data in it."""
    try:
        answer = response.json()
    except ValueError:
        return False
    return isinstance(answer, list) or bool(isinstance(answer, dict) and answer.get("data"))


def aliases(client: Client) -> bool:
    return _answers(_post(client, "{" + " ".join(f"alias{n}: __typename" for n in range(101)) + "}"))


def batches(client: Client) -> bool:
    return _answers(client.post(json=[{"query": TYPENAME}] * 10))


def circles(client: Client) -> bool:
    inner = "fields { type { fields { type { fields { type { fields { type { name } } } } } } } }"
    return _answers(_post(client, f"{{ __schema {{ types {{ {inner} }} }} }}"))


def directives(client: Client) -> bool:
    """Tells so by as many errors as there are directives."""
    answer = _post(client, "{ __typename " + "@aa" * 10 + " }").json()
    return len(answer.get("errors", [])) >= 10


def many_directives(client: Client) -> bool:
    return _answers(_post(client, "{ __typename " + "@skip(if: false) " * 60 + "}"))


def repeated_fields(client: Client) -> bool:
    return _answers(_post(client, "{ " + "__typename " * 500 + "}"))


SUGGESTING = (
    "{ rode { nodes { name } } }",
    "{ roads { nodes { nam } } }",
    "{ roads(frist: 1) { nodes { name } } }",
    '{ roads(where: { nme: { eq: "x" } }) { nodes { name } } }',
    "{ roads(orderBy: NAM) { nodes { name } } }",
    "{ roads { nodes { ... on Rode { name } } } }",
    "query ($x: RodeFilter) { roads(where: $x) { nodes { name } } }",
    "query ($x: RoadFilter) { roads(where: $x) { nodes { name } } }",
    "query ($x: RoadOrder) { roads(orderBy: $x) { nodes { name } } }",
    "{ roads @skp(if: true) { nodes { name } } }",
    'mutation { publishPlan(input: { planID: "x" }) { __typename } }',
)


def suggestions(client: Client) -> bool:
    """In errors of fields, arguments, inputs, enumerations, types, variables and directives."""
    variables = ({}, {"x": {"nme": {"eq": "x"}}}, {"x": "NAM"})
    told = (_post(client, query, variables=given).text for query in SUGGESTING for given in variables)
    return any("Did you mean" in text for text in told)


def introspection(client: Client) -> bool:
    return _answers(_post(client, "{ __schema { types { name } } }"))


def changes_by_get(client: Client) -> bool:
    return _answers(client.get(params={"query": "mutation { __typename }"}))


def questions_by_form(client: Client) -> bool:
    return _answers(client.post(data={"query": TYPENAME})) or _answers(client.get(params={}))


def graphiql(client: Client) -> bool:
    """At the addresses where it usually lies."""
    paths = ("", "/graphiql", "/graphiql/", "/graphql/", "/playground", "/console", "/graphql/console")
    asked = (client.get(path, headers={"accept": "text/html"}, follow_redirects=True) for path in paths)
    return any(
        word in response.text for response in asked for word in ("GraphiQL", "graphiql.min", "GraphQL Playground")
    )


def traces(client: Client) -> bool:
    return "tracing" in _post(client, TYPENAME).json().get("extensions", {})


def unhandled(client: Client) -> bool:
    """An error that tells of the program inside."""
    bodies = (
        '{"query":"qwerty"}',
        '{"query":5}',
        "[",
        '{"query":"{__typename}","variables":[]}',
        "null",
        '{"query":null}',
    )
    headers = {"content-type": "application/json"}
    told = [client.post(content=body, headers=headers) for body in bodies]
    return any(one.status_code >= 500 or "Traceback" in one.text or 'File "' in one.text for one in told)


OPEN: dict[str, Check] = {
    "多个别名 alias overloading": aliases,
    "批量 batch queries": batches,
    "循环自省 circular introspection": circles,
    "未知指令 directive overloading": directives,
    "大量指令 repeated directives": many_directives,
    "GET 变更 mutation over GET": changes_by_get,
    "表单提问 POST urlencoded, CSRF": questions_by_form,
    "跟踪 trace mode": traces,
    "未处理的错误 unhandled errors": unhandled,
}
"""To be passed in both profiles."""

PRODUCTION: dict[str, Check] = {
    "字段提示 suggestions": suggestions,
    "自省 introspection": introspection,
    "GraphiQL": graphiql,
    "重复字段 field duplication": repeated_fields,
}
"""To be passed in production; the open profile is there for these."""


def exposures(address: str) -> Iterator[Finding]:
    """The checks of graphql-cop."""
    with httpx.Client(timeout=60) as within:
        client = Client(address, within)
        for checks in (OPEN, PRODUCTION):
            for name, check in checks.items():
                yield Finding(name, not check(client), checks is PRODUCTION)


def over_http(address: str) -> Iterator[Finding]:
    """The audit of GraphQL over HTTP, with nothing but ``ok`` passing."""
    for line in lines("http.mjs", address):
        yield Finding(f"{line['id']} {line['name']}", line["status"] == "ok", says=line["reason"])

"""Coming in and going through the schema: tokens, who I am, and refusals that give nothing away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from engine.access import Viewer
from engine.accounts import CHEAP, Entrance, NewAccount, Passwords, add_account, grant_role, present
from engine.accounts.welcome import welcome_code
from engine.jobs import Jobs
from engine.model import District, Role
from engine.store import GraphStore
from schema.app import Schema
from schema.context import Context
from schema.cursor import Cursors
from schema.entering import Sender
from schema.ids import global_id
from tests.schema import town

PASSWORD = "correct-horse-9"
ME = "{ me { name role roleTerm demo grants { id role roleTerm current services scopes { id label name } } } }"
ENTERED = """__typename
  ... on LogInSuccess { tokens { accessToken refreshToken expiresAt } me { name role } }
  ... on Refusal { code message faults { message field expected value } }"""
LOG_IN = f"mutation ($input: LogInInput!) {{ logIn(input: $input) {{ {ENTERED} }} }}"
REFRESH = f"mutation ($input: RefreshInput!) {{ refresh(input: $input) {{ {ENTERED} }} }}"
ACT_AS = f"mutation ($input: ActAsInput!) {{ actAs(input: $input) {{ {ENTERED} }} }}"
WELCOME = f"mutation ($input: WelcomeInput!) {{ welcome(input: $input) {{ {ENTERED} }} }}"
CHANGE = f"mutation ($input: ChangePasswordInput!) {{ changePassword(input: $input) {{ {ENTERED} }} }}"
LOG_OUT = "mutation { logOut { __typename ... on LogOutSuccess { done } ... on Refusal { code message } } }"

Send = Callable[..., Awaitable[Any]]


@pytest.fixture
def graph(store: GraphStore) -> GraphStore:
    town.build(store)
    new = NewAccount(name="wang", password=PASSWORD, role=Role.COORDINATOR, over=["东街"])
    add_account(store, Passwords(cost=CHEAP), new, actor="console")
    grant_role(store, "wang", Role.CHIEF, ["灯笼路"], actor="console")
    return store


@pytest.fixture
def entrance() -> Entrance:
    return Entrance(passwords=Passwords(cost=CHEAP))


@pytest.fixture
def send(schema: Schema, graph: GraphStore, jobs: Jobs, entrance: Entrance) -> Send:
    """Runs a document as who comes with the token; its only root field."""

    async def run(document: str, token: str = "", **variables: Any) -> Any:
        credential = present(graph, entrance.keys, token, entrance.now()) if token else None
        context = Context(
            store=graph,
            jobs=jobs,
            cursors=Cursors(b"test"),
            entrance=entrance,
            sender=Sender(credential, "查岗", "192.0.2.1"),
        )
        result = await schema.execute(document, variable_values=variables, context_value=context)
        assert result.errors is None, [error.message for error in result.errors]
        assert result.data is not None
        (answer,) = result.data.values()
        return answer

    return run


async def entered(send: Send, **more: Any) -> Any:
    answer = await send(LOG_IN, input={"name": "wang", "password": PASSWORD, **more})
    assert answer["__typename"] == "LogInSuccess", answer
    return answer


async def test_a_log_in_gives_tokens_and_says_who_i_am(send: Send) -> None:
    answer = await entered(send)
    assert answer["me"] == {"name": "wang", "role": "COORDINATOR"}
    me = await send(ME, answer["tokens"]["accessToken"])
    assert (me["name"], me["role"], me["roleTerm"], me["demo"]) == ("wang", "COORDINATOR", "统筹员", False)
    assert [(grant["roleTerm"], grant["current"]) for grant in me["grants"]] == [("统筹员", True), ("路长", False)]
    assert me["grants"][0]["scopes"] == [
        {"id": global_id("Subdistrict", "east"), "label": "Subdistrict", "name": "东街街道"}
    ]


async def test_without_a_token_i_am_nobody(send: Send) -> None:
    assert await send("{ me { name } }") is None


async def test_what_the_server_is_may_be_asked_by_anybody(send: Send, graph: GraphStore) -> None:
    assert await send("{ about { version demo } }") == {"version": "0.1.0", "demo": False}
    with graph.tx() as tx:
        tx.update(District, "town", {"demo": True})
    assert (await send("{ about { demo } }"))["demo"] is True


@pytest.mark.parametrize("given", [("wang", "wrong-horse-9"), ("nobody", PASSWORD), ("\0", ""), ("wang", "x" * 5000)])
async def test_a_failed_log_in_is_refused_alike(send: Send, given: tuple[str, str]) -> None:
    answer = await send(LOG_IN, input={"name": given[0], "password": given[1]})
    assert answer == {
        "__typename": "UnauthenticatedError",
        "code": "LOGIN_FAILED",
        "message": "登录名或口令不对",
        "faults": [],
    }


async def test_too_many_failures_say_how_long_to_wait(send: Send) -> None:
    for _ in range(10):
        await send(LOG_IN, input={"name": "wang", "password": "wrong-horse-9"})
    answer = await send(LOG_IN, input={"name": "wang", "password": PASSWORD})
    assert answer["code"] == "TOO_MANY_ATTEMPTS"
    assert "分钟后再试" in answer["message"]


async def test_one_may_come_in_as_another_and_change_over(send: Send) -> None:
    token = (await entered(send))["tokens"]["accessToken"]
    chief = (await send(ME, token))["grants"][1]["id"]
    assert (await entered(send, grantId=chief))["me"]["role"] == "CHIEF"
    changed = await send(ACT_AS, token, input={"grantId": chief})
    assert changed["me"]["role"] == "CHIEF"
    assert changed["tokens"]["refreshToken"] is None
    assert (await send(ME, changed["tokens"]["accessToken"]))["role"] == "CHIEF"
    for wrong, code in ((global_id("Grant", "none"), "NOT_FOUND"), (global_id("Road", "a"), "INVALID_INPUT")):
        assert (await send(ACT_AS, token, input={"grantId": wrong}))["code"] == code


async def test_a_refresh_token_is_good_once(send: Send) -> None:
    tokens = (await entered(send))["tokens"]
    assert (await send(REFRESH, input={"refreshToken": tokens["refreshToken"]}))["me"]["name"] == "wang"
    again = await send(REFRESH, input={"refreshToken": tokens["refreshToken"]})
    assert (again["__typename"], again["code"]) == ("UnauthenticatedError", "UNAUTHENTICATED")


async def test_after_log_out_nothing_is_left(send: Send, graph: GraphStore, entrance: Entrance) -> None:
    tokens = (await entered(send))["tokens"]
    assert (await send(LOG_OUT, tokens["accessToken"]))["done"] is True
    assert (await send(REFRESH, input={"refreshToken": tokens["refreshToken"]}))["code"] == "UNAUTHENTICATED"


async def test_a_changed_password_comes_with_new_tokens(send: Send) -> None:
    token = (await entered(send))["tokens"]["accessToken"]
    short = await send(CHANGE, token, input={"oldPassword": PASSWORD, "newPassword": "short"})
    assert short["faults"] == [{"message": "长度不合要求", "field": "口令", "expected": "10 至 128 个字", "value": ""}]
    wrong = await send(CHANGE, token, input={"oldPassword": "x", "newPassword": "another-horse-9"})
    assert wrong["code"] == "LOGIN_FAILED"
    done = await send(CHANGE, token, input={"oldPassword": PASSWORD, "newPassword": "another-horse-9"})
    assert (await send(ME, done["tokens"]["accessToken"]))["name"] == "wang"


@pytest.mark.parametrize(
    ("document", "given"),
    [
        (LOG_OUT, None),
        (ACT_AS, {"grantId": global_id("Grant", "x")}),
        (CHANGE, {"oldPassword": PASSWORD, "newPassword": "another-horse-9"}),
    ],
)
async def test_who_is_not_in_is_told_to_log_in(send: Send, document: str, given: dict[str, str] | None) -> None:
    answer = await send(document, **({"input": given} if given else {}))
    assert (answer["code"], answer["message"]) == ("UNAUTHENTICATED", "请先登录")


@pytest.mark.parametrize(
    ("document", "given"),
    [
        ('mutation { logIn(input: {name: "wang", password: "s3cret", x: 1}) { __typename } }', None),
        ('mutation { logIn(input: {name: "wang", password: ["s3cret"]}) { __typename } }', None),
        ('mutation { logIn(input: "s3cret") { __typename } }', None),
        ('mutation { welcome(input: {code: "s3cret"}) { __typename } }', None),
        (LOG_IN, {"name": "wang", "password": ["s3cret"]}),
        (LOG_IN, {"name": "wang", "password": "s3cret", "x": 1}),
        (CHANGE, {"oldPassword": "s3cret"}),
        (REFRESH, {"refreshToken": {"x": "s3cret"}}),
    ],
)
async def test_what_is_malformed_is_not_repeated_in_the_error(
    schema: Schema, graph: GraphStore, jobs: Jobs, document: str, given: Any
) -> None:
    context = Context(store=graph, jobs=jobs, cursors=Cursors(b"test"))
    result = await schema.execute(document, variable_values={"input": given}, context_value=context)
    assert result.errors
    assert "s3cret" not in str(result.errors)
    assert all("内容不显示" in error.message for error in result.errors)


async def test_the_first_administrator_is_welcome_once(send: Send, graph: GraphStore, entrance: Entrance) -> None:
    code = welcome_code(graph, entrance.now())
    given = {"code": code, "name": "boss", "password": PASSWORD}
    assert (await send(WELCOME, input=given))["me"] == {"name": "boss", "role": "ADMIN"}
    assert (await send(WELCOME, input=given | {"name": "thief"}))["code"] == "UNAUTHENTICATED"


async def test_the_context_knows_who_asks_and_why(
    send: Send, graph: GraphStore, jobs: Jobs, entrance: Entrance
) -> None:
    token = (await entered(send))["tokens"]["accessToken"]
    credential = present(graph, entrance.keys, token, entrance.now())
    context = Context(store=graph, jobs=jobs, cursors=Cursors(b"test"), sender=Sender(credential, "查岗"))
    expected = Viewer(
        account="account:wang",
        name="wang",
        role=Role.COORDINATOR,
        scope_label="Subdistrict",
        scope_ids=("east",),
        purpose="查岗",
    )
    assert context.viewer == context.fresh().viewer == expected
    assert Context(store=graph, jobs=jobs, cursors=Cursors(b"test")).viewer is None
    given = Context(store=graph, jobs=jobs, cursors=Cursors(b"test"), viewer=expected)
    assert given.fresh().viewer == expected

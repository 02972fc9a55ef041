"""Who am I, and how I come in and go: what is asked and changed of accounts by their owners."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from typing import Annotated, Concatenate, ParamSpec

import strawberry

from engine import accounts
from engine.accounts import Credential, Entrance, HeldGrant, LogIn
from engine.accounts import Scope as HeldScope
from engine.accounts.demo import is_demo
from engine.accounts.elsewhere import log_in_with_code
from engine.accounts.welcome import welcome
from engine.errors import Unauthenticated
from engine.model import ROLE_TERMS
from engine.settings import ROOT
from engine.store import GraphStore
from schema.context import Context, Info
from schema.enums import Role
from schema.fields import change, computed, given
from schema.ids import global_id, key_of
from schema.refusals import AnyRefusal, for_anybody

P = ParamSpec("P")


@strawberry.type(description="A place, an organization or a person that a role is over (范围).")
class GrantScope:
    id: strawberry.ID = strawberry.field(description="Its global id (全局编号).")
    label: str = strawberry.field(description="What it is, as a type of this schema (类型).")
    name: str = strawberry.field(description="Its name (名称).")

    @classmethod
    def of(cls, scope: HeldScope) -> GrantScope:
        """The scope as the schema shows it."""
        return cls(id=strawberry.ID(global_id(scope.label, scope.id)), label=scope.label, name=scope.name)


@strawberry.type(description="A role within a scope, held by me (授权).")
class MyGrant:
    id: strawberry.ID = strawberry.field(description="Its id, for logIn and actAs (编号).")
    role: Role = strawberry.field(description="The role (角色).")
    role_term: str = strawberry.field(description="The role in Chinese (角色名称).")
    scopes: list[GrantScope] = strawberry.field(description="What it is over; empty for an administrator (范围).")
    services: list[str] = strawberry.field(description="What a service may do (服务权限).")
    current: bool = strawberry.field(description="Whether I act in it now (当前授权).")

    @classmethod
    def of(cls, grant: HeldGrant, current: str) -> MyGrant:
        """The grant as the schema shows it."""
        return cls(
            id=strawberry.ID(global_id("Grant", grant.id)),
            role=grant.role,
            role_term=ROLE_TERMS[grant.role],
            scopes=[GrantScope.of(scope) for scope in grant.scopes],
            services=list(grant.services),
            current=grant.id == current,
        )


@strawberry.type(description="Who I am here (我).")
class Me:
    account: strawberry.Private[str]
    grant: strawberry.Private[str]
    name: str = strawberry.field(description="My log-in name (登录名).")
    role: Role = strawberry.field(description="The role in which I act now (角色).")
    role_term: str = strawberry.field(description="The role in Chinese (角色名称).")

    @classmethod
    def of(cls, name: str, role: Role, account: str, grant: str) -> Me:
        """Somebody who acts in this grant."""
        return cls(name=name, role=role, role_term=ROLE_TERMS[role], account=account, grant=grant)

    @computed("All grants that I hold, the widest role first (授权).")
    async def grants(self, info: Info) -> list[MyGrant]:
        held = await info.context.call(accounts.held_grants, info.context.store, self.account)
        return [MyGrant.of(grant, self.grant) for grant in held]

    @computed("Whether this is a demonstration with invented people (是否演示).")
    async def demo(self, info: Info) -> bool:
        return await info.context.call(is_demo, info.context.store)


@strawberry.type(description="What this server is; needs no token (关于).")
class About:
    version: str = strawberry.field(description="The version of Jiujin (版本).")

    @computed("Whether this is a demonstration with invented people (是否演示).")
    async def demo(self, info: Info) -> bool:
        return await info.context.call(is_demo, info.context.store)

    @computed("Whether one can log in at an identity provider, by /oidc/start (可否统一身份登录).")
    async def elsewhere(self, info: Info) -> bool:
        return info.context.elsewhere


@strawberry.type(description="Tokens for this server (令牌).")
class Tokens:
    access_token: str = strawberry.field(description="For the header Authorization: Bearer … (访问令牌).")
    expires_at: str = strawberry.field(description="When the access token expires, ISO 8601 (失效时间).")
    refresh_token: str | None = strawberry.field(
        description="For new tokens, once; null where the one that I have stays good (刷新令牌)."
    )

    @classmethod
    def of(cls, made: LogIn) -> Tokens:
        """The tokens as the schema shows them."""
        return cls(access_token=made.access_token, expires_at=made.expires_at, refresh_token=made.refresh_token or None)


@strawberry.type(description="I am in (已登录).")
class LogInSuccess:
    tokens: Tokens = strawberry.field(description="The tokens (令牌).")
    me: Me = strawberry.field(description="Who I am now (我).")

    @classmethod
    def of(cls, made: LogIn) -> LogInSuccess:
        """The answer to a log-in of whatever kind."""
        viewer = made.viewer
        return cls(tokens=Tokens.of(made), me=Me.of(viewer.name, viewer.role, viewer.account, made.grant))


@strawberry.type(description="My session has ended (已退出).")
class LogOutSuccess:
    done: bool = strawberry.field(description="Always true (是否完成).")


LogInPayload = Annotated[
    LogInSuccess | AnyRefusal,
    strawberry.union("LogInPayload", description="Tokens, or why they were refused (结果)."),
]
LogOutPayload = Annotated[
    LogOutSuccess | AnyRefusal,
    strawberry.union("LogOutPayload", description="What was done, or why it was refused (结果)."),
]


@strawberry.input(description="A log-in by name and password (登录).")
class LogInInput:
    name: str = strawberry.field(description="The log-in name (登录名).")
    password: str = strawberry.field(description="The password (口令).")
    grant_id: strawberry.ID | None = strawberry.field(
        default=None, description="The grant to act in; the widest role without it (授权编号)."
    )


@strawberry.input(description="The end of a log-in at an identity provider (统一身份登录).")
class LogInWithCodeInput:
    code: str = strawberry.field(description="The code that came back to the page, good for a minute (一次性代码).")
    verifier: str = strawberry.field(description="What the page's challenge is the SHA-256 hash of (验证串).")
    grant_id: strawberry.ID | None = strawberry.field(
        default=None, description="The grant to act in; the widest role without it (授权编号)."
    )


@strawberry.input(description="New tokens for a refresh token (刷新).")
class RefreshInput:
    refresh_token: str = strawberry.field(description="The newest refresh token of the session (刷新令牌).")


@strawberry.input(description="Another of my grants (切换授权).")
class ActAsInput:
    grant_id: strawberry.ID = strawberry.field(description="The grant to act in from now on (授权编号).")


@strawberry.input(description="The first administrator (首位管理员).")
class WelcomeInput:
    code: str = strawberry.field(description="The code that the server printed at its start (一次性代码).")
    name: str = strawberry.field(description="The log-in name to have (登录名).")
    password: str = strawberry.field(description="The password to have, 10 characters or more (口令).")


@strawberry.input(description="Another password for me (修改口令).")
class ChangePasswordInput:
    old_password: str = strawberry.field(description="The password until now (原口令).")
    new_password: str = strawberry.field(description="The password from now on, 10 characters or more (新口令).")


@strawberry.type
class AccountQuestions:
    """Questions that anybody may ask."""

    @computed("What this server is; needs no token (关于).")
    async def about(self) -> About:
        return About(version=_version())

    @computed("Who I am here; null without a token (我).")
    async def me(self, info: Info) -> Me | None:
        credential, viewer = info.context.sender.credential, info.context.viewer
        if viewer is None:
            return None
        return Me.of(viewer.name, viewer.role, viewer.account, credential.claims.grant if credential else "")


@strawberry.type
class AccountChanges:
    """Coming in and going."""

    @change("Comes in by name and password; needs no token (登录).")
    async def log_in(
        self, info: Info, input: Annotated[LogInInput, given("Name and password (登录名与口令).")]
    ) -> LogInPayload:
        async def done() -> LogInSuccess:
            grant = key_of(input.grant_id, "Grant") if input.grant_id else ""
            name, password, address = input.name, input.password, info.context.sender.address
            return await _entered(info.context, accounts.log_in, name, password, grant=grant, address=address)

        return await for_anybody(done)

    @change("Ends a log-in at an identity provider; needs no token (统一身份登录).")
    async def log_in_with_code(
        self, info: Info, input: Annotated[LogInWithCodeInput, given("Code and verifier (代码与验证串).")]
    ) -> LogInPayload:
        async def done() -> LogInSuccess:
            grant = key_of(input.grant_id, "Grant") if input.grant_id else ""
            return await _entered(info.context, log_in_with_code, input.code, input.verifier, grant)

        return await for_anybody(done)

    @change("Gives new tokens for a refresh token, which is void then; needs no token (刷新令牌).")
    async def refresh(
        self, info: Info, input: Annotated[RefreshInput, given("The refresh token (刷新令牌).")]
    ) -> LogInPayload:
        return await for_anybody(lambda: _entered(info.context, accounts.refresh, input.refresh_token))

    @change("Ends my session with all its tokens (退出).")
    async def log_out(self, info: Info) -> LogOutPayload:
        async def done() -> LogOutSuccess:
            context = info.context
            await context.call(accounts.log_out, context.store, context.entrance, _credential(context))
            return LogOutSuccess(done=True)

        return await for_anybody(done)

    @change("Acts in another of my grants from now on (切换授权).")
    async def act_as(self, info: Info, input: Annotated[ActAsInput, given("Which grant (哪项授权).")]) -> LogInPayload:
        async def done() -> LogInSuccess:
            grant = key_of(input.grant_id, "Grant")
            who = _credential(info.context)
            return await _entered(info.context, accounts.act_as, who, grant)

        return await for_anybody(done)

    @change("Makes the first administrator, by the code printed at the start; needs no token (设立首位管理员).")
    async def welcome(
        self, info: Info, input: Annotated[WelcomeInput, given("Code, name, password (代码、登录名、口令).")]
    ) -> LogInPayload:
        code, name, password = input.code, input.name, input.password
        return await for_anybody(lambda: _entered(info.context, welcome, code, name, password))

    @change("Changes my password; all my sessions end but a new one (修改口令).")
    async def change_password(
        self, info: Info, input: Annotated[ChangePasswordInput, given("Old and new password (原口令与新口令).")]
    ) -> LogInPayload:
        async def done() -> LogInSuccess:
            who, address = _credential(info.context), info.context.sender.address
            old, new = input.old_password, input.new_password
            return await _entered(info.context, accounts.change_password, who, old, new, address=address)

        return await for_anybody(done)


async def _entered(
    context: Context, work: Callable[Concatenate[GraphStore, Entrance, P], LogIn], *args: P.args, **kwargs: P.kwargs
) -> LogInSuccess:
    return LogInSuccess.of(await context.call(work, context.store, context.entrance, *args, **kwargs))


def _credential(context: Context) -> Credential:
    """Who asks. Raises ``Unauthenticated`` for nobody."""
    if context.sender.credential is None:
        raise Unauthenticated("请先登录")
    return context.sender.credential


@cache
def _version() -> str:
    """As ``pyproject.toml`` says."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])

"""Who may log in, as what, and what was done: accounts, grants, sessions, audits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.model.node import Node, prop
from engine.model.terms import Role

CONSOLE_ACCOUNT = "console"
"""Who acts when a command does, in the records; no account has this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Node):
    """A log-in (账户); what it may do follows from its grants (edge HOLDS)."""

    LABEL: ClassVar[str] = "Account"
    TERM: ClassVar[str] = "账户"

    name: str = prop("登录名", indexed=True, pattern=r"[\w.@-]{1,60}")
    password_hash: str = prop("口令散列", default="", sensitive=True)
    """Empty when one cannot log in by password: services, and those who come through an identity provider."""
    disabled: bool = prop("已停用", default=False)
    epoch: int = prop("令牌代次", default=1, at_least=1)
    """A token of an earlier epoch is void."""
    created_at: str = prop("建立时间")
    """ISO 8601 with offset."""
    subject: str = prop("外部身份", default="", indexed=True, sensitive=True)
    """Issuer and subject at an identity provider, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Node):
    """A role within a scope (授权): what OVER leads to, all of one label."""

    LABEL: ClassVar[str] = "Grant"
    TERM: ClassVar[str] = "授权"

    role: Role = prop("角色", indexed=True)
    scopes: tuple[str, ...] = prop("服务权限", default=())
    """What a SERVICE may do, by names of :class:`engine.access.Action`; nothing for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Node):
    """A log-in that goes on (会话): the refresh token in force, as a hash; using an older one ends the session.

    A code that is used once (the first administrator's welcome, the end of a log-in elsewhere) is kept the same way.
    """

    LABEL: ClassVar[str] = "Session"
    TERM: ClassVar[str] = "会话"

    token_hash: str = prop("刷新令牌散列", sensitive=True)
    grant: str = prop("所用授权", default="")
    """The id of the grant that it acts in now; empty for a code that is used once."""
    expires_at: str = prop("失效时间", indexed=True)
    revoked: bool = prop("已撤销", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Node):
    """Who looked at something sensitive, or changed something, when, why (审计); never changed."""

    LABEL: ClassVar[str] = "Audit"
    TERM: ClassVar[str] = "审计"

    at: str = prop("时间", indexed=True)
    """ISO 8601 with offset, in UTC, so that it sorts."""
    account: str = prop("账户", indexed=True)
    """The account's id, or ``console`` for the command line."""
    role: str = prop("角色", default="")
    action: str = prop("动作", indexed=True)
    purpose: str = prop("目的", default="")
    fields: tuple[str, ...] = prop("字段", default=())
    """``Volunteer.phone``: what was seen unmasked."""
    subjects: tuple[str, ...] = prop("对象", default=())
    """The ids of what was seen or changed."""

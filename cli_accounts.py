"""The command line of accounts: who may log in, as what. Passwords are typed or read from a file, never arguments."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from cli_store import StoreOption, address_of, opened
from engine.errors import Conflict, Fault, InvalidInput, NotFound
from engine.model import ROLE_TERMS, Role
from engine.model.access import CONSOLE_ACCOUNT

if TYPE_CHECKING:
    from engine.accounts import HeldGrant, Keys
    from engine.store import GraphStore

app = typer.Typer(help="账户：添加、列出、停用、启用、重设口令、授权、令牌、换密钥。", no_args_is_help=True)
ROLES = "、".join(f"{role.value} {term}" for role, term in ROLE_TERMS.items())
STDIN = Path("-")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="登录名")]
RoleOption = Annotated[Role, typer.Option("--role", help=f"角色：{ROLES}")]
OverOption = Annotated[
    list[str] | None, typer.Option("--over", help="范围：区、街道、单位、服务站、道路或志愿者的名称或编号，可写多次")
]
ScopesOption = Annotated[str, typer.Option("--scopes", help="服务程序可做的事，用逗号隔开")]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", help="口令文件，取第一行；- 为标准输入；不写就提示输入")
]
console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def add(
    name: NameArgument,
    role: Annotated[Role | None, typer.Option("--role", help=f"角色：{ROLES}")] = None,
    over: OverOption = None,
    scopes: ScopesOption = "",
    subject: Annotated[
        str, typer.Option(help="统一身份认证中的身份：签发者|编号，或只写编号（签发者取 JIUJIN_OIDC_ISSUER）")
    ] = "",
    no_password: Annotated[bool, typer.Option("--no-password", help="不能用口令登录")] = False,
    password_file: PasswordFile = None,
    store: StoreOption = "",
) -> None:
    """添加账户，可同时授予一个角色。"""
    from engine.accounts import NewAccount, Passwords, add_account

    without = no_password or role is Role.SERVICE or (bool(subject) and password_file is None)
    password = None if without else _new_password(password_file)
    new = NewAccount(
        name=name,
        password=password,
        subject=_subject(subject),
        role=role,
        over=over or (),
        services=_words(scopes),
    )
    with opened(store) as graph:
        add_account(graph, Passwords(), new, actor=CONSOLE_ACCOUNT)
    console.print(f"账户已添加：{name}" + (f"，{ROLE_TERMS[role]}" if role else "，尚无角色"), markup=False)


@app.command("list")
def list_all(store: StoreOption = "") -> None:
    """列出全部账户及其角色与范围；不显示任何散列。"""
    from engine.accounts import list_accounts

    table = Table("登录名", "状态", "登录方式", "角色与范围", Column("授权编号", overflow="fold"))
    with opened(store) as graph:
        accounts = list_accounts(graph)
    for one in accounts:
        ways = [term for has, term in ((one.has_password, "口令"), (one.linked, "统一身份")) if has]
        table.add_row(
            escape(one.name),
            "已停用" if one.disabled else "可用",
            "、".join(ways) or "令牌",
            escape("\n".join(map(_told, one.grants)) or "无"),
            "\n".join(grant.id for grant in one.grants),
        )
    console.print(table if accounts else "还没有账户")


@app.command()
def disable(name: NameArgument, store: StoreOption = "") -> None:
    """停用账户：不能再登录，已发的令牌立即作废。"""
    from engine.accounts import disable_account

    with opened(store) as graph:
        changed = disable_account(graph, name, actor=CONSOLE_ACCOUNT)
    console.print(f"{'已停用' if changed else '早已停用'}：{name}", markup=False)


@app.command()
def enable(name: NameArgument, store: StoreOption = "") -> None:
    """重新启用账户；停用前的令牌仍然作废。"""
    from engine.accounts import enable_account

    with opened(store) as graph:
        changed = enable_account(graph, name, actor=CONSOLE_ACCOUNT)
    console.print(f"{'已启用' if changed else '本来可用'}：{name}", markup=False)


@app.command()
def reset(name: NameArgument, password_file: PasswordFile = None, store: StoreOption = "") -> None:
    """重设口令；已发的令牌立即作废。"""
    from engine.accounts import Passwords, reset_password

    with opened(store) as graph:
        reset_password(graph, Passwords(), name, _new_password(password_file), actor=CONSOLE_ACCOUNT)
    console.print(f"口令已重设：{name}", markup=False)


@app.command()
def grant(
    name: NameArgument,
    role: Annotated[Role | None, typer.Option("--role", help=f"角色：{ROLES}")] = None,
    over: OverOption = None,
    scopes: ScopesOption = "",
    revoke: Annotated[str, typer.Option(help="不授予，而是收回这个编号的授权")] = "",
    store: StoreOption = "",
) -> None:
    """授予一个角色，或用 --revoke 收回一项授权。"""
    from engine.accounts import grant_role, held_grants, revoke_grant
    from engine.accounts.granting import known_account

    if (role is None) == (not revoke):
        raise InvalidInput("要授予的 --role 与要收回的 --revoke，写其中一个")
    with opened(store) as graph:
        account = known_account(graph, name)
        if role is None:
            if revoke not in {held.id for held in held_grants(graph, account.id)}:
                raise NotFound("这个账户没有这项授权")
            revoke_grant(graph, revoke, actor=CONSOLE_ACCOUNT)
            console.print(f"已收回：{revoke}", markup=False)
            return
        made = grant_role(graph, name, role, over or (), services=_words(scopes), actor=CONSOLE_ACCOUNT)
    console.print(f"已授予 {ROLE_TERMS[role]}：{made}", markup=False)


@app.command()
def token(
    name: NameArgument,
    role: RoleOption = Role.SERVICE,
    over: OverOption = None,
    scopes: ScopesOption = "",
    days: Annotated[int, typer.Option(min=1, max=400, help="多少天后失效")] = 365,
    store: StoreOption = "",
) -> None:
    """为服务程序发令牌并打印在标准输出；只此一次，停用账户即作废。"""
    from engine.accounts import Entrance, NewAccount, Passwords, add_account, grant_role, service_token
    from engine.accounts.names import account_id
    from engine.model import Account

    if role is not Role.SERVICE:
        raise InvalidInput("令牌只发给服务程序", [Fault("角色不对", "--role", value=role, expected=Role.SERVICE)])
    services = _words(scopes)
    with opened(store) as graph:
        known = graph.get(Account, account_id(name)[:120])
        if known is not None and (known.password_hash or known.subject):
            raise Conflict("这是人的账户；请为服务程序另取一个名字")
        if known is None:
            new = NewAccount(name=name, role=role, over=over or (), services=services)
            add_account(graph, Passwords(), new, actor=CONSOLE_ACCOUNT)
        granted = grant_role(graph, name, role, over or (), services=services, actor=CONSOLE_ACCOUNT)
        entrance = Entrance(keys=_keys(store))
        text = service_token(graph, entrance, name, granted, timedelta(days=days), actor=CONSOLE_ACCOUNT)
    complaints.print(f"令牌 {days} 天内有效；请妥善保存，不会再次显示：", markup=False)
    console.print(text, markup=False)


@app.command("rotate-keys")
def rotate_keys(
    forget: Annotated[bool, typer.Option("--forget", help="旧密钥立即作废：密钥泄露时用，所有人须重新登录")] = False,
    store: StoreOption = "",
) -> None:
    """换一把签名密钥；旧的留着，直到它签过的令牌都已失效。"""
    from engine.accounts.moments import utc_now
    from engine.accounts.tokens import LEEWAY, REFRESH_LASTS

    now = utc_now()
    keys = _keys(store)
    name = keys.rotate(now, now + REFRESH_LASTS + timedelta(seconds=LEEWAY), forget=forget)
    console.print(f"新密钥 {name}：{keys.path}" + ("；旧令牌全部作废" if forget else ""), markup=False)


def print_demo_accounts(graph: GraphStore) -> None:
    """The demo's accounts exist, and their password is told; ``JIUJIN_DEMO_PASSWORD`` sets one."""
    from engine.accounts import Passwords
    from engine.accounts.demo import add_demo_accounts

    password, accounts = add_demo_accounts(graph, Passwords(), os.environ.get("JIUJIN_DEMO_PASSWORD", ""))
    table = Table("登录名", "角色", "范围", title="演示账户：人都是虚构的")
    for one in accounts:
        table.add_row(one.name, ROLE_TERMS[one.role], one.told)
    console.print(table)
    console.print(f"以上账户的口令都是：{password}\n", markup=False)


def _told(held: HeldGrant) -> str:
    """``统筹员：福华街街道``."""
    over = "、".join(scope.name for scope in held.scopes) or "、".join(held.services) or "全部"
    return f"{ROLE_TERMS[held.role]}：{over}"


def _new_password(file: Path | None) -> str:
    """From the file, or asked for twice."""
    if file is None:
        typed: str = typer.prompt("口令（不显示）", hide_input=True, confirmation_prompt="再输入一次", err=True)
        return typed
    try:
        text = sys.stdin.readline() if file == STDIN else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"口令文件无法读取：{file}") from error
    return (text.splitlines() or [""])[0]


def _subject(text: str) -> str:
    issuer = os.environ.get("JIUJIN_OIDC_ISSUER", "").strip()
    return f"{issuer}|{text}" if text and issuer and "|" not in text else text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("，", " ").replace(",", " ").split())


def _keys(store: str) -> Keys:
    from engine.accounts import Keys, keys_file

    return Keys(keys_file(address_of(store)))

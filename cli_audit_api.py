"""The command line of the interface: a server that runs looked at from outside, and its answers timed."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

console = Console(highlight=False)


def audit_api(
    address: Annotated[str, typer.Argument(help="GraphQL 地址，例如 http://127.0.0.1:8000/graphql")],
    production: Annotated[bool, typer.Option("--production", help="按生产环境要求：自省、提示、GraphiQL 关闭")] = False,
) -> None:
    """从外面检查一个正在运行的服务：GraphQL over HTTP 的 61 项与 graphql-cop 的各项；有一项不过则退出码 1。"""
    import httpx

    from audit.findings import INTROSPECTING, exposures, over_http
    from engine.errors import StoreUnavailable

    try:
        found = [*over_http(address), *exposures(address)]
    except (httpx.HTTPError, RuntimeError) as error:
        raise StoreUnavailable(f"服务没有应答：{address}") from error
    failed = 0
    table = Table("检查", "结果", "说明")
    for finding in found:
        needed = not (production and finding.name.split()[0] in INTROSPECTING)
        needed = needed and (production or not finding.production)
        failed += needed and not finding.passed
        table.add_row(finding.name, "通过" if finding.passed else "不过" if needed else "不适用", finding.says)
    console.print(table)
    console.print(f"{len(found)} 项，{failed} 项不过")
    if failed:
        raise typer.Exit(1)


def bench_graphql(
    stores: Annotated[str, typer.Option(help="sqlite、neo4j（自行下载并启动）")] = "sqlite",
    runs: Annotated[int, typer.Option(min=1, help="每项几次，取中位数")] = 31,
) -> None:
    """GraphQL：编译过的文档与原装 Strawberry 并排：列表、三层嵌套、16 个连接下的查找；打印 Markdown 表格。"""
    from benchmarks.graphql import main

    asked = stores.replace(",", " ").split()
    if unknown := set(asked) - {"sqlite", "neo4j"}:
        raise typer.BadParameter(f"没有这种数据库：{'、'.join(sorted(unknown))}")
    main(console, stores=asked, runs=runs, environment=os.environ)

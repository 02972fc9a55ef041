"""The command line of a Neo4j server on this machine: started, stopped, looked at."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from engine.settings import ROOT
from engine.store.neo4j_server.home import Home, ServerSettings

app = typer.Typer(help="在本机运行 Neo4j（不需要 Docker）：启动、停止、查看。", no_args_is_help=True)
HOME = ROOT / "var" / "neo4j"
HomeOption = Annotated[Path, typer.Option("--home", help="服务器的目录：密码、设置、数据、日志")]
DEFAULTS = ServerSettings()
NOT_RUNNING = 3
"""The exit code of a status that finds no server."""

console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def start(
    port: Annotated[int, typer.Option(help="端口，只听本机")] = DEFAULTS.port,
    home: HomeOption = HOME,
    heap: Annotated[str, typer.Option(help="Java 堆内存，例如 512m 或 2g")] = DEFAULTS.heap,
    page_cache: Annotated[str, typer.Option("--page-cache", help="页缓存，例如 128m 或 4g")] = DEFAULTS.page_cache,
) -> None:
    """启动服务器，等到它应答；首次会下载 Neo4j Community，并生成密码（存于目录内，不打印）。"""
    from engine.store.neo4j_server.server import start as start_server

    settings = ServerSettings(port=port, heap=heap, page_cache=page_cache)
    server = Home(home.absolute())
    started = start_server(server, settings, lambda text: complaints.print(text, markup=False))
    console.print(f"Neo4j {'已启动' if started else '已在运行'}：{server.address()}", markup=False)
    console.print(
        "让 Jiujin 用它：\n"
        f"  export JIUJIN_STORE={server.address()}\n"
        f"  export JIUJIN_NEO4J_PASSWORD_FILE={shlex.quote(str(server.password_file))}",
        markup=False,
    )


@app.command()
def stop(home: HomeOption = HOME) -> None:
    """停止服务器，等它写完数据。"""
    from engine.store.neo4j_server.server import stop as stop_server

    console.print("Neo4j 已停止" if stop_server(Home(home.absolute())) else "Neo4j 没有在运行")


@app.command()
def status(home: HomeOption = HOME) -> None:
    """服务器是否在运行，版本、地址、数据与内存大小；没有运行则退出码 3。"""
    from engine.store.neo4j_server.server import status as status_of

    told = status_of(Home(home.absolute()))
    if told is None:
        console.print(f"Neo4j 没有在运行（{home}）", markup=False)
        raise typer.Exit(NOT_RUNNING)
    memory = f"{told.memory_bytes / 2**20:.0f} MB" if told.memory_bytes else "不详"
    console.print(
        f"Neo4j {told.version or '（尚未应答）'} 在运行：{told.address}\n"
        f"  目录  {home}\n  进程  {told.pid}\n  数据  {told.store_bytes / 2**20:.1f} MB\n  内存  {memory}",
        markup=False,
    )

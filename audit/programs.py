"""The programs from npm: installed once into the cache, exactly as the lock says, and run with node."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import DownloadFailed, ProgramMissing
from engine.store.neo4j_server.jars import cache_folder
from engine.store.neo4j_server.locks import locked

HERE = Path(__file__).resolve().parent
PATIENCE = 600


def installed(source: Path = HERE) -> Path:
    """A folder with the scripts of the source and all that they import, as its lock file says.

    Raises ``ProgramMissing``, ``DownloadFailed``.
    """
    node, npm = _program("node"), _program("npm")
    parts = sorted(path for path in source.rglob("*") if path.suffix in {".mjs", ".js", ".json"})
    whole = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:12]
    folder = cache_folder() / f"{source.name}-{whole}"
    with locked(cache_folder() / f"{folder.name}.lock"):
        if not folder.exists():
            _install(source, parts, folder, npm)
    assert node
    return folder


def _install(source: Path, parts: list[Path], folder: Path, npm: str) -> None:
    """The folder appears whole or not at all."""
    begun = folder.with_suffix(".partial")
    shutil.rmtree(begun, ignore_errors=True)
    for path in parts:
        there = begun / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=begun, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise DownloadFailed(f"npm 在 {PATIENCE} 秒内没有装完") from error
    if done.returncode:
        raise DownloadFailed(f"npm 没有装成：{done.stderr.strip()[-500:]}")
    begun.rename(folder)


def _program(name: str) -> str:
    if (found := shutil.which(name)) is None:
        raise ProgramMissing(f"没有找到 {name}（Node.js），对外检查需要它")
    return found


def lines(script: str, *arguments: str) -> Iterator[Any]:
    """What the script prints, line by line. Raises ``RuntimeError`` with what it says when it fails."""
    command = [_program("node"), str(installed() / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(f"{script}: {done.stderr.strip()[-2000:]}")
    yield from map(json.loads, done.stdout.splitlines())


def relay_compile(schema: Path, folder: Path) -> list[str]:
    """The names of what Relay's compiler makes of a small page over the schema. Raises ``RuntimeError``."""
    shutil.copytree(installed() / "relay", folder, dirs_exist_ok=True)
    shutil.copyfile(schema, folder / "schema.graphql")
    compiler = installed() / "node_modules" / "relay-compiler" / "cli.js"
    command = [_program("node"), str(compiler), "relay.config.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return sorted(path.name for path in folder.rglob("*.graphql.js"))

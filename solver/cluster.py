# mypy: disable-error-code="no-untyped-call"
# distributed says its types only in part
"""A Dask cluster by its scheduler's address: an executor whose workers are other processes, here or on other machines.

Its protocol runs the code it is sent, so it belongs on a network where everybody is trusted (docs/cluster.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Client

ANSWER = 5  # seconds in which a scheduler answers
LOOK = 0.5  # seconds between two looks at who is left
PATIENCE = 10  # looks without anybody; a nanny starts its worker again in less


class ClusterError(RuntimeError):
    """用不了计算集群。"""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"用不了计算集群 {address}：{why}。")


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The cluster as an executor, and how many tasks it does at once. Raises ClusterError.

    When all its workers are gone, or the scheduler is, the executor cancels what it was given and takes nothing more.
    """
    client = _client(address)
    over = Event()
    try:
        workers = sum(client.nthreads().values())
        if not workers:
            raise ClusterError(address, "它没有工作进程（dask worker）")
        executor = client.get_executor(pure=False)
        Thread(target=_watch, args=(client, executor, over), daemon=True).start()
        yield executor, workers
    finally:
        over.set()
        client.close()


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(address, "没有安装 distributed（见 docs/cluster.md）") from error
    try:
        return Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(address, f"{ANSWER} 秒内没有应答，或不是调度器的地址") from error


def _watch(client: Client, executor: Executor, over: Event) -> None:
    """Shut the executor down when nobody has been there for long: what it was given would wait for ever."""
    absent = 0
    while absent < PATIENCE:
        if over.wait(LOOK):
            return
        absent = 0 if _anybody(client) else absent + 1
    executor.shutdown(wait=False)


def _anybody(client: Client) -> bool:
    try:
        return bool(client.nthreads())
    except Exception:  # whatever a lost connection raises
        return False

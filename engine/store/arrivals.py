"""Who may write to a graph that is moving in: every store asks here, inside the transaction."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Conflict, StoreUnavailable


def unfinished(arriving: str) -> StoreUnavailable:
    """The error that says so."""
    return StoreUnavailable(f"数据库还不完整：{arriving}，没有做完；请再运行一次同样的命令")


def check_turn(arriving: str, arrival: bool) -> None:
    """An unfinished graph is for its arrival alone, a finished one for all others. Raises ``StoreUnavailable``."""
    if arriving and not arrival:
        raise unfinished(arriving)
    if arrival and not arriving:
        raise StoreUnavailable("数据库已经完整：另一个程序先做完了")


def check_begin(arriving: str, what: str, counts: Mapping[str, int]) -> None:
    """The graph is empty, or the same is moving in already. Raises ``Conflict``."""
    if arriving:
        if arriving != what:
            raise Conflict(f"数据库里有一次没有做完的搬入（{arriving}），没有写入任何内容")
    elif any(counts.values()):
        raise Conflict("数据库里已有内容，没有写入任何内容；请另选一个空库")

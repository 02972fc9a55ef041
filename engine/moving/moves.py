"""The three moves: from store to store, from a store into an archive, from an archive into a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.errors import CopyDiffers, SourceChanged
from engine.moving.archive import Archive, write_archive
from engine.moving.merging import merge
from engine.moving.progress import Told, told_of
from engine.moving.sections import Item, read_all
from engine.moving.tally import Tally, tallied, tally_of
from engine.store import MovableStore


def copy(source: MovableStore, target: MovableStore, what: str, told: Told) -> Tally:
    """The target holds what the source holds. ``what`` names the move: after an interruption the same one goes on.

    Raises ``Conflict`` when the target holds something else; ``SourceChanged`` or ``CopyDiffers`` when the two are not
    the same in the end, and the target then stays unfinished.
    """
    with source.snapshot() as still:
        target.begin_arrival(what)
        sent = _bring(target, told_of(read_all(still), told, "写入"))
        _check(target, sent, told)
        if still.changed():
            raise SourceChanged
    target.end_arrival()
    return sent


def back_up(store: MovableStore, file: Path, told: Told) -> Tally:
    """The file holds the store's graph as it was at one moment. Raises what ``sealed`` raises."""
    with store.snapshot() as still:
        return write_archive(file, told_of(read_all(still), told, "备份"))


def restore(archive: Archive, store: MovableStore, told: Told) -> Tally:
    """The store holds what the archive holds, which was verified before.

    Raises ``Conflict`` when the store holds something else; ``CopyDiffers``, and the store then stays unfinished.
    """
    store.begin_arrival(f"恢复自备份 {archive.digest[:16]}")
    sent = _bring(store, told_of(archive.rows(), told, "写入"))
    _check(store, sent, told)
    store.end_arrival()
    return sent


def _bring(store: MovableStore, rows: Iterator[Item]) -> Tally:
    """The store has these rows and no others."""
    tally = Tally()
    merge(store, tallied(tally, rows))
    return tally


def _check(store: MovableStore, sent: Tally, told: Told) -> None:
    """Raises ``CopyDiffers``."""
    there = tally_of(told_of(read_all(store), told, "核对"))
    if names := sent.differences(there):
        raise CopyDiffers(f"写入的内容与来源不一致：{'、'.join(names)}；请再运行一次同样的命令")

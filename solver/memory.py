"""Memory: a search that comes near its ceiling is told to stop, and what is no longer needed is given back."""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

LOOK = 0.1  # seconds between two looks
NEAR = 0.8  # of the ceiling: the rest is for what grows between two looks, and for the check of the plan
MEGABYTE = 1 << 20


@contextmanager
def ceiling(megabytes: int | None, stop: threading.Event) -> Iterator[threading.Event]:
    """`stop` is set as soon as this process and those that it started come near so many megabytes together.

    Gives an event that is set then too, so that it can be told from other ends. Without a number nothing is watched.
    """
    reached, over = threading.Event(), threading.Event()

    def watch(most: float) -> None:
        while not over.wait(LOOK):
            if resident() > most:
                reached.set()
                stop.set()
                return

    if megabytes is None:
        yield reached
        return
    watcher = threading.Thread(target=watch, args=(NEAR * megabytes * MEGABYTE,), daemon=True)
    watcher.start()
    try:
        yield reached
    finally:
        over.set()
        watcher.join()


def resident() -> int:
    """The bytes that this process and those that it started hold in memory."""
    me = psutil.Process()
    held = 0
    for process in (me, *me.children(recursive=True)):
        try:
            held += process.memory_info().rss
        except psutil.NoSuchProcess:  # it has ended since
            continue
    return held


def give_back() -> None:
    """What has been freed goes back to the system, where the C library would keep it (glibc does)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)

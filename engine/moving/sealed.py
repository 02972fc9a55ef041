"""Lines of text in a compressed file that ends with a seal: whatever is changed in it, or lost, is noticed.

The file is Zstandard, readable for ``zstd -d``: one frame with the lines, then a skippable frame with the SHA-256 of
all bytes before it.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import zstandard

from engine.errors import Conflict, Fault, InvalidInput, UnreadableFile

SEAL = (0x184D2A50).to_bytes(4, "little") + (32).to_bytes(4, "little")
SEAL_BYTES = len(SEAL) + 32

LEVEL = 9
MOST_WINDOW = 2**23
"""Memory for reading back; the level needs no more."""
MOST_LINE = 2**24
MOST_RATIO = 1_000
"""Lines times as long as the file are no graph (graphs: 5 to 20)."""

PART = ".jiujin-part"
"""How the name ends of what is not finished."""

UNUSABLE = "备份文件不能用，没有写入任何内容"
UNWRITABLE = "备份没有写成：请检查文件夹是否存在、有无权限、磁盘是否已满"


def unusable(message: str, line: int | None = None, field: str = "") -> UnreadableFile:
    """The error that says so."""
    return UnreadableFile(UNUSABLE, [Fault(message, field, row=line)])


@contextmanager
def sealed(file: Path) -> Iterator[Callable[[str], None]]:
    """A function that writes a line. When the block ends the file is there, for its owner alone; after any exception
    nothing is. Raises ``Conflict`` when there is such a file already; ``InvalidInput`` when it cannot be written."""
    _refuse_existing(file)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        raw, name = _own_part(file)
        try:
            with raw:
                with zstandard.ZstdCompressor(LEVEL).stream_writer(raw, closefd=False) as packed:
                    yield _line_writer(packed)
                raw.flush()
                raw.write(SEAL + _digest(raw, raw.tell()))
                raw.flush()
                os.fsync(raw.fileno())
                _refuse_existing(file)
                os.rename(name, file)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)
        _sync_folder(file.parent)
    except OSError as error:
        raise InvalidInput(UNWRITABLE) from error


def clear_unfinished(folder: Path) -> list[Path]:
    """What killed writers have left in the folder is gone; those of it that could not be removed. What somebody still
    writes is left alone."""
    return [part for part in sorted(folder.glob(f".*{PART}")) if not _cleared(part)]


def _cleared(part: Path) -> bool:
    try:
        number = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(part)
        finally:
            os.close(number)
    except (FileNotFoundError, BlockingIOError):  # its writer has finished, or is at it
        return True
    except OSError:
        return False
    return True


def _own_part(file: Path) -> tuple[BinaryIO, str]:
    """A new file beside the goal, mode 0600, locked for as long as it is open: the lock goes when its writer does."""
    while True:
        number, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=PART, dir=file.parent)
        with suppress(OSError):  # a file system without locks: then nobody clears anything either
            fcntl.flock(number, fcntl.LOCK_EX)
        if os.fstat(number).st_nlink:  # nobody took it for a killed one's before it was locked
            return open(number, "w+b"), name
        os.close(number)


def _line_writer(packed: zstandard.ZstdCompressionWriter) -> Callable[[str], None]:
    def write(line: str) -> None:
        data = line.encode() + b"\n"
        if len(data) > MOST_LINE:
            raise InvalidInput("备份没有写成：有一项内容太长")
        packed.write(data)

    return write


def _refuse_existing(file: Path) -> None:
    if os.path.lexists(file):
        raise Conflict(f"已有这个文件，不会覆盖：{file}")


def _sync_folder(folder: Path) -> None:
    """The file's name is on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _digest(raw: BinaryIO, size: int) -> bytes:
    """Of the first bytes."""
    digest, left = hashlib.sha256(), size
    raw.seek(0)
    while left and (chunk := raw.read(min(left, 2**20))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.digest()


@contextmanager
def readable() -> Iterator[None]:
    """What cannot be read inside the block is ``UnreadableFile``."""
    try:
        yield
    except OSError as error:
        raise unusable("打不开或读不出") from error
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise unusable("不能解开") from error


class SealedFile:
    """An open file with an unbroken seal. Raises ``UnreadableFile``."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        with readable():
            self._size = raw.seek(0, os.SEEK_END)
            raw.seek(max(self._size - SEAL_BYTES, 0))
            end = raw.read()
            if len(end) != SEAL_BYTES or not end.startswith(SEAL):
                raise unusable("不是备份文件，或不完整")
            if end[len(SEAL) :] != _digest(raw, self._size - SEAL_BYTES):
                raise unusable("内容被改动过，或已损坏")
        self.digest = end[len(SEAL) :].hex()
        """The same for the same content."""

    def lines(self) -> Iterator[str]:
        """All lines, without their ends. Raises ``UnreadableFile`` where they are no text, or too much of it."""
        with readable():
            self._raw.seek(0)
            unpacked = zstandard.ZstdDecompressor(max_window_size=MOST_WINDOW).stream_reader(self._raw, closefd=False)
            with io.BufferedReader(unpacked, 2**17) as buffered:
                total = 0
                while line := buffered.readline(MOST_LINE + 1):
                    total += len(line)
                    if len(line) > MOST_LINE or total > MOST_RATIO * self._size:
                        raise unusable("解开后大得不合情理")
                    yield line.decode().removesuffix("\n")

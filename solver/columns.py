# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# compiled functions take their types from their arguments
"""Columns of numbers in groups: rows of one group lie at ptr[g]:ptr[g + 1]."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.signedinteger[Any]]  # int32 where there are millions, int64 elsewhere


def whole(numbers: Iterable[int], count: int) -> Ints:
    """So many numbers as a column."""
    return np.fromiter(numbers, dtype=np.int64, count=count)


def starts(lengths: Ints) -> Ints:
    """The pointers of groups of these lengths."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def runs(first: Ints, width: Ints) -> Ints:
    """The numbers first[k], first[k] + 1, ..., `width[k]` of them, for each k in turn."""
    ends = np.cumsum(width)
    found: Ints = np.arange(int(width.sum())) + np.repeat(first - ends + width, width)
    return found


def ranges(ptr: Ints, groups: Ints) -> Ints:
    """The rows of these groups, one group after the other."""
    return runs(ptr[groups], ptr[groups + 1] - ptr[groups])


def grouped(group: Ints, count: int) -> tuple[Ints, Ints]:
    """The pointers of so many groups, and the rows in each of them, ascending."""
    ptr = starts(np.bincount(group, minlength=count))
    rows = np.empty(len(group), dtype=np.int32)
    _deal(group, ptr[:-1].copy(), rows)
    return ptr, rows


@njit(cache=True)
def _deal(group, free, rows):
    for i in range(len(group)):
        rows[free[group[i]]] = i
        free[group[i]] += 1

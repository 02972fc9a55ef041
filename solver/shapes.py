"""Parsers of JSON values: each gives the typed value, or notes a fault and gives something that nobody will use."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from solver.faults import Fault, ProblemError

Parser = Callable[[Any, str, list[Fault]], Any]

MOST_BYTES = 1 << 30
_SHOWN_KEY = 40
_ALIKE = 1 << 16  # values of which each is kept once: a city's people have the same hours and tags over and over

_whole = lru_cache(_ALIKE)(int)


@lru_cache(_ALIKE)
def _once(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """One tuple for all that are alike; whole numbers only, for 1 is also like 1.0 and true."""
    return numbers


def load_json(source: str | Path | bytes) -> object:
    """The JSON of a file, or of bytes. Raises OSError, or ProblemError when it is not UTF-8, not JSON, or ambiguous."""
    raw = source if isinstance(source, bytes) else _bytes_of(Path(source))
    try:
        text = raw.decode("utf-8-sig")
        value = json.loads(text, parse_int=_whole, parse_constant=_no_constant, object_pairs_hook=_object)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair cannot be written again
    except UnicodeError as error:
        raise ProblemError([Fault("", "文件应为 UTF-8 编码的文字")]) from error
    except json.JSONDecodeError as error:
        raise ProblemError([Fault(f"第 {error.lineno} 行第 {error.colno} 列", "不是合法的 JSON")]) from error
    except _DoubtError as error:
        raise ProblemError([Fault("", str(error))]) from error
    except ValueError as error:
        raise ProblemError([Fault("", "整数的位数过多")]) from error
    except RecursionError as error:
        raise ProblemError([Fault("", "JSON 嵌套过深")]) from error
    return value


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise ProblemError([Fault("", f"文件过大，上限 {MOST_BYTES >> 20} MB")])
    return path.read_bytes()


class _DoubtError(ValueError):
    """JSON that a parser accepts and a reader should not."""


def _no_constant(name: str) -> object:
    raise _DoubtError(f"{name} 不是合法的数")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _DoubtError(f"同一对象里键 {twice[:_SHOWN_KEY]} 出现多次")
    return found


def kind_of(value: object) -> str:
    """What a JSON value is, in Chinese."""
    names = {bool: "是非值", int: "整数", float: "小数", str: "文字", list: "列表", dict: "对象"}
    return names.get(type(value), "空值")


def expect(what: str, value: object, path: str, faults: list[Fault]) -> None:
    """Note that something else was expected."""
    faults.append(Fault(path, f"应为{what}，现为{kind_of(value)}"))


def integer(value: Any, path: str, faults: list[Fault]) -> int:
    """A whole number; true, false and 3.0 are none."""
    if type(value) is int:
        return value
    expect("整数", value, path, faults)
    return 0


def text(value: Any, path: str, faults: list[Fault]) -> str:
    """A string."""
    if type(value) is str:
        return value
    expect("文字", value, path, faults)
    return ""


def optional(parse: Parser) -> Parser:
    """Null, or what `parse` reads."""
    return lambda value, path, faults: None if value is None else parse(value, path, faults)


def items(parse: Parser) -> Parser:
    """A list of what `parse` reads, as a tuple."""

    def read(value: Any, path: str, faults: list[Fault]) -> tuple[Any, ...]:
        if type(value) is not list:
            expect("列表", value, path, faults)
            return ()
        return tuple(parse(item, f"{path}[{i}]", faults) for i, item in enumerate(value))

    return read


def texts(value: Any, path: str, faults: list[Fault]) -> tuple[str, ...]:
    """A list of strings."""
    if type(value) is list and all(type(item) is str for item in value):
        return tuple(map(sys.intern, value))
    return items(text)(value, path, faults)  # type: ignore[no-any-return]


def row(what: str, *types: type) -> Parser:
    """A list of exactly these types, as a tuple."""
    wanted = list(types)

    def read(value: Any, path: str, faults: list[Fault]) -> tuple[Any, ...]:
        if type(value) is list and list(map(type, value)) == wanted:
            return tuple(value)
        faults.append(Fault(path, f"应为 {what}"))
        return tuple(kind() for kind in types)

    return read


def rows(what: str, *types: type) -> Parser:
    """A list of such rows."""
    wanted, one = list(types), items(row(what, *types))
    make: Callable[[Any], tuple[Any, ...]] = (lambda item: _once(tuple(item))) if {*types} == {int} else tuple

    def read(value: Any, path: str, faults: list[Fault]) -> tuple[tuple[Any, ...], ...]:
        if type(value) is list and all(type(item) is list and list(map(type, item)) == wanted for item in value):
            return tuple(map(make, value))
        return one(value, path, faults)  # type: ignore[no-any-return]

    return read


def record(
    make: Callable[..., Any], fields: Mapping[str, Parser], required: Iterable[str] = (), ignored: Iterable[str] = ()
) -> Parser:
    """An object with these keys; what is left out takes the default of `make`, unless it is required."""
    needed, skipped = tuple(required), frozenset(ignored)

    def read(value: Any, path: str, faults: list[Fault]) -> Any:
        if type(value) is not dict:
            expect("对象", value, path, faults)
            return None
        before, start = len(faults), f"{path}." if path else ""
        found = {}
        for key, item in value.items():
            parse = fields.get(key)
            if parse is not None:
                found[key] = parse(item, start + key, faults)
            elif key not in skipped:
                faults.append(Fault(f"{start}{key[:_SHOWN_KEY]}", f"没有这个键，可用：{'、'.join(fields)}"))
        faults.extend(Fault(start + key, "缺少此项") for key in needed if key not in value)
        return make(**found) if len(faults) == before else None

    return read

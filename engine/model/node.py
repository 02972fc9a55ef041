"""What every node of the graph is: a frozen record that checks itself and travels as flat properties.

A property is text, a whole number, a float, a truth value, a date (ISO text in the store), an enum (its value in the
store), or a tuple of texts or numbers: what both stores hold without translation.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Self, cast, get_args, get_origin, get_type_hints

from engine.errors import Fault, InvalidNode

Scalar = str | int | float | bool | None
Props = dict[str, Any]
"""Property name → JSON value (scalar or list of scalars); ``None`` is never stored."""
WHOLE_NUMBERS = range(-(2**63), 2**63)
"""Those that every store holds."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What the store, the checks and the access rules know of one property."""

    term: str = ""
    """The Chinese name that users read."""
    indexed: bool = False
    sensitive: bool = False
    """Personal data that is masked or hidden by default."""
    at_least: float | None = None
    at_most: float | None = None
    pattern: str = ""


def prop(
    term: str,
    *,
    default: Any = dataclasses.MISSING,
    indexed: bool = False,
    sensitive: bool = False,
    at_least: float | None = None,
    at_most: float | None = None,
    pattern: str = "",
) -> Any:
    """A dataclass field that carries its :class:`Rule`."""
    rule = Rule(term, indexed, sensitive, at_least, at_most, pattern)
    return dataclasses.field(default=default, metadata={"rule": rule}, repr=not sensitive)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node; equal to another with the same properties. Raises :class:`InvalidNode` with all that is wrong."""

    LABEL: ClassVar[str]
    TERM: ClassVar[str]

    id: str = prop("编号", pattern=r"\S{1,120}")
    version: int = prop("修订号", default=1, at_least=1)
    """Counted by the store at each write; what a caller puts here is ignored on ``upsert_nodes``."""

    def __post_init__(self) -> None:
        faults = [*_field_faults(self), *self.own_faults()]
        if faults:
            raise InvalidNode(f"{self.TERM}“{self.id}”不合要求", faults)

    def own_faults(self) -> Iterator[Fault]:
        """What is wrong across fields; for a subclass to say."""
        yield from ()

    def to_props(self) -> Props:
        """The properties as the store keeps them, without nulls, empty tuples and the version."""
        return {
            name: plain
            for name in property_types(type(self))
            if name != "version" and (plain := _plain(getattr(self, name))) is not None
        }

    @classmethod
    def from_props(cls, props: Mapping[str, Any]) -> Self:
        """The node that :meth:`to_props` described; unknown properties are an error."""
        readers = _readers(cls)
        return cls(**{name: readers[name](value) for name, value in props.items()})


def _property_types_of(node: type[Any]) -> dict[str, Any]:
    """Property name → its type, in the order of definition."""
    hints = get_type_hints(node)
    return {field.name: hints[field.name] for field in dataclasses.fields(node)}


def _property_rules_of(node: type[Any]) -> dict[str, Rule]:
    """Property name → its rule."""
    return {field.name: field.metadata.get("rule", Rule()) for field in dataclasses.fields(node)}


property_types = cast("Callable[[type[Any]], dict[str, Any]]", cache(_property_types_of))
property_rules = cast("Callable[[type[Any]], dict[str, Rule]]", cache(_property_rules_of))


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value] or None
    return value


def _readers_of(node: type[Any]) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in property_types(node).items()}


_readers = cast("Callable[[type[Any]], dict[str, Callable[[Any], Any]]]", cache(_readers_of))


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return lambda value: tuple(inner(item) for item in value)
    kinds = [kind for kind in (get_args(hint) or (hint,)) if kind is not type(None)]
    kind = kinds[0]
    if kind is date:
        return lambda value: None if value is None else date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value: None if value is None else kind(value)
    if kind is float:
        return lambda value: None if value is None else float(value)
    return lambda value: value


def _field_faults(node: Node) -> Iterator[Fault]:
    for check in _checks(type(node)):
        value = getattr(node, check.name)
        if check.holds(value):
            continue
        yield from check.faults(value)


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """What one property must be; ``holds`` is quick, since it is asked of every property of every node."""

    name: str
    rule: Rule
    hint: Any
    many: bool
    kinds: tuple[type, ...]
    """The types of the value, or of each item of a tuple; a whole number is a float too, a truth value is no number."""
    pattern: re.Pattern[str] | None

    def holds(self, value: Any) -> bool:
        """The value breaks nothing."""
        if self.many:
            return type(value) is tuple and all(map(self._item_holds, value))
        return self._item_holds(value)

    def _item_holds(self, item: Any) -> bool:
        kind = type(item)
        if kind not in self.kinds:
            return False
        if kind is str:
            return self.pattern is None or self.pattern.fullmatch(item) is not None
        return kind not in (int, float) or self._number_holds(item)

    def _number_holds(self, number: float) -> bool:
        low, high = self.rule.at_least, self.rule.at_most
        kept = number in WHOLE_NUMBERS if type(number) is int else math.isfinite(number)
        return kept and (low is None or number >= low) and (high is None or number <= high)

    def _is_a_kind(self, item: Any) -> bool:
        """The item's type is right; an enum may stand for its text."""
        return type(item) in self.kinds or (str in self.kinds and isinstance(item, str))

    def faults(self, value: Any) -> Iterator[Fault]:
        """Everything that is wrong with the value; a sensitive one is not shown."""
        rule, term = self.rule, self.rule.term or self.name
        shown = "" if rule.sensitive else str(value)[:40]
        items = value if self.many and isinstance(value, tuple) else (value,)
        if (self.many and not isinstance(value, tuple)) or not all(map(self._is_a_kind, items)):
            yield Fault("类型不对", term, value=shown, expected=_type_name(self.hint))
            return
        for item in items:
            if isinstance(item, str) and self.pattern and not self.pattern.fullmatch(item):
                yield Fault("写法不对", term, value=shown, expected=rule.pattern)
            elif isinstance(item, float) and not math.isfinite(item):
                yield Fault("不是有限的数", term)
            elif isinstance(item, int) and item not in WHOLE_NUMBERS:
                yield Fault("超出 64 位整数", term)
            elif isinstance(item, int | float) and rule.at_least is not None and item < rule.at_least:
                yield Fault("太小", term, value=shown, expected=f"不小于 {rule.at_least:g}")
            elif isinstance(item, int | float) and rule.at_most is not None and item > rule.at_most:
                yield Fault("太大", term, value=shown, expected=f"不大于 {rule.at_most:g}")


def _checks_of(node: type[Any]) -> tuple[Check, ...]:
    rules = property_rules(node)
    return tuple(_check(name, rules[name], hint) for name, hint in property_types(node).items())


def _check(name: str, rule: Rule, hint: Any) -> Check:
    many = get_origin(hint) is tuple
    inner = get_args(hint)[0] if many else hint
    kinds = get_args(inner) or (inner,)
    kinds += (int,) if float in kinds else ()
    return Check(name, rule, hint, many, kinds, re.compile(rule.pattern) if rule.pattern else None)


_checks = cast("Callable[[type[Any]], tuple[Check, ...]]", cache(_checks_of))


def _type_name(hint: Any) -> str:
    return {str: "文字", int: "整数", float: "数", bool: "是或否", date: "日期"}.get(hint, str(hint))

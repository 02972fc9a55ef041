"""Any node of the model, made up from the types and rules of its properties."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from engine.errors import InvalidNode
from engine.model import EdgeType, Node, Rule, property_rules, property_types

TEXT = st.characters(codec="utf-8", exclude_characters="\0")
"""Every character that a store can hold."""
SMALL_INT = st.integers(-(2**53), 2**53)


def scalars(kind: type, rule: Rule) -> st.SearchStrategy[Any]:
    """Values of the type that keep the rule."""
    low, high = rule.at_least, rule.at_most
    if kind is str:
        return (
            st.from_regex(rule.pattern, fullmatch=True, alphabet=TEXT) if rule.pattern else st.text(TEXT, max_size=30)
        )
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(-(2**53) if low is None else int(low), 2**53 if high is None else int(high))
    if kind is float:
        return st.floats(low, high, allow_nan=False, allow_infinity=False)
    if kind is date:
        return st.dates()
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    raise NotImplementedError(f"no values for {kind}")


def values(hint: Any, rule: Rule) -> st.SearchStrategy[Any]:
    """Values of the property's type, optional ones and lists too, that keep the rule."""
    if get_origin(hint) is tuple:
        return st.lists(scalars(get_args(hint)[0], rule), max_size=6).map(tuple)
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    some = scalars(kinds[0], rule)
    return st.none() | some if type(None) in get_args(hint) else some


INTERVALS = st.lists(st.integers(0, 7 * 24 * 60), max_size=8, unique=True).map(
    lambda minutes: tuple(sorted(minutes)[: len(minutes) // 2 * 2])
)
POINTS = st.lists(st.floats(-180, 180), min_size=2, max_size=5).map(lambda points: tuple(points * 2))
NEEDS = st.lists(st.from_regex(r"[a-z:]{1,9}=\d", fullmatch=True), max_size=3).map(tuple)
ACROSS: dict[str, st.SearchStrategy[Any]] = {
    "work_hours": INTERVALS,
    "free_hours": INTERVALS,
    "line": POINTS,
    "weekdays": st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple),
    "minors_quiet": st.tuples(st.integers(0, 1440), st.integers(0, 1440)),
    "some_have": NEEDS,
    "min": st.integers(0, 3),
    "desired": st.integers(3, 6),
    "max": st.integers(6, 9),
    "start": st.integers(0, 1000),
    "end": st.integers(1001, 2880),
}
"""Properties that are also held to rules across properties, with values that keep them."""


@st.composite
def nodes(draw: st.DrawFn, node: type[Node]) -> Node:
    """Any node of the class; where a rule across properties is broken, what is optional goes back to its default."""
    rules = property_rules(node)
    given = {
        name: draw(ACROSS[name] if name in ACROSS else values(hint, rules[name]))
        for name, hint in property_types(node).items()
        if name != "version"
    }
    try:
        return node(**given)
    except InvalidNode:
        return node(**{name: value for name, value in given.items() if name in _required(node) or name in ACROSS})


def _required(node: type[Node]) -> set[str]:
    try:
        node.from_props({})
    except TypeError as error:
        return {name for name in property_types(node) if f"'{name}'" in str(error)}
    return set()


def edge_properties(edge: EdgeType) -> st.SearchStrategy[dict[str, Any]]:
    """Some or all of the edge's properties."""
    return st.fixed_dictionaries({}, optional={name: scalars(kind, Rule()) for name, kind in edge.properties.items()})

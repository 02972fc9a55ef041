"""Filter inputs and sort orders, made from the graph's model: what the model gains, they gain."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, ForwardRef, Optional, get_args, get_origin

import strawberry

from engine.model import property_rules, property_types
from schema.compiled.call import UNCHANGED
from schema.edges import edges_of
from schema.lazy import lazy
from schema.node import Node
from schema.types import BY_LABEL, NOUNS

LAZY = lazy("schema.filters")


def _operator(kind: Any, description: str, name: str | None = None) -> Any:
    return kind, strawberry.field(description=description, default=strawberry.UNSET, name=name)


def _input(name: str, description: str, fields: dict[str, tuple[Any, Any]]) -> type[Any]:
    """An input type with these optional fields."""
    annotations = {field: Optional[kind] for field, (kind, _) in fields.items()}  # noqa: UP045
    body = {
        "__annotations__": annotations,
        "__module__": __name__,
        UNCHANGED: True,
        **{field: made for field, (_, made) in fields.items()},
    }
    return strawberry.input(type(name, (), body), description=description)


EQ = "Equals this (等于)."
NE = "Differs from this (不等于)."
IN = "Is one of these (属于)."
ORDERED = {
    "lt": "Less than (小于).",
    "lte": "At most (不大于).",
    "gt": "More than (大于).",
    "gte": "At least (不小于).",
}


def _comparison(name: str, kind: Any, description: str, ordered: bool, **more: str) -> type[Any]:
    fields = {"eq": _operator(kind, EQ), "ne": _operator(kind, NE), "in_": _operator(list[kind], IN, "in")}
    words = {**(ORDERED if ordered else {}), **more}
    fields |= {operator: _operator(kind, sentence) for operator, sentence in words.items()}
    return _input(name, description, fields)


IdFilter = _input(
    "IdFilter",
    "Conditions on a global id (按编号筛选).",
    {"eq": _operator(strawberry.ID, EQ), "in_": _operator(list[strawberry.ID], IN, "in")},
)
TextFilter = _comparison(
    "TextFilter",
    str,
    "Conditions on text; all of them hold (按文字筛选).",
    ordered=True,
    contains="Contains this text, case-sensitive (包含).",
    starts_with="Starts with this text (开头为).",
)
IntFilter = _comparison("IntFilter", int, "Conditions on a whole number (按整数筛选).", ordered=True)
FloatFilter = _comparison("FloatFilter", float, "Conditions on a number (按数值筛选).", ordered=True)
TruthFilter = _input("TruthFilter", "Condition on yes or no (按是否筛选).", {"eq": _operator(bool, EQ)})
TagFilter = _input(
    "TagFilter", "Condition on a list of texts (按标签筛选).", {"has": _operator(str, "Holds this (含有).")}
)


def filterable(noun: type[Node]) -> dict[str, Any]:
    """Property → its type, for each that one may filter by: none that is sensitive and not shown."""
    rules = property_rules(noun.MODEL)
    return {
        name: kind
        for name, kind in property_types(noun.MODEL).items()
        if name != "version" and (not rules[name].sensitive or name in noun.SHOWN)
    }


def sortable(noun: type[Node]) -> Iterator[str]:
    """The properties that every node has, and by which one may filter too."""
    scalars = (str, int, float)
    return (
        name
        for name, kind in filterable(noun).items()
        if isinstance(kind, type) and issubclass(kind, scalars) and kind is not bool and name != "id"
    )


def _filter_for(name: str, kind: Any) -> Any:
    if name == "id":
        return IdFilter
    if get_origin(kind) is tuple:
        return TagFilter if get_args(kind)[0] is str else None
    kinds = [part for part in (get_args(kind) or (kind,)) if part is not type(None)]
    if issubclass(kinds[0], StrEnum):
        return _enum_filter(kinds[0])
    return {str: TextFilter, int: IntFilter, float: FloatFilter, bool: TruthFilter}.get(kinds[0])


_ENUM_FILTERS: dict[type[StrEnum], type[Any]] = {}


def _enum_filter(kind: type[StrEnum]) -> type[Any]:
    if kind not in _ENUM_FILTERS:
        sentence = f"Conditions on a {kind.__name__} (按枚举筛选)."
        _ENUM_FILTERS[kind] = _comparison(f"{kind.__name__}Filter", kind, sentence, ordered=False)
    return _ENUM_FILTERS[kind]


def _lazy(name: str) -> Any:
    return Annotated[ForwardRef(name), LAZY]


def _noun_filter(noun: type[Node]) -> type[Any]:
    label, rules = noun.MODEL.LABEL, property_rules(noun.MODEL)
    fields: dict[str, tuple[Any, Any]] = {}
    for name, kind in filterable(noun).items():
        if (condition := _filter_for(name, kind)) is not None:
            shown = noun.called(name)
            fields[name] = _operator(
                condition, f"By this property ({rules[name].term}).", None if shown == name else shown
            )
    for name, edge in edges_of(noun).items():
        kind = _lazy(f"{edge.target}EdgeFilter" if edge.many else f"{edge.target}Filter")
        fields[name] = _operator(kind, f"By what it leads to ({BY_LABEL[edge.target].MODEL.TERM}).")
    fields["and_"] = _operator(list[_lazy(f"{label}Filter")], "All of these hold (且).", "AND")  # type: ignore[misc]
    fields["or_"] = _operator(list[_lazy(f"{label}Filter")], "At least one of these holds (或).", "OR")  # type: ignore[misc]
    fields["not_"] = _operator(_lazy(f"{label}Filter"), "This does not hold (非).", "NOT")
    return _input(
        f"{label}Filter", f"What must hold of a {label}; all fields together ({noun.MODEL.TERM}筛选).", fields
    )


def _edge_filter(noun: type[Node]) -> type[Any]:
    label, term = noun.MODEL.LABEL, noun.MODEL.TERM
    fields = {
        "some": _operator(_lazy(f"{label}Filter"), f"At least one {label} is so (至少一个{term})."),
        "none": _operator(_lazy(f"{label}Filter"), f"No {label} is so (没有{term})."),
    }
    return _input(f"{label}EdgeFilter", f"Conditions on the {label} nodes that an edge leads to ({term}筛选).", fields)


def _order(noun: type[Node]) -> Any:
    label, rules = noun.MODEL.LABEL, property_rules(noun.MODEL)
    members: dict[str, Any] = {"ID": strawberry.enum_value("id", description="By id (按编号).")}
    for name in sortable(noun):
        term, member = rules[name].term, noun.called(name).upper()
        members[member] = strawberry.enum_value(name, description=f"By this property, ascending ({term}升序).")
        members[f"{member}_DESC"] = strawberry.enum_value(f"-{name}", description=f"Descending ({term}降序).")
    for name, (edge, property) in noun.ORDER_BEYOND.items():
        target = BY_LABEL[edges_of(noun)[edge].target].MODEL
        term = f"{target.TERM}{property_rules(target)[property].term}"
        members[name.upper()] = strawberry.enum_value(name, description=f"By what it leads to, ascending ({term}升序).")
        members[f"{name.upper()}_DESC"] = strawberry.enum_value(f"-{name}", description=f"Descending ({term}降序).")
    made = enum.Enum(f"{label}Order", members, module=__name__)  # type: ignore[misc]
    return strawberry.enum(made, description=f"How a list of {label} nodes is sorted ({noun.MODEL.TERM}排序).")


FILTERS: dict[str, type[Any]] = {noun.MODEL.LABEL: _noun_filter(noun) for noun in NOUNS}
EDGE_FILTERS: dict[str, type[Any]] = {noun.MODEL.LABEL: _edge_filter(noun) for noun in NOUNS}
ORDERS: dict[str, Any] = {noun.MODEL.LABEL: _order(noun) for noun in NOUNS}
globals().update({made.__name__: made for made in (*FILTERS.values(), *EDGE_FILTERS.values(), *ORDERS.values())})

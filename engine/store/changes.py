"""What every store checks before it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from engine.errors import Fault, InvalidInput, InvalidNode
from engine.model import NODES, Node, Props, property_rules
from engine.store.port import Edge
from engine.store.properties import Properties, Property, fits, node_properties, plain

N = TypeVar("N", bound=Node)

UNWRITABLE = "含有无法保存的字符"
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
FIXED = ("id", "version")
"""Properties that no ``update`` may name."""


def known(node: type[N]) -> type[N]:
    """The class, if it is one of the model. Raises ``ValueError``."""
    if node not in NODES:
        raise ValueError(f"the model has no node {node.__name__}")
    return node


def as_text(value: Mapping[str, Any] | list[Any]) -> str:
    """The value as JSON text, the same for equal values. Raises ``ValueError`` for text that no store can hold (the
    NUL character, half of a surrogate pair)."""
    text = ENCODER.encode(value)
    text.encode()
    if "\\u0000" in text and any("\0" in item for item in _texts(value)):
        raise ValueError(UNWRITABLE)
    return text


def node_text(node: Node) -> str:
    """The node's properties as JSON text. Raises ``InvalidNode``."""
    return _node_written(node)[1]


def node_props(node: Node) -> Props:
    """The node's properties, of which ``node_text`` is the text. Raises ``InvalidNode``."""
    return _node_written(node)[0]


def edge_text(edge: Edge, properties: Properties, term: str) -> str:
    """The edge's properties as JSON text, without nulls. Raises ``InvalidInput`` with all faults; ``ValueError`` for a
    property that the model lacks."""
    return _edge_written(edge, properties, term)[1]


def edge_props(edge: Edge, properties: Properties, term: str) -> Props:
    """The edge's properties, of which ``edge_text`` is the text. Raises what that raises."""
    return _edge_written(edge, properties, term)[0]


def _node_written(node: Node) -> tuple[Props, str]:
    known(type(node))
    props = node.to_props()
    try:
        return props, as_text(props)
    except ValueError as error:
        raise InvalidNode(f"{node.TERM}不合要求", [Fault(UNWRITABLE)]) from error


def _edge_written(edge: Edge, properties: Properties, term: str) -> tuple[Props, str]:
    if not edge.properties:
        return {}, "{}"
    if unknown := set(edge.properties) - set(properties):
        raise ValueError(f"the model has no property {', '.join(sorted(unknown))} of this edge")
    props = {name: plain(value) for name, value in edge.properties.items() if value is not None}
    wrong = [name for name, value in props.items() if not fits(value, properties[name].kind)]
    if wrong:
        raise InvalidInput(f"“{term}”的内容不合要求", [Fault("类型不对", name) for name in wrong])
    try:
        return props, as_text(props)
    except ValueError as error:
        raise InvalidInput(f"“{term}”的内容不合要求", [Fault(UNWRITABLE)]) from error


def with_changes(node: type[Node], props: Props, changes: Mapping[str, Any]) -> Node:
    """The node with the named properties changed (``None`` removes). Raises ``InvalidNode`` with all faults."""
    given = {name: plain(value) for name, value in changes.items()}
    faults = list(_change_faults(node, props, given))
    wrong = {fault.field for fault in faults}
    terms = {name: rule.term for name, rule in property_rules(node).items()}
    merged = props | {name: value for name, value in given.items() if terms.get(name, name) not in wrong}
    try:
        changed = node.from_props({name: value for name, value in merged.items() if value is not None})
    except InvalidNode as error:
        faults += error.faults
    if faults:
        raise InvalidNode(f"{node.TERM}不合要求", faults)
    return changed


def _change_faults(node: type[Node], props: Props, given: Props) -> Iterator[Fault]:
    rules, properties = property_rules(node), node_properties(node.LABEL)
    for name, value in given.items():
        if name not in rules:
            yield Fault("没有这一项", name)
        elif name in FIXED:
            yield Fault("不能更改", rules[name].term)
        elif value is not None and not _suits(value, properties[name]):
            yield Fault("类型不对", rules[name].term)
        else:
            yield from _reading_faults(node, props, name, value)


def _reading_faults(node: type[Node], props: Props, name: str, value: Any) -> Iterator[Fault]:
    """What makes the value alone unreadable; what the model's rules say of it is found with all the others."""
    kept = {key: item for key, item in (props | {name: value}).items() if item is not None}
    try:
        node.from_props(kept)
    except InvalidNode:
        return
    except TypeError:
        yield Fault("必须填写", property_rules(node)[name].term)
    except ValueError:
        yield Fault("取值不对", property_rules(node)[name].term)


def _suits(value: Any, known: Property) -> bool:
    if known.many:
        return isinstance(value, list) and all(fits(item, known.kind) for item in value)
    return fits(value, known.kind)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)

"""The smallest pieces of SQL: values as parameters, names of the model as literals, properties as expressions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

COLUMNS = ("id", "version")
"""Properties of a node that have a column of their own."""


@dataclass(slots=True)
class Draft:
    """What a statement under construction has handed out: its parameters and its names."""

    parameters: dict[str, Any] = field(default_factory=dict)
    names: int = 0

    def bind(self, value: Any) -> str:
        """The expression that stands for a plain value.

        A float travels as JSON, so that SQLite reads it exactly as it reads the stored one.
        """
        name = f"p{len(self.parameters)}"
        if isinstance(value, float):
            self.parameters[name] = repr(value)
            return f"json_extract(:{name}, '$')"
        self.parameters[name] = value
        return f":{name}"

    def bind_list(self, values: list[Any]) -> str:
        """The expression for the rows of a plain list (a text with NUL is nowhere stored, so it is left out)."""
        name = f"p{len(self.parameters)}"
        kept = [value for value in values if not (isinstance(value, str) and "\0" in value)]
        self.parameters[name] = json.dumps(kept, ensure_ascii=False)
        return f"(SELECT value FROM json_each(:{name}))"

    def name(self) -> int:
        """A number that no name of this statement has yet."""
        self.names += 1
        return self.names


def literal(name: str) -> str:
    """A label, type or property of the model as an SQL literal; never a user's text."""
    if not name.isidentifier():
        raise ValueError(f"not a name of the model: {name!r}")
    return f"'{name}'"


def node_value(table: str, name: str) -> str:
    """The expression for a node's property, to compare and sort by; the indexes are made of the same text.

    ``table`` ends with its dot, or is empty.
    """
    return f"{table}{name}" if name in COLUMNS else edge_value(table, name)


def edge_value(table: str, name: str) -> str:
    """The expression for an edge's property, to compare and sort by."""
    return f"json_extract({table}props, {path(name)})"


def path(name: str) -> str:
    """The JSON path of a property."""
    return f"'$.{literal(name)[1:-1]}'"

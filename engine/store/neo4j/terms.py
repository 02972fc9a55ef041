"""The smallest pieces of Cypher: values as parameters, names of the model as they are, never a user's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.store.pattern import Element


@dataclass(slots=True)
class Draft:
    """What a statement under construction has handed out: its parameters and its variables."""

    parameters: dict[str, Any] = field(default_factory=dict)
    variables: int = 0

    def bind(self, value: Any) -> str:
        """The expression that stands for a plain value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def variable(self, letter: str) -> str:
        """A variable that this statement does not have yet."""
        self.variables += 1
        return f"{letter}{self.variables}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an alias stands in the statement: its variable, and what it is."""

    variable: str
    element: Element

    def value(self, name: str) -> str:
        """The expression for a property."""
        return f"{self.variable}.{word(name)}"

    def node(self) -> str:
        """The node as a pattern has it."""
        return f"({self.variable}:{word(self.element.label)})"


Places = Mapping[str, Place]


def word(name: str) -> str:
    """A label, type or property of the model."""
    if not (name.isidentifier() and name.isascii()):
        raise ValueError(f"not a name of the model: {name!r}")
    return name


def arrow(edge: str, reverse: bool = False, variable: str = "", depth: tuple[int, int] = (1, 1)) -> str:
    """An edge as a pattern has it, between two nodes."""
    times = "" if depth == (1, 1) else f"*{depth[0]}..{depth[1]}"
    inside = f"-[{variable}:{word(edge)}{times}]-"
    return f"<{inside}" if reverse else f"{inside}>"

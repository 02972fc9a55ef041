"""Texts that no store and no answer could hold: half of a surrogate pair, as JSON's ``\\ud800`` makes one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from engine.errors import Fault, InvalidInput

EXPECTED = "完整的 Unicode 文字"


def broken(value: Any, name: str = "") -> Iterator[str]:
    """Where in the value such texts stand, as texts or as names in objects."""
    queue = [(name, value)]
    while queue:
        name, value = queue.pop()
        if isinstance(value, str):
            if not value.isascii() and not _is_whole(value):
                yield name
        elif isinstance(value, Mapping):
            for key, part in value.items():
                if not _is_whole(key):
                    yield name
                else:
                    queue.append((f"{name}.{key}" if name else key, part))
        elif isinstance(value, list):
            queue.extend((name, part) for part in value)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class WholeTexts(SchemaExtension):
    """Refuses variables with broken texts before anything runs; in documents the parser refuses them."""

    def on_validate(self) -> Iterator[None]:
        """An error set here keeps the document from being validated and run."""
        context = self.execution_context
        if not context.pre_execution_errors:
            names = sorted({*broken(context.variables or {}), *broken(context.operation_name, "operationName")})
            faults = [Fault("含有不完整的字符", name, expected=EXPECTED) for name in names]
            if faults:
                cause = InvalidInput("文字有误", faults)
                context.pre_execution_errors = [GraphQLError(cause.message, original_error=cause)]
        yield

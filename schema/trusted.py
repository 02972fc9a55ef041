"""Trusted documents: where they are given, the server answers these and no others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graphql import GraphQLError, GraphQLSchema, parse, validate
from strawberry.extensions import SchemaExtension

from engine.errors import Fault, InvalidInput

PREFIX = "sha256:"
UNKNOWN = "{ unknown }"
"""What stands for a document that nobody knows; it is not trusted."""


def id_of(text: str) -> str:
    """How clients name the document: by the hash of its text."""
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Trusted:
    """Documents by their ids."""

    documents: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path, schema: GraphQLSchema) -> Trusted:
        """All ``.graphql`` files in and below the folder. Raises ``InvalidInput`` with each that the schema refuses."""
        if not folder.is_dir():
            raise InvalidInput("受信文档的文件夹有误", [Fault("没有这个文件夹", "--trusted", value=str(folder))])
        files = sorted(folder.rglob("*.graphql"))
        texts = {path: path.read_text(encoding="utf-8") for path in files}
        faults = [
            Fault(fault, str(path.relative_to(folder)))
            for path, text in texts.items()
            for fault in _faults(text, schema)
        ]
        if not files:
            faults = [Fault("文件夹里没有 .graphql 文件", "--trusted", value=str(folder))]
        if faults:
            raise InvalidInput("受信文档有误", faults)
        return cls({id_of(text): text for text in texts.values()})

    def named(self, id: str) -> str:
        """The document's text, or one that is not trusted."""
        full = id if id.startswith(PREFIX) else PREFIX + id
        return self.documents.get(full.lower(), UNKNOWN)

    def holds(self, text: str | None) -> bool:
        """Whether it is the text of one of them, to the letter."""
        return text is not None and id_of(text) in self.documents


def _faults(text: str, schema: GraphQLSchema) -> list[str]:
    try:
        return [error.message for error in validate(schema, parse(text))]
    except GraphQLError as error:
        return [error.message]


class OnlyTrusted(SchemaExtension):
    """Refuses all other documents, unvalidated and unrun. Stands behind the limits, whose refusal would say more."""

    def __init__(self, trusted: Trusted) -> None:
        self._trusted = trusted

    def on_validate(self) -> Iterator[None]:
        """An error set here keeps the document from being validated and run."""
        context = self.execution_context
        if not self._trusted.holds(context.query):
            error = GraphQLError("只接受受信文档", extensions={"code": "NOT_TRUSTED"})
            context.pre_execution_errors = [error]
        yield

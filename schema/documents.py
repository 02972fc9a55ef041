"""Documents that came lately are neither parsed nor validated again; limits still apply to each request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from graphql import DocumentNode
from strawberry.extensions import SchemaExtension

MOST, LONGEST = 256, 20_000
"""So many documents, none of more characters."""


class Documents:
    """Valid documents by their text; the least lately used go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[str, DocumentNode] = OrderedDict()

    def get(self, text: str) -> DocumentNode | None:
        """The parsed document, if it is known to be valid."""
        document = self._known.get(text)
        if document is not None:
            self._known.move_to_end(text)
        return document

    def keep(self, text: str, document: DocumentNode) -> None:
        """The document is valid."""
        if len(text) <= LONGEST:
            self._known[text] = document
            while len(self._known) > self._most:
                self._known.popitem(last=False)


class Remembering(SchemaExtension):
    """Fills in what is known of a request's document. Stands last, so that it sees what the others refuse."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def on_operation(self) -> Iterator[None]:
        """A known document needs no parser."""
        context = self.execution_context
        if context.query and context.graphql_document is None:
            context.graphql_document = self._documents.get(context.query)
            if context.graphql_document is not None:
                context.validation_rules = ()
        yield

    def on_validate(self) -> Iterator[None]:
        """What passes all rules is kept."""
        yield
        context = self.execution_context
        if context.query and context.graphql_document and context.validation_rules and not context.pre_execution_errors:
            self._documents.keep(context.query, context.graphql_document)

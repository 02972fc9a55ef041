"""The schema itself: its parts, its time limit, and what becomes of unexpected errors."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
import traceback
import uuid
from pathlib import Path
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.extensions import DisableIntrospection, SchemaExtension
from strawberry.file_uploads import Upload
from strawberry.file_uploads.scalars import UploadDefinition
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from strawberry.types.graphql import OperationType

from engine.errors import JiujinError
from engine.store.deadline import within
from schema.compiled import compiled_executor
from schema.documents import Documents, Remembering
from schema.limits import Limiter, Limits, Measured
from schema.mutation import Mutation
from schema.query import Query
from schema.subscription import Subscription
from schema.texts import WholeTexts
from schema.trusted import OnlyTrusted, Trusted
from schema.types import NOUNS

GRACE = 0.1
"""Seconds after which the store gives up by itself what nobody waits for any more."""

SUGGESTION = re.compile(r" Did you mean [^?]*\?")

logger = logging.getLogger(__name__)


UPLOAD = dataclasses.replace(UploadDefinition, description="A file that comes with the request, as multipart (文件).")


class Schema(strawberry.Schema):
    """Expected errors keep their sentence and code, unexpected ones become a number that the log has too."""

    limits = Limits()
    suggests = True
    """Whether errors say what may have been meant, and with it what there is."""
    trusted: Trusted | None = None
    """Only these documents are run, where they are given."""

    def get_extensions(self, sync: bool = False) -> list[SchemaExtension]:
        """One of each for a request."""
        extensions = super().get_extensions(sync)
        return extensions if self.trusted is None else [*extensions, OnlyTrusted(self.trusted)]

    async def _execute_operation(self, execution_context: ExecutionContext, *args: Any) -> Any:
        """All queries and mutations pass here, over whatever transport they came."""
        changes = execution_context.operation_type is OperationType.MUTATION
        seconds = self.limits.seconds_to_change if changes else self.limits.seconds
        try:
            async with asyncio.timeout(seconds) as clock:
                execution_context.context.clock = clock
                with within(seconds + GRACE):
                    result = await super()._execute_operation(execution_context, *args)
                await execution_context.context.keep_record()
                return result
        except TimeoutError:
            message = f"超过 {seconds:g} 秒，已中止"
            raise GraphQLError(message, extensions={"code": "TIMEOUT"}) from None

    def _create_execution_context(self, *args: Any, **kwargs: Any) -> ExecutionContext:
        """Operations of every kind and transport begin here: several share a connection, none of them its context."""
        created = super()._create_execution_context(*args, **kwargs)
        if created.context is not None:
            created.context = created.context.fresh()
        return created

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Changes the errors in place, before any transport sees them."""
        for error in errors:
            cause = error.original_error
            if isinstance(cause, JiujinError):
                error.message = cause.message
                error.extensions = {"code": cause.code, "faults": [str(fault) for fault in cause.faults]}
            elif isinstance(cause, RecursionError):
                _too_deep(error)
            elif cause is not None and not isinstance(cause, GraphQLError):
                _mask(error, cause)
            elif not self.suggests:
                error.message = SUGGESTION.sub("", error.message)
        if execution_context is not None and SECRETS.search(execution_context.query or ""):
            for error in errors:
                error.message = ECHO.sub("（内容不显示）", error.message)


SECRETS = re.compile(r"\b(logIn|logInWithCode|refresh|welcome|changePassword)\b")
"""Documents with passwords or tokens in them."""
ECHO = re.compile(r"(?s)(,? found:? | invalid value | value: ).*")
"""Where the library's errors repeat what was sent."""


def _too_deep(error: GraphQLError) -> None:
    error.message = "查询嵌套太深"
    error.extensions = {"code": "QUERY_TOO_LARGE", "limit": "depth"}
    error.original_error = None


def _mask(error: GraphQLError, cause: BaseException) -> None:
    number = uuid.uuid4().hex[:12]
    where = "".join(traceback.format_list(traceback.extract_tb(cause.__traceback__)))
    logger.error("error %s at %s: %s\n%s", number, error.path, type(cause).__name__, where)
    error.message = f"出现意外错误，编号 {number}"
    error.extensions = {"code": "UNEXPECTED", "number": number}
    error.original_error = None


def build_schema(*, production: bool = False, compiled: bool = True, trusted: Path | None = None) -> Schema:
    """The schema of a profile; in production the schema itself cannot be asked for, nor guessed from suggestions.

    Not ``compiled``, it is what Strawberry makes of it: graphql-core's own executor, the oracle of the other, and each
    document parsed and validated anew. ``trusted`` is a folder of documents; no others are run then.
    """
    documents = Documents()
    introspecting = [DisableIntrospection] if production else []
    remembering = [lambda: Remembering(documents)] if compiled else []
    measured = Measured() if compiled else None
    schema = Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=NOUNS,
        extensions=[lambda: Limiter(measured), WholeTexts, *introspecting, *remembering],
        config=StrawberryConfig(disable_field_suggestions=production, scalar_map={Upload: UPLOAD}),
        execution_context_class=compiled_executor() if compiled else None,
    )
    schema.suggests = not production
    schema.trusted = Trusted.read(trusted, schema._schema) if trusted else None
    return schema

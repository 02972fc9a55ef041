"""The executor that Strawberry is given: compiled where that does the same, graphql-core's own for the rest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    Undefined,
    VariableNode,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import DeferUsage, GroupedFieldSet

from schema.compiled.plan import Plan
from schema.compiled.run import Run

MOST_DOCUMENTS = 128
MOST_WAYS = 8
"""Of one operation, so many plans are kept: one for each way its ``@skip`` and ``@include`` turned out."""
INCREMENTAL = frozenset({"defer", "stream"})


class Plans:
    """The plans of the documents that ran lately."""

    def __init__(self, most: int = MOST_DOCUMENTS) -> None:
        self._most = most
        self._documents: OrderedDict[int, tuple[DocumentNode, GraphQLSchema, dict[Any, Any]]] = OrderedDict()

    def of(self, run: Run, document: DocumentNode) -> Plan | None:
        """The plan for what the run executes; none where graphql-core is to do it all."""
        if _is_unusual(run):
            return None
        switches, plans = self._operation(run, document)
        if switches is None:
            return None
        values = run.variable_values.coerced
        way = tuple(values.get(name, Undefined) for name in switches)
        plan: Plan | None = plans.get(way)
        if plan is None:
            plan = Plan(run.schema)
            if len(plans) < MOST_WAYS:
                plans[way] = plan
        return plan

    def _operation(self, run: Run, document: DocumentNode) -> tuple[tuple[str, ...] | None, dict[Any, Plan]]:
        """The variables by which fields are skipped or included (none at all: not to be compiled), and the plans."""
        key = id(document)
        known = self._documents.get(key)
        if known is None or known[1] is not run.schema:
            known = self._documents[key] = (document, run.schema, {})  # holding the document keeps its id its own
            while len(self._documents) > self._most:
                self._documents.popitem(last=False)
        self._documents.move_to_end(key)
        operations, operation = known[2], id(run.operation)
        if operation not in operations:
            operations[operation] = (_switches(document), {})
        found: tuple[tuple[str, ...] | None, dict[Any, Plan]] = operations[operation]
        return found


def _is_unusual(run: Run) -> bool:
    """Whether something is asked for that is not compiled: middleware, an abort signal, arguments of fragments."""
    return bool(
        (run.middleware_manager and run.middleware_manager.middlewares)
        or run.abort_signal is not None
        or not run.error_propagation
        or any(fragment.variable_signatures for fragment in run.fragments.values())
    )


def _switches(document: DocumentNode) -> tuple[str, ...] | None:
    """The variables in ``@skip`` and ``@include``; ``None`` when something is deferred or streamed."""
    found: set[str] = set()
    for node in _selections(document):
        for directive in node.directives or ():
            if directive.name.value in INCREMENTAL:
                return None
            if directive.name.value in {"skip", "include"}:
                values = [argument.value for argument in directive.arguments or ()]
                found |= {value.name.value for value in values if isinstance(value, VariableNode)}
    return tuple(sorted(found))


def _selections(document: DocumentNode) -> Iterator[SelectionNode]:
    parts = (OperationDefinitionNode, FragmentDefinitionNode)
    queue = [node for part in document.definitions if isinstance(part, parts) for node in part.selection_set.selections]
    while queue:
        node = queue.pop()
        yield node
        inner = getattr(node, "selection_set", None)
        queue.extend(inner.selections if inner else ())


class Compiled(Run):
    """Runs an operation by its plan."""

    plans: Plans
    plan: Plan | None = None

    @classmethod
    def build(
        cls, schema: GraphQLSchema, document: DocumentNode, *args: Any, **kwargs: Any
    ) -> list[GraphQLError] | Executor[Any]:
        """The executor, with the plan of its document."""
        run = super().build(schema, document, *args, **kwargs)
        if isinstance(run, Compiled):
            run.known = {}
            run.plan = cls.plans.of(run, document)
            if run.plan is not None:
                run._relevant_sub_fields = run.plan.collected
        return run

    def execute_collected_root_fields(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,
        new_defer_usages: Sequence[DeferUsage],
    ) -> Any:
        """The answer, or something to await that gives it."""
        plan = None if new_defer_usages else self.plan
        selection = None
        if plan is not None:
            try:
                selection = plan.root(self, root_type, grouped_field_set)
            except Exception:  # graphql-core raises it again, where it belongs; a document nested too deeply, too
                self.plan = None
        if selection is None:
            fields = (root_type, root_value, grouped_field_set, serially, new_defer_usages)
            return super().execute_collected_root_fields(*fields)
        return selection.root(self, root_value, serially)


def compiled_executor(most: int = MOST_DOCUMENTS) -> type[Compiled]:
    """An executor class that remembers the plans of so many documents."""
    return type("CompiledExecutor", (Compiled,), {"plans": Plans(most)})

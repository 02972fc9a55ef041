"""What a query may cost, reckoned before anything runs: one pass over the document, each fragment once.

A fragment that is spread in many places is measured once and multiplied, so that a short document whose fragments
double at each level costs no more time than its length; all sums stop at ``CEILING``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    value_from_ast_untyped,
)
from strawberry.extensions import SchemaExtension

from schema.connection import DEFAULT_FIRST
from schema.documents import LONGEST, MOST

CEILING = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one operation may ask for."""

    tokens: int = 1000
    depth: int = 10
    aliases: int = 15
    roots: int = 20
    directives: int = 50
    fields: int = 2000
    nodes: int = 10_000
    lists: int = 1000
    seconds: float = 10.0
    seconds_to_change: float = 30.0
    """For mutations, beside what they were told to wait."""
    body: int = 256 * 1024
    files: int = 10 * 1024 * 1024
    """For requests with a file."""


MOST_SIZES = 16
"""Of a document the costs are kept for so many sizes of its lists."""

MOST_ERRORS = 10
"""So many errors of a document are told."""

INTROSPECTION = Limits(depth=20)
"""The standard question about the schema is deep by nature."""

TERMS = {
    "depth": "嵌套层数",
    "aliases": "别名数",
    "roots": "根字段数",
    "directives": "指令数",
    "fields": "展开后的字段数",
    "nodes": "可能返回的节点数",
    "lists": "最长列表的项数",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a set of selections asks for; ``roots`` are its own fields, fragments unfolded."""

    depth: int = 0
    aliases: int = 0
    roots: int = 0
    directives: int = 0
    fields: int = 0
    nodes: int = 0
    lists: int = 0
    """The longest list that is given."""

    def __add__(self, other: Cost) -> Cost:
        sums = {
            f.name: min(CEILING, getattr(self, f.name) + getattr(other, f.name))
            for f in fields(Cost)
            if f.name not in {"depth", "lists"}
        }
        return Cost(depth=max(self.depth, other.depth), lists=max(self.lists, other.lists), **sums)


@dataclass(slots=True)
class Meter:
    """Measures the parts of one document with the variables of one request."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    asked: set[str] = field(default_factory=set)
    """The variables that count: the cost is the same as long as these are."""
    _known: dict[str, Cost] = field(default_factory=dict)

    def operation(self, operation: OperationDefinitionNode) -> Cost:
        """What the operation asks for."""
        own = Cost(directives=len(operation.directives or ()))
        return own + self._selections(operation.selection_set, self.schema.get_root_type(operation.operation))

    def _selections(self, selections: SelectionSetNode | None, parent: Any) -> Cost:
        total = Cost()
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                total += self._field(selection, parent)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else parent
                total += Cost(directives=len(selection.directives or ()))
                total += self._selections(selection.selection_set, inner)
            elif isinstance(selection, FragmentSpreadNode):
                total += Cost(directives=len(selection.directives or ())) + self._fragment(selection.name.value)
        return total

    def _fragment(self, name: str) -> Cost:
        if name not in self._known:
            self._known[name] = Cost()  # in a cycle, which validation refuses, it counts as nothing
            if (fragment := self.fragments.get(name)) is not None:
                parent = self.schema.get_type(fragment.type_condition.name.value)
                self._known[name] = self._selections(fragment.selection_set, parent)
        return self._known[name]

    def _field(self, node: FieldNode, parent: Any) -> Cost:
        definition = getattr(parent, "fields", {}).get(node.name.value)
        kind = get_named_type(definition.type) if definition else None
        inner = self._selections(node.selection_set, kind)
        size = self._size(node, definition)
        return Cost(
            depth=inner.depth + 1,
            aliases=inner.aliases + (1 if node.alias else 0),
            roots=1,
            directives=inner.directives + len(node.directives or ()),
            fields=min(CEILING, inner.fields + 1),
            nodes=min(CEILING, size * (1 + inner.nodes) if size else inner.nodes),
        )

    def _size(self, node: FieldNode, definition: Any) -> int:
        """How many nodes this field gives at most; 0 for what is no list of nodes."""
        arguments = definition.args if definition else {}
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        if "first" in arguments:
            sizes = [self._number(given.get(name)) for name in ("first", "last") if name in arguments]
            known = [size for size in sizes if size is not None]
            return max(1, *known) if known else DEFAULT_FIRST
        if "ids" in arguments:
            return max(1, self._length(given.get("ids")))
        return 0

    def _number(self, given: ValueNode | None) -> int | None:
        if isinstance(given, IntValueNode):
            return int(given.value)
        value = self._variable(given)
        return int(value) if isinstance(value, int) or (isinstance(value, float) and value.is_integer()) else None

    def _length(self, given: ValueNode | None) -> int:
        if isinstance(given, ListValueNode):
            return len(given.values)
        value = self._variable(given)
        return len(value) if isinstance(value, list) else 1

    def _variable(self, given: ValueNode | None) -> Any:
        if not isinstance(given, VariableNode):
            return None
        self.asked.add(given.name.value)
        return self.variables.get(given.name.value)


def faults(cost: Cost, limits: Limits) -> Iterator[GraphQLError]:
    """One error for each limit that is passed, with the cost and the limit."""
    for name, term in TERMS.items():
        paid, most = getattr(cost, name), getattr(limits, name)
        if paid > most:
            shown = f"{paid}" if paid < CEILING else f"{CEILING} 以上"
            yield GraphQLError(
                f"查询太大：{term}为 {shown}，上限 {most}",
                extensions={"code": "QUERY_TOO_LARGE", "limit": name, "cost": paid, "most": most},
            )


def measure(document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], name: str | None) -> Cost:
    """What the named operation asks for (the dearest of all parts when there is no such one)."""
    return _measured(document, schema, variables, name)[0]


def _measured(
    document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], name: str | None
) -> tuple[Cost, frozenset[str]]:
    """The cost, and the variables on which that of the document itself depends."""
    parts = document.definitions
    fragments = {part.name.value: part for part in parts if isinstance(part, FragmentDefinitionNode)}
    operations = [part for part in parts if isinstance(part, OperationDefinitionNode)]
    named = [part for part in operations if part.name and part.name.value == name] or operations
    meters = [Meter(schema, fragments, _defaults(part) | dict(variables)) for part in named]
    costs = [meter.operation(part) for meter, part in zip(meters, named, strict=True)]
    costs.append(Cost(lists=longest_list(variables)))  # those in the document have fewer items than it has tokens
    most = Cost(**{f.name: max(getattr(cost, f.name) for cost in costs) for f in fields(Cost)})
    return most, frozenset().union(*(meter.asked for meter in meters))


def longest_list(variables: Mapping[str, Any]) -> int:
    """The length of the longest list anywhere in the variables."""
    longest, queue = 0, list(variables.values())
    while queue:
        value = queue.pop()
        if isinstance(value, list):
            longest = max(longest, len(value))
            queue.extend(value)
        elif isinstance(value, Mapping):
            queue.extend(value.values())
    return longest


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """What the operation's variables are when they are not given."""
    return {
        part.variable.name.value: value_from_ast_untyped(part.default_value)
        for part in operation.variable_definitions or ()
        if part.default_value is not None
    }


class Measured:
    """What documents cost that came lately, by their text; the least lately used go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[tuple[str, str | None], tuple[frozenset[str], dict[Any, Cost]]] = OrderedDict()

    def cost(
        self, text: str, document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], name: str | None
    ) -> Cost:
        """What :func:`measure` says of the document, whose text this is."""
        key = text, name
        asked, costs = self._known.get(key) or (frozenset[str](), {})
        sizes = _sizes(asked, variables)
        cost = costs.get(sizes)
        if cost is None:
            cost, found = _measured(document, schema, variables, name)
            if len(text) <= LONGEST:
                self._keep(key, found, _sizes(found, variables), cost)
            return cost
        self._known.move_to_end(key)
        return replace(cost, lists=longest_list(variables)) if variables else cost

    def _keep(self, key: tuple[str, str | None], asked: frozenset[str], sizes: tuple[Any, ...], cost: Cost) -> None:
        costs = self._known.setdefault(key, (asked, {}))[1]
        if len(costs) < MOST_SIZES:
            costs[sizes] = cost
        while len(self._known) > self._most:
            self._known.popitem(last=False)


def _sizes(names: Iterable[str], variables: Mapping[str, Any]) -> tuple[Any, ...]:
    """All that counts of these variables."""
    return tuple(_size(variables[name]) if name in variables else None for name in sorted(names))


def _size(value: Any) -> tuple[str, float]:
    if isinstance(value, list):
        return "list", len(value)
    return ("number", value) if isinstance(value, int | float) else ("", 0)


class Limiter(SchemaExtension):
    """Refuses a document before it is validated or run."""

    limits = Limits()

    def __init__(self, measured: Measured | None = None) -> None:
        self._measured = measured

    def on_operation(self) -> Iterator[None]:
        """The parser gives up behind the last allowed token."""
        self.execution_context.parse_options["max_tokens"] = self.limits.tokens
        yield

    def on_validate(self) -> Iterator[None]:
        """Errors set here keep the document from being validated and run."""
        context = self.execution_context
        document = context.graphql_document
        if document is not None:
            limits = INTROSPECTION if _introspects(document) else self.limits
            schema = context.schema._schema
            given = context.variables or {}, context.operation_name
            if self._measured is None:
                cost = measure(document, schema, *given)
            else:
                cost = self._measured.cost(context.query or "", document, schema, *given)
            context.pre_execution_errors = list(faults(cost, limits)) or None
        yield
        if context.pre_execution_errors:  # changed in place: the answer is made of this list already
            context.pre_execution_errors[:] = _different(context.pre_execution_errors)[:MOST_ERRORS]


def _different(errors: list[GraphQLError]) -> list[GraphQLError]:
    """One error of each message: what is wrong a thousand times over is told once."""
    return list({error.message: error for error in reversed(errors)}.values())[::-1]


def _introspects(document: DocumentNode) -> bool:
    """Whether it asks for nothing but the schema."""
    operations = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    roots = [node for part in operations for node in part.selection_set.selections]
    return all(isinstance(node, FieldNode) and node.name.value == "__schema" for node in roots)

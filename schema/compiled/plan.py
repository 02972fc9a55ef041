"""What is compiled of one operation: its selection sets, each for a type that objects may have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from schema.compiled.attributes import Attribute, Entry, Peeked, object_function, value_function
from schema.compiled.call import AttributeCall, Call
from schema.compiled.field import Field
from schema.compiled.leaves import Shape
from schema.compiled.run import Run
from schema.compiled.selection import Selection
from schema.compiled.values import AbstractValue, Complete, ListValue, NonNullValue, ObjectValue, PureValue

BACKREF = "strawberry-definition"
Key = tuple[GraphQLObjectType, int]


@dataclass(slots=True)
class Plan:
    """The compiled parts of an operation, made when they are first needed and kept with what they were made from."""

    schema: GraphQLSchema
    collected: dict[Key, Any] = field(default_factory=dict)
    """Shared by all runs: what graphql-core remembers of a selection set, and so the same field lists each time."""
    _selections: dict[Key, Selection] = field(default_factory=dict)
    _pure: dict[tuple[GraphQLOutputType, int], Shape | None] = field(default_factory=dict)
    _root: Selection | None = None

    def root(self, run: Run, kind: GraphQLObjectType, fields: GroupedFieldSet) -> Selection:
        """The operation itself."""
        if self._root is None:
            self._root = self._selection(run, kind, fields, checked=False)
        return self._root

    def below(self, run: Run, kind: GraphQLObjectType, details: FieldDetailsList) -> Selection:
        """What is selected below a field, for an object of this type. Raises what collecting the fields raises."""
        key = (kind, id(details))
        found = self._selections.get(key)
        if found is None:
            fields = run.collect_subfields(kind, details).grouped_field_set
            found = self._selections[key] = self._selection(run, kind, fields, checked=True)
        return found

    def _selection(self, run: Run, kind: GraphQLObjectType, fields: GroupedFieldSet, *, checked: bool) -> Selection:
        entries: dict[str, Entry] = {}
        others: list[tuple[str, Field]] = []
        for name, details in fields.items():
            made = self.schema.get_field(kind, details[0].node.name.value)
            if made is None:
                continue
            entries[name] = self._entry(run, kind, made, details)
            if entries[name] is None:
                others.append((name, self._field(run, name, kind, made, details)))
        decided = _decides_by_class(kind) or not checked
        function = object_function(kind, _origin(kind), entries, checked) if decided else None
        return Selection(kind, fields, function, tuple(others), entries)

    def ready(self, run: Run, kind: GraphQLOutputType, details: FieldDetailsList) -> Shape | None:
        """The answer for a value of this type that needs no call, if all below it was loaded ahead."""
        named: Any = get_named_type(kind)
        if is_leaf_type(named):
            return value_function(kind, None)
        inner = self._ready(run, named, details)
        return value_function(kind, inner) if inner is not None else None

    def _ready(self, run: Run, kind: Any, details: FieldDetailsList) -> Shape | None:
        if not is_object_type(kind) or not _decides_by_class(kind):
            return None
        selection = self.below(run, kind, details)
        entries = dict(selection.entries)
        for name, other in selection.others:
            entries[name] = entry = self.entry(run, other)
            if entry is None:
                return None
        return object_function(kind, _origin(kind), entries, checked=True)

    def entry(self, run: Run, field: Field) -> Attribute | Peeked | None:
        """What a generated function puts under the field's name without a call, if that can be."""
        named: Any = get_named_type(field.made.type)
        inner = None if is_leaf_type(named) else self._ready(run, named, field.details)
        if inner is None and not is_leaf_type(named):
            return None
        if isinstance(field.call, AttributeCall):
            return Attribute(field.call.name, field.made.type, inner)
        return Peeked(field.peek, field.made.type, inner) if field.peek is not None else None

    def _entry(self, run: Run, kind: GraphQLObjectType, made: GraphQLField, details: FieldDetailsList) -> Entry:
        """What the generated function itself puts under the field's name."""
        if details[0].node.name.value == "__typename":
            return kind.name
        attribute = _attribute(made)
        if attribute is None or not self._is_pure(run, made.type, details):
            return None
        return Attribute(attribute, made.type, self._inner(run, made.type, details))

    def _field(
        self, run: Run, name: str, kind: GraphQLObjectType, made: GraphQLField, details: FieldDetailsList
    ) -> Field:
        attribute = _attribute(made)
        call = Call.of(self.schema, made, details, attribute)
        return Field(self, name, kind, made, details, call, self.complete(run, made.type, details))

    def complete(self, run: Run, kind: GraphQLOutputType, details: FieldDetailsList) -> Complete:
        """How a value of this type becomes an answer."""
        if self._is_pure(run, kind, details):
            return PureValue(kind, details, value_function(kind, self._inner(run, kind, details)))
        if isinstance(kind, GraphQLNonNull):
            return NonNullValue(self.complete(run, kind.of_type, details))
        if isinstance(kind, GraphQLList):
            return ListValue(kind, details, self.complete(run, kind.of_type, details))
        if is_object_type(kind):
            return ObjectValue(self, kind, details)
        return AbstractValue(self, cast("Any", kind), details)

    def _inner(self, run: Run, kind: GraphQLOutputType, details: FieldDetailsList) -> Shape | None:
        named = cast("GraphQLObjectType | GraphQLLeafType", get_named_type(kind))
        return None if is_leaf_type(named) else self.below(run, cast("GraphQLObjectType", named), details).function

    def _is_pure(self, run: Run, kind: GraphQLOutputType, details: FieldDetailsList) -> bool:
        """Whether the answer is made of attributes alone, all the way down."""
        named: Any = get_named_type(kind)
        if is_leaf_type(named):
            return True
        if not is_object_type(named):
            return False
        try:
            below = self.below(run, named, details)
        except Exception:  # graphql-core raises it again, where it belongs
            return False
        return below.function is not None and not below.others


def _attribute(made: GraphQLField) -> str | None:
    """The attribute that a field is, if Strawberry would only read it."""
    known = made.extensions.get(BACKREF)
    reads = getattr(made.resolve, "__name__", "") == "_get_basic_result" and not made.args
    if reads and type(known) is StrawberryField and known.is_basic_field and known.default_resolver is getattr:
        return known.python_name
    return None


def _origin(kind: GraphQLObjectType) -> type | None:
    """The class that objects of this type usually are of."""
    definition = kind.extensions.get(BACKREF)
    return definition.origin if isinstance(definition, StrawberryObjectDefinition) else None


def _decides_by_class(kind: GraphQLObjectType) -> bool:
    """Whether it can be told without graphql-core which values are of this type."""
    if kind.is_type_of is None:
        return True
    definition = kind.extensions.get(BACKREF)
    return isinstance(definition, StrawberryObjectDefinition) and definition.is_type_of is None

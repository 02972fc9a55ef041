"""How a field's value is had: an attribute, a method that takes nothing unusual, or whatever Strawberry makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from inspect import iscoroutinefunction
from typing import Any

from graphql import (
    ArgumentNode,
    GraphQLField,
    GraphQLResolveInfo,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    VariableNode,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.values import get_argument_values
from strawberry import UNSET
from strawberry.relay import GlobalID
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from schema.compiled.run import Run

Info = GraphQLResolveInfo[Any]
PLAIN = (str, int, float, bool, type(None), Enum)
UNCHANGED = "never_changed"
"""A class of inputs with this attribute promises that nobody changes them, once they are made."""


class Call:
    """Called with the run, the source and its info. Raises what graphql-core's call would raise."""

    def __init__(self, made: GraphQLField, details: FieldDetailsList) -> None:
        self._made, self._details = made, details
        arguments = details[0].node.arguments or ()
        self._takes_some = bool(made.args or arguments)
        self._fixed = not any(map(_varies, arguments)) and not details[0].fragment_variable_values
        """Whether the arguments are the same in each run."""

    @classmethod
    def of(cls, schema: GraphQLSchema, made: GraphQLField, details: FieldDetailsList, attribute: str | None) -> Call:
        """The quickest way that does the same."""
        if attribute is not None:
            return AttributeCall(made, details, attribute)
        field = made.extensions.get("strawberry-definition")
        if isinstance(field, StrawberryField) and _is_simple(schema, made, field):
            return MethodCall(made, details, field, schema)
        return cls(made, details)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the field's declaration says beside."""
        return {}

    def given(self, run: Run, info: Info | None) -> dict[str, Any] | None:
        """What the method is called with beside the object, if it can be called directly."""
        return None

    def __call__(self, run: Run, source: Any, info: Info | None) -> Any:
        resolve = self._made.resolve or run.field_resolver
        return resolve(source, info, **self._arguments(run))

    def _arguments(self, run: Run) -> dict[str, Any]:
        """They depend on the variables alone, so they are made once a run; errors are raised each time."""
        if not self._takes_some:
            return {}
        arguments: dict[str, Any] | None = run.known.get(self)
        if arguments is None:
            first = self._details[0]
            values = (self._made, first.node, run.variable_values, first.fragment_variable_values)
            arguments = run.known[self] = get_argument_values(*values, run.hide_suggestions)
        return arguments


class AttributeCall(Call):
    """The attribute of this name."""

    def __init__(self, made: GraphQLField, details: FieldDetailsList, name: str) -> None:
        super().__init__(made, details)
        self.name = name

    def __call__(self, run: Run, source: Any, info: Info | None) -> Any:
        return getattr(source, self.name)


class MethodCall(Call):
    """The method itself, when all arguments are plain values; Strawberry's way otherwise."""

    def __init__(
        self, made: GraphQLField, details: FieldDetailsList, field: StrawberryField, schema: GraphQLSchema
    ) -> None:
        super().__init__(made, details)
        resolver: Any = field.base_resolver
        strawberry_schema: Any = schema._strawberry_schema  # type: ignore[attr-defined]
        self._field = field
        self._always: dict[Any, Any] = {}
        self._config = strawberry_schema.config
        self._scalars = strawberry_schema.schema_converter.scalar_registry
        self._function: Callable[..., Any] = resolver.wrapped_func
        self._takes_self = resolver.self_parameter is not None
        self._info_name: str | None = resolver.info_parameter.name if resolver.info_parameter else None

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the field's declaration says beside."""
        return self._field.metadata

    def __call__(self, run: Run, source: Any, info: Info | None) -> Any:
        given = self.given(run, info)
        if given is None:
            return super().__call__(run, source, info)
        return self._function(source, **given) if self._takes_self else self._function(**given)

    def given(self, run: Run, info: Info | None) -> dict[str, Any] | None:
        """What the method is called with beside the object, when all arguments are values that nobody changes."""
        key = (self, "converted")
        given: dict[str, Any] | None
        known = self._always if self._fixed else run.known
        try:
            given = known[key]
        except KeyError:
            given = self._plain(run)
            if given is not None or known is run.known:
                known[key] = given
        if given is not None and self._info_name is not None:
            given = {**given, self._info_name: self._config.info_class(_raw_info=info, _field=self._field)}
        return given

    def _plain(self, run: Run) -> dict[str, Any] | None:
        """The arguments as the method takes them, if they are values that nobody can change."""
        try:
            given = self._arguments(run)
            made = convert_arguments(given, self._field.arguments, self._scalars, self._config)
        except Exception:
            return None  # Strawberry raises it again, where it belongs
        return made if all(map(_stays, made.values())) else None


def _stays(value: Any) -> bool:
    """Whether nobody changes the value."""
    return isinstance(value, PLAIN) or value is UNSET or hasattr(type(value), UNCHANGED)


def _varies(argument: ArgumentNode) -> bool:
    """Whether a variable stands in the argument."""
    queue: list[Any] = [argument.value]
    while queue:
        value = queue.pop()
        if isinstance(value, VariableNode):
            return True
        if isinstance(value, ListValueNode):
            queue += value.values
        elif isinstance(value, ObjectValueNode):
            queue += [field.value for field in value.fields]
    return False


def _is_simple(schema: GraphQLSchema, made: GraphQLField, field: StrawberryField) -> bool:
    """Whether Strawberry does nothing but convert the arguments and call the method."""
    resolver: Any = field.base_resolver
    whole: Any = getattr(schema, "_strawberry_schema", None)
    if type(field) is not StrawberryField or resolver is None or whole is None or field.is_subscription:
        return False
    if field.extensions or whole.exception_handlers or resolver.parent_parameter or resolver.root_parameter:
        return False
    if getattr(made.resolve, "__name__", "") not in {"_resolver", "_async_resolver"}:
        return False
    if any(argument.type is GlobalID for argument in field.arguments):
        return False
    function = resolver.wrapped_func
    return callable(function) and (iscoroutinefunction(function) or not field.is_async)

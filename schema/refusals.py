"""Expected errors as members of every mutation's union: a stable code, a Chinese sentence, all faults at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Self, TypeVar

import strawberry

from engine import errors
from engine.access import Action

if TYPE_CHECKING:
    from schema.context import Context


@strawberry.type(description="One thing that is wrong in the input (一处错误).")
class Fault:
    message: str = strawberry.field(description="What is wrong, in Chinese (错误说明).")
    field: str = strawberry.field(description="The field, or empty (字段).")
    row: int | None = strawberry.field(description="The row in a file, from 1 (行号).")
    expected: str = strawberry.field(description="What would be right, or empty (应为).")
    value: str = strawberry.field(description="The offending text, unless it is personal (现值).")

    @classmethod
    def of(cls, found: errors.Fault) -> Self:
        """The fault as the schema shows it."""
        return cls(message=found.message, field=found.field, row=found.row, expected=found.expected, value=found.value)


@strawberry.interface(description="An expected error (可预期的错误).")
class Refusal:
    code: str = strawberry.field(description="The stable code, for programs (错误代码).")
    message: str = strawberry.field(description="The sentence for the user, in Chinese (错误说明).")
    faults: list[Fault] = strawberry.field(description="Everything that is wrong, at once (全部错误).")


@strawberry.type(description="The input is invalid (输入有误).")
class InvalidInputError(Refusal):
    pass


@strawberry.type(description="There is no such thing (没有找到).")
class NotFoundError(Refusal):
    pass


@strawberry.type(description="It has been changed meanwhile, or too much waits already (冲突).")
class ConflictError(Refusal):
    pass


@strawberry.type(description="The change breaks a rule of the plan (违反排班规则).")
class RuleBrokenError(Refusal):
    pass


@strawberry.type(description="The plan is published and cannot be changed (计划已发布).")
class PlanPublishedError(Refusal):
    pass


@strawberry.type(description="There are no shifts in this week and area (没有可安排的班次).")
class NothingToPlanError(Refusal):
    pass


@strawberry.type(description="The store cannot be used now (数据库暂时无法使用).")
class StoreUnavailableError(Refusal):
    pass


@strawberry.type(description="Nobody has logged in, or the log-in is no longer valid (尚未登录).")
class UnauthenticatedError(Refusal):
    pass


@strawberry.type(description="The role that acts may not do this (无权限).")
class ForbiddenError(Refusal):
    pass


AnyRefusal = (
    InvalidInputError
    | NotFoundError
    | ConflictError
    | RuleBrokenError
    | PlanPublishedError
    | NothingToPlanError
    | StoreUnavailableError
    | UnauthenticatedError
    | ForbiddenError
)

REFUSALS: dict[type[errors.JiujinError], type[AnyRefusal]] = {
    errors.InvalidInput: InvalidInputError,
    errors.NotFound: NotFoundError,
    errors.Conflict: ConflictError,
    errors.RuleBroken: RuleBrokenError,
    errors.PlanPublished: PlanPublishedError,
    errors.NothingToPlan: NothingToPlanError,
    errors.StoreUnavailable: StoreUnavailableError,
    errors.Unauthenticated: UnauthenticatedError,
    errors.NotPermitted: ForbiddenError,
}

T = TypeVar("T")


def refusal(error: errors.JiujinError) -> AnyRefusal:
    """The union's member for the error, by its class or the nearest one above it."""
    above = (REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
    return next(above, InvalidInputError)(
        code=error.code,
        message=error.message,
        faults=[Fault.of(fault) for fault in error.faults],
    )


async def or_refusal(context: Context, action: Action, work: Callable[[], Awaitable[T]]) -> T | AnyRefusal:
    """What the work gives, for a viewer who may do this; or why it was refused."""

    async def permitted() -> T:
        context.permit(action)
        return await work()

    return await for_anybody(permitted)


async def for_anybody(work: Callable[[], Awaitable[T]]) -> T | AnyRefusal:
    """What the work gives, whoever asks; or why it was refused."""
    try:
        return await work()
    except errors.JiujinError as error:
        return refusal(error)

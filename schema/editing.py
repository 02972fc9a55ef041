"""What one can change of a draft by hand (pin, move, take out, put in, take back), and answer to an offer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

import strawberry

from engine.access import Action
from engine.planning.edit import (
    Edited,
    add_assignment,
    move_assignment,
    pin_assignment,
    remove_assignment,
    replace_assignment,
)
from engine.planning.respond import respond
from engine.planning.undo import undo_edit
from schema import inputs, payloads
from schema.context import Context, Info
from schema.fields import change, given
from schema.ids import key_of
from schema.refusals import or_refusal
from schema.types import Assignment, Plan


@strawberry.type
class EditingChanges:
    @change("Pins an assignment so that later plans keep it, or lets it loose (锁定派班).")
    async def pin_assignment(
        self, info: Info, input: Annotated[inputs.PinAssignmentInput, given("Which, and whether (锁定与否).")]
    ) -> payloads.PinAssignmentPayload:
        return await or_refusal(info.context, Action.EDIT, lambda: _pin(info.context, input))

    @change("Moves a person, and those tied to him beside him, to another shift of the same plan (调整派班).")
    async def move_assignment(
        self, info: Info, input: Annotated[inputs.MoveAssignmentInput, given("Which, and where to (调到何处).")]
    ) -> payloads.MoveAssignmentPayload:
        return await or_refusal(info.context, Action.EDIT, lambda: _move(info.context, input))

    @change("Takes a person, and those tied to him beside him, out of a shift (取消派班).")
    async def remove_assignment(
        self, info: Info, input: Annotated[inputs.RemoveAssignmentInput, given("Which (哪一个).")]
    ) -> payloads.RemoveAssignmentPayload:
        return await or_refusal(info.context, Action.EDIT, lambda: _remove(info.context, input))

    @change("Puts a person, and those tied to him, into a shift of a draft by hand, pinned there (加派).")
    async def add_assignment(
        self, info: Info, input: Annotated[inputs.AddAssignmentInput, given("Whom, and where (谁去哪里).")]
    ) -> payloads.AddAssignmentPayload:
        return await or_refusal(info.context, Action.EDIT, lambda: _add(info.context, input))

    @change("Puts somebody in another's place in one step; those tied to either go or come along (换人).")
    async def replace_assignment(
        self, info: Info, input: Annotated[inputs.ReplaceAssignmentInput, given("Whom by whom (谁换谁).")]
    ) -> payloads.ReplaceAssignmentPayload:
        return await or_refusal(info.context, Action.EDIT, lambda: _replace(info.context, input))

    @change("Takes back the newest edit of a draft that is not taken back yet (撤销改动).")
    async def undo_edit(
        self, info: Info, input: Annotated[inputs.UndoEditInput, given("Of which plan (哪份计划).")]
    ) -> payloads.UndoEditPayload:
        return await or_refusal(info.context, Action.EDIT, lambda: _undo(info.context, input))

    @change("Accepts or declines an offer of a published plan, for oneself or on somebody's word (答复派班).")
    async def respond(
        self, info: Info, input: Annotated[inputs.RespondInput, given("To what, and what (答复什么).")]
    ) -> payloads.RespondPayload:
        return await or_refusal(info.context, Action.RESPOND, lambda: _respond(info.context, input))


async def _pin(context: Context, given: inputs.PinAssignmentInput) -> payloads.PinAssignmentSuccess:
    key = await context.own_assignment(given.assignment_id)
    store = context.recording(Action.EDIT, key)
    edited = await _edited(context, pin_assignment, store, key, given.pinned, given.version)
    return payloads.PinAssignmentSuccess(**edited)


async def _move(context: Context, given: inputs.MoveAssignmentInput) -> payloads.MoveAssignmentSuccess:
    key, shift = await context.own_assignment(given.assignment_id), key_of(given.shift_id, "Shift")
    store = context.recording(Action.EDIT, key, shift)
    edited = await _edited(context, move_assignment, store, key, shift, given.version)
    return payloads.MoveAssignmentSuccess(**edited)


async def _remove(context: Context, given: inputs.RemoveAssignmentInput) -> payloads.RemoveAssignmentSuccess:
    key = await context.own_assignment(given.assignment_id)
    store = context.recording(Action.EDIT, key)
    edited = await _edited(context, remove_assignment, store, key, given.version)
    return payloads.RemoveAssignmentSuccess(**edited)


async def _add(context: Context, given: inputs.AddAssignmentInput) -> payloads.AddAssignmentSuccess:
    plan = (await context.own_plan(given.plan_id)).id
    volunteer, shift = (await context.volunteer(given.volunteer_id)).id, key_of(given.shift_id, "Shift")
    store = context.recording(Action.EDIT, plan, shift, volunteer)
    edited = await _edited(context, add_assignment, store, plan, shift, volunteer, given.version)
    return payloads.AddAssignmentSuccess(**edited)


async def _replace(context: Context, given: inputs.ReplaceAssignmentInput) -> payloads.ReplaceAssignmentSuccess:
    key = await context.own_assignment(given.assignment_id)
    volunteer = (await context.volunteer(given.volunteer_id)).id
    leaves = key_of(given.leaves_shift_id, "Shift") if given.leaves_shift_id else ""
    store = context.recording(Action.EDIT, key, volunteer)
    edited = await _edited(context, replace_assignment, store, key, volunteer, leaves, given.version)
    return payloads.ReplaceAssignmentSuccess(**edited)


async def _undo(context: Context, given: inputs.UndoEditInput) -> payloads.UndoEditSuccess:
    plan = (await context.own_plan(given.plan_id)).id
    store = context.recording(Action.EDIT, plan)
    edited = await _edited(context, undo_edit, store, plan, given.version)
    return payloads.UndoEditSuccess(**edited)


async def _edited(context: Context, work: Callable[..., Edited], *args: Any) -> dict[str, Any]:
    """What the edit has made of the plan and the assignment."""
    edited = await context.call(work, *args, by=context.account, hand=context.hand)
    return _both(context, edited)


async def _respond(context: Context, given: inputs.RespondInput) -> payloads.RespondSuccess:
    key = await context.own_offer(given.assignment_id)
    store = context.recording(Action.RESPOND, key)
    edited = await context.call(respond, store, key, given.answer, given.reason, given.version, by=context.account)
    return payloads.RespondSuccess(**_both(context, edited))


def _both(context: Context, edited: Edited) -> dict[str, Any]:
    """What is answered; meanwhile a plan that people ask about is laid open again."""
    asyncio.get_running_loop().run_in_executor(None, context.explanations.reopen, context.store, edited.plan.id)
    left = edited.assignment
    return {
        "plan": Plan.of({**edited.plan.to_props(), "version": edited.plan.version}),
        "assignment": left and Assignment.of({**left.to_props(), "version": left.version}, context.seeing),
    }

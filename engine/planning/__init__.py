"""The bridge from graph to solver, and the life of a plan: made, edited, repaired, compared, published."""

from engine.planning.compare import PlanComparison, compare_plans
from engine.planning.edit import (
    Edited,
    add_assignment,
    move_assignment,
    pin_assignment,
    remove_assignment,
    replace_assignment,
)
from engine.planning.generate import generate_plan
from engine.planning.publish import publish_plan
from engine.planning.repair import repair_plan
from engine.planning.undo import undo_edit

__all__ = [
    "Edited",
    "PlanComparison",
    "add_assignment",
    "compare_plans",
    "generate_plan",
    "move_assignment",
    "pin_assignment",
    "publish_plan",
    "remove_assignment",
    "repair_plan",
    "replace_assignment",
    "undo_edit",
]

"""What a hard rule is: a name, a sentence for people, its violations in a week, and, for a rule on pairs, its mask.

The check reads violations alone, the optimiser masks alone. Neither is made of the other: a slip in one is seen.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from solver.columns import Bools, Ints
from solver.crowd import Crowd
from solver.problem import Shift
from solver.rules.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that does not hold, with the Chinese sentence that says where and by how much."""

    rule: str
    message: str
    volunteer: str | None = None
    shift: str | None = None

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Who of many people falls to the rule at a shift, and all of the shift that decides it."""

    falls: Callable[[Crowd, Shift, Ints], Bools]
    kind: Callable[[Crowd, Shift], Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A hard rule: `title` names what went wrong, `sentence` is a template that the facts of a case fill."""

    name: str
    title: str
    sentence: str
    violations: Callable[[Week], Iterator[Violation]]
    mask: Mask | None = None

    def broken(self, volunteer: str | None = None, shift: str | None = None, **facts: object) -> Violation:
        """The violation of this rule by these facts."""
        message = self.sentence.format(volunteer=volunteer, shift=shift, **facts)
        return Violation(rule=self.name, message=f"{self.title}：{message}", volunteer=volunteer, shift=shift)

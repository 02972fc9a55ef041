"""What a hard rule is to the check: a name, a sentence for people, and its violations in a week."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
class Rule:
    """A hard rule: `title` names what went wrong, `sentence` is a template that the facts of a case fill."""

    name: str
    title: str
    sentence: str
    violations: Callable[[Week], Iterator[Violation]]

    def broken(self, volunteer: str | None = None, shift: str | None = None, **facts: object) -> Violation:
        """The violation of this rule by these facts."""
        message = self.sentence.format(volunteer=volunteer, shift=shift, **facts)
        return Violation(rule=self.name, message=f"{self.title}：{message}", volunteer=volunteer, shift=shift)

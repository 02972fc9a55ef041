"""`pin`: a pin is in the plan whatever it costs, unless it is impossible; then the plan names it, with the reason.

What is impossible is told by `settle`. The reason named must be one of the rules that the pin would break.
"""

from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.settle import settle
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    pins = frozenset(week.problem.pins)
    named = {(p.volunteer, p.shift): p.reason for p in week.plan.pins_left_out}
    for name, shift in named.keys() - pins:
        yield PIN.broken(name, shift, wrong="不是锁定的安排，却列为未能保留")
    for name, shift in named.keys() & week.pinned:
        yield PIN.broken(name, shift, wrong="已在计划中，却列为未能保留")
    missing = [pin for pin in dict.fromkeys(week.problem.pins) if pin not in week.pinned]
    impossible = settle(week.problem, week.walking).left_out if missing else {}
    for name, shift in missing:
        reasons = impossible.get((name, shift))
        reason = named.get((name, shift))
        if reasons is None:
            yield PIN.broken(name, shift, wrong="可以保留却不在计划中")
        elif reason is None:
            yield PIN.broken(name, shift, wrong="未能保留，却没有说明")
        elif reason not in reasons:
            yield PIN.broken(name, shift, wrong=f"未能保留的原因不是 {reason}，而是 {'、'.join(sorted(reasons))}")


PIN = Rule(
    name="pin",
    title="锁定的安排有误",
    sentence="{volunteer} 在班次 {shift} 的锁定{wrong}",
    violations=_violations,
)

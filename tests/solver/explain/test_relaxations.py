"""Why a seat is empty ends with what would fill it: for each rule the smallest change, and what it gives."""

from dataclasses import replace

import pytest

from solver.explain import why_empty
from solver.explain.sentences import empty_sentences, relaxation_sentence
from solver.problem import Need
from solver.solve import solve_with_reasons
from tests.solver.town import town


def rules(found) -> dict[str, tuple[int, int | None]]:
    """Rule → how many it gives, and its value then."""
    return {r.rule: (r.people, r.after) for r in found.relaxations}


def test_the_walking_limit_grows_up_to_the_nearest_who_are_further_away(street) -> None:
    # limit 2,000 m; bob is 2,500 m away, two others as far; the network ends there
    people = [street.person("bob", home=5), street.person("cat", home=5), street.person("unreached", home=6)]
    problem = street.problem(people, [street.shift("s", min=1, desired=2)])
    (found,) = why_empty(solve_with_reasons(problem), "s").relaxations
    assert (found.rule, found.before, found.after, found.people, found.fills) == ("walk_limit", 2000, 2500, 2, True)
    assert relaxation_sentence(found) == "步行上限 2000 → 2500 米：可多 2 名候选人"


def test_a_free_interval_grows_by_what_the_nearest_lacks(street) -> None:
    start, end = street.evening, street.evening + 90
    people = [
        street.person("late", free=((start + 20, end),)),  # 20 minutes: told as 30, the next quarter
        street.person("both", free=((start + 20, end - 20),)),  # 40: 45
        street.person("away", free=((end + 500, end + 900),)),  # that would be a time of its own
    ]
    problem = street.problem(people, [street.shift("s", min=1, desired=1)])
    assert rules(why_empty(solve_with_reasons(problem), "s")) == {"free": (1, 30), "time": (1, None)}
    two = street.problem(people, [street.shift("s", min=1, desired=2)])
    assert rules(why_empty(solve_with_reasons(two), "s")) == {"free": (2, 45), "time": (1, None)}


@pytest.mark.parametrize(
    ("rule", "facts", "start", "after"),
    [
        ("day_cap", {"max_day": 1}, 18 * 60 + 180, 1),
        ("week_cap", {"max_week": 1}, 1440 * 2 + 18 * 60, 1),
        ("minutes_cap", {"max_minutes": 150}, 1440 * 2 + 18 * 60, 30),
        ("gap", {}, 18 * 60 + 102, 10),  # ends 19:30, the other begins 19:42: 12 of 30 minutes, in steps of 5
        ("rest", {}, 1440 + 300, 570),  # ends 19:30, begins 5:00: 570 of 600 minutes
    ],
)
def test_a_rule_of_the_persons_own_week_grows_by_what_is_lacking(street, rule, facts, start, after) -> None:
    shifts = [street.shift("s", min=1, desired=1, priority=3), street.shift("t", start, min=1, desired=1)]
    problem = street.problem([street.person("ann", **facts)], shifts)
    found = rules(why_empty(solve_with_reasons(problem), "t"))
    assert found[rule][0] == 1
    assert found[rule][1] == after


def test_a_tag_that_all_need_is_told_with_how_many_lack_only_it(street) -> None:
    people = [street.person("ann"), street.person("bob"), street.person("far", home=5)]
    problem = street.problem(people, [street.shift("s", min=1, desired=1, all_have=("first_aid",))])
    (found,) = why_empty(solve_with_reasons(problem), "s").relaxations
    assert (found.rule, found.tag, found.people) == ("tags", "first_aid", 2)


def test_a_need_counts_those_there_and_those_who_could_come(street) -> None:
    people = [street.person("ann"), street.person("bob"), street.person("away", free=())]
    shift = street.shift("s", min=1, desired=1, some_have=(Need(tag="leader"),))
    (found,) = why_empty(solve_with_reasons(street.problem(people, [shift])), "s", "leader").relaxations
    assert (found.rule, found.tag, found.people) == ("need", "leader", 2)


def test_a_minor_who_would_stand_alone_lacks_an_adult_and_no_rule_for_minors_is_relaxed(street) -> None:
    kid = street.person("kid", tags=("minor",))
    evening = street.problem([kid], [street.shift("s", min=1, desired=1)])
    (found,) = why_empty(solve_with_reasons(evening), "s").relaxations
    assert (found.rule, found.tag) == ("minor", "adult")
    night = street.problem([kid], [street.shift("s", 22 * 60, min=1, desired=1)])
    assert why_empty(solve_with_reasons(night), "s").relaxations == ()


def test_people_tied_together_come_together_or_not_at_all(street) -> None:
    people = [street.person("ann", home=5), street.person("bob", max_week=0), street.person("cat", home=4)]
    problem = street.problem(people, [street.shift("s", min=1, desired=1)], together=(("ann", "bob"),))
    assert "walk_limit" not in rules(why_empty(solve_with_reasons(problem), "s"))


def test_what_fills_comes_before_what_does_not_and_small_before_large(street) -> None:
    people = [
        street.person("far", home=5),  # 500 m more
        street.person("later", free=((street.evening + 15, street.evening + 90),)),  # 15 minutes: 1,125 m of walking
        street.person("even later", free=((street.evening + 15, street.evening + 90),)),
    ]
    problem = street.problem(people, [street.shift("s", min=1, desired=2)])
    assert [r.rule for r in why_empty(solve_with_reasons(problem), "s").relaxations] == ["free", "walk_limit"]
    one = street.problem(people, [street.shift("s", min=1, desired=1)])
    found = why_empty(solve_with_reasons(one), "s")
    assert [r.rule for r in found.relaxations] == ["walk_limit", "free"]
    assert list(empty_sentences(found))[-1] == "空闲时间放宽 15 分钟：可多 2 名候选人"


def test_a_relaxed_walking_limit_gives_the_people_it_promised() -> None:
    """Told for a shift, done to the whole problem: as many more are left for that shift."""
    problem = town(people=40, places=10, seed=2)
    tight = replace(problem, walk=replace(problem.walk, limit_metres=600))
    solution = solve_with_reasons(tight)
    kept = tuple(solution.plan.assignments)
    seen = 0
    for shift in tight.shifts:
        for found in why_empty(solution, shift.id).relaxations:
            if found.rule == "walk_limit":
                wider = replace(tight, walk=replace(tight.walk, limit_metres=found.after), pins=kept)
                before, after = (len(why_empty(s, shift.id).left) for s in (solution, solve_with_reasons(wider)))
                assert after <= before + found.people
                seen += 1
        if seen > 3:
            return
    assert seen

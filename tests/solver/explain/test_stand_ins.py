"""Stand-ins come with their consequences: how far they walk, what they leave, and what is lacking there then."""

import pytest

from solver.explain import stand_ins
from solver.explain.picture import picture
from solver.explain.sentences import stand_in_sentence
from solver.plan import Cost, Kind
from solver.problem import Need
from solver.solve import solve_with_reasons
from tests.solver.town import town


def test_who_leaves_another_shift_says_what_it_lacks_then(street) -> None:
    ann = street.person("ann", home=1, tags=("adult", "leader"), max_week=1)
    shifts = [
        street.shift("s", min=1, desired=2, some_have=(Need(tag="leader"),), priority=2),
        street.shift("t", min=1, desired=1),
    ]
    solution = solve_with_reasons(street.problem([ann], shifts))
    (found,) = stand_ins(solution, "t")
    assert (found.leaves, found.metres) == ("s", 500)
    assert [(fall.kind, fall.missing, fall.tag) for fall in found.lacking] == [
        (Kind.MINIMUM, 1, None),
        (Kind.DESIRED, 1, None),
        (Kind.NEED, 1, "leader"),
    ]
    assert stand_in_sentence(found) == (
        "ann：步行 500 米；离开 s（那里将距最少人数缺 1 人、距期望人数缺 1 人、缺“leader” 1 人）；"
        "“低于最少人数”多 1，“缺必备人员”多 2，“低于期望人数”多 0".replace("，“低于期望人数”多 0", "")
    )


def test_who_is_idle_leaves_nothing(street) -> None:
    people = [street.person("ann"), street.person("bob", home=1)]
    solution = solve_with_reasons(street.problem(people, [street.shift("s", min=1, desired=1)]))
    (found,) = stand_ins(solution, "s")
    assert stand_in_sentence(found) == "bob：步行 500 米；不离开别的班次；不便多 650 米"


def test_a_shift_with_people_to_spare_is_left_with_enough(street) -> None:
    people = [street.person("ann", max_week=1), street.person("bob", max_week=1)]
    shifts = [street.shift("s", min=1, desired=1, max=1), street.shift("t", min=0, desired=1)]
    solution = solve_with_reasons(street.problem(people, shifts))
    assert all("将距期望人数缺 1 人" in stand_in_sentence(other) for other in stand_ins(solution, "s"))


def test_a_stand_in_for_someone_takes_his_seat_and_his_skill_is_missed(street) -> None:
    people = [
        street.person("ann", tags=("adult", "leader")),
        street.person("bob", home=1, tags=("adult", "leader")),
        street.person("cat"),
    ]
    need = (Need(tag="leader"),)
    problem = street.problem(people, [street.shift("s", min=1, desired=1, max=1, some_have=need)])
    solution = solve_with_reasons(problem)
    assert solution.plan.assignments == (("ann", "s"),)
    found = stand_ins(solution, "s", absent="ann")
    # without ann the shift lacks one person and its leader: bob brings both for 500 m, cat only the person
    assert [(other.volunteers, other.change) for other in found] == [
        (("bob",), Cost(-1, -1, 0, 500)),
        (("cat",), Cost(-1, 0, 0, 0)),
    ]
    with pytest.raises(KeyError):
        stand_ins(solution, "s", absent="cat")


@pytest.mark.parametrize("seed", range(4))
def test_many_exchanges_at_once_change_what_each_changes_alone(seed: int) -> None:
    problem = town(people=25, places=8, seed=seed)
    solution = solve_with_reasons(problem)
    view = picture(solution)
    at = {(u, s): c for c, (u, s) in enumerate(zip(*_columns(view), strict=True))}
    for shift in problem.shifts:
        found = stand_ins(solution, shift.id, 100)
        assert [other.change for other in found] == sorted(other.change for other in found)
        for other in found:
            unit = int(view.instance.unit_of[view.crowd.index[other.volunteers[0]]])
            leaves = None if other.leaves is None else at[unit, view.crowd.shift_index[other.leaves]]
            assert other.change == view.change(leaves, at[unit, view.crowd.shift_index[shift.id]])


def _columns(view) -> tuple[list[int], list[int]]:
    return view.instance.candidate_unit.tolist(), view.instance.candidate_shift.tolist()

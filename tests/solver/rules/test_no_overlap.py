"""`no_overlap`: no two shifts of a person share a minute."""

from solver.problem import Rules, Team


def test_no_overlap_is_broken_by_one_common_minute(street):
    shifts = [street.shift("early"), street.shift("late", street.evening + 89)]
    problem = street.problem([street.person("ann")], shifts)
    report = street.report(problem, ("ann", "early"), ("ann", "late"))
    assert [v.message for v in report.violations] == ["班次时间重叠：ann 的班次 early 与 late 时间重叠"]


def test_no_overlap_holds_when_one_begins_as_the_other_ends(street):
    shifts = [street.shift("early"), street.shift("late", street.evening + 90)]
    problem = street.problem([street.person("ann")], shifts, rules=Rules(gap=0))
    assert street.broken(problem, ("ann", "early"), ("ann", "late")) == []


def test_a_team_shift_overlaps_like_any_other(street):
    problem = street.problem(
        [street.person("ann")],
        [street.shift("early")],
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade"),),
    )
    assert street.broken(problem, ("ann", "early"), teams=[("band", "parade")]) == ["no_overlap"]


def test_a_pin_may_not_overlap_another_pin(street):
    shifts = [street.shift("early"), street.shift("late", street.evening + 30)]
    pins = (("ann", "early"), ("ann", "late"))
    problem = street.problem([street.person("ann")], shifts, pins=pins)
    assert street.broken(problem, *pins) == ["no_overlap"]
    assert street.broken(problem, pins[0], left_out=[("ann", "late", "no_overlap")]) == []

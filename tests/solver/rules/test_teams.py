"""`teams`: one team shift a team, one team a team shift, of those it lists; the free members all go."""

from solver.problem import Team

BAND, CHOIR = Team(id="band", members=("ann",)), Team(id="choir", members=("bob",))


def parade(street, teams=("band", "choir"), **person):
    return street.problem(
        [street.person("ann", **person), street.person("bob")],
        teams=(BAND, CHOIR),
        team_shifts=(street.team_shift("monday", teams=teams), street.team_shift("tuesday", 2600, teams=teams)),
    )


def test_teams_is_broken_by_two_team_shifts_of_one_team(street):
    assert street.broken(parade(street), teams=[("band", "monday"), ("band", "tuesday")]) == ["teams"]


def test_teams_is_broken_by_two_teams_at_one_team_shift(street):
    assert street.broken(parade(street), teams=[("band", "monday"), ("choir", "monday")]) == ["teams"]


def test_teams_is_broken_by_a_team_that_is_not_listed(street):
    assert street.broken(parade(street, teams=("choir",)), teams=[("band", "monday")]) == ["teams"]


def test_teams_holds_with_one_team_at_each(street):
    assert street.broken(parade(street), teams=[("choir", "monday"), ("band", "tuesday")]) == []


def test_a_member_who_is_not_free_stays_at_home_and_costs_nothing(street):
    report = street.report(parade(street, home=3, free=()), teams=[("band", "monday")])
    assert (report.violations, report.metres_walked, report.breakdown.load) == ((), 0, 0)

"""`walk_limit`: nobody is asked to walk further than the limit, from where the person is at the start."""

from solver.problem import Presence, Team, Walk


def at_node(street, node, **person):
    """`ann`, whose home is node 0, and one evening shift at another node of the street, 500 m each."""
    return [street.person("ann", **person)], [street.shift("early", node=node)]


def test_walk_limit_is_broken_by_2500_metres(street):
    report = street.report(street.problem(*at_node(street, 5)), ("ann", "early"))
    assert [v.message for v in report.violations] == ["步行超过上限：ann 到班次 early 步行 2500 米，上限 2000 米"]


def test_walk_limit_holds_at_exactly_2000_metres(street):
    assert street.broken(street.problem(*at_node(street, 4)), ("ann", "early")) == []


def test_what_counts_is_where_the_person_is_at_the_start(street):
    at = (Presence(street.evening - 60, street.evening, 0), Presence(street.evening, street.evening + 1, 3))
    report = street.report(street.problem(*at_node(street, 5, at=at)), ("ann", "early"))
    assert report.violations == ()
    assert report.metres_walked == 1000  # from node 3 to node 5


def test_the_person_is_at_home_when_the_interval_just_ended(street):
    at = (Presence(0, street.evening, 5),)
    assert street.report(street.problem(*at_node(street, 1, at=at)), ("ann", "early")).metres_walked == 500


def test_a_pin_may_lie_beyond_the_limit_and_costs_10000_metres_where_no_way_leads(street):
    far = street.problem(*at_node(street, 5), pins=(("ann", "early"),))
    assert street.report(far, ("ann", "early")).metres_walked == 2500
    lost = street.problem(*at_node(street, 6), pins=(("ann", "early"),))
    report = street.report(lost, ("ann", "early"))
    assert (report.metres_walked, report.violations) == (10_000, ())
    assert street.broken(street.problem(*at_node(street, 6)), ("ann", "early")) == ["walk_limit"]


def test_the_limit_does_not_bind_teams(street):
    problem = street.problem(
        [street.person("ann")],
        walk=Walk(limit_metres=100),
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade", node=5),),
    )
    report = street.report(problem, teams=[("band", "parade")])
    assert (report.metres_walked, report.violations) == (2500, ())

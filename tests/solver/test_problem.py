"""A problem is free of faults, or it says all of them at once, each with its place in the file."""

from dataclasses import replace

import pytest

from solver.problem import (
    MinorRules,
    Need,
    Network,
    Preference,
    Presence,
    Problem,
    ProblemError,
    Rules,
    Share,
    Team,
    Walk,
    Weights,
)


def faults(make):
    """The paths of all faults of what `make` builds."""
    with pytest.raises(ProblemError) as caught:
        make()
    return [fault.path for fault in caught.value.faults]


def test_an_empty_problem_is_fine(street):
    assert street.problem().volunteers == ()


def test_all_faults_are_told_at_once_in_chinese(street):
    people = [street.person("ann", home=9), street.person("ann", max_week=-1)]
    with pytest.raises(ProblemError) as caught:
        street.problem(people, pins=(("bob", "early"),))
    assert str(caught.value).splitlines() == [
        "共 5 处错误：",
        "  volunteers[1].id：编号 ann 与 volunteers[0] 重复，编号应唯一",
        "  volunteers[0].home：应为已有路口的序号（0 到 6）",
        "  volunteers[1].max_week：应为 0 到 1000000 之间的整数",
        "  pins[0][0]：没有编号为 bob 的志愿者",
        "  pins[0][1]：没有编号为 early 的班次",
    ]


def test_a_long_list_of_faults_is_cut_when_printed_but_kept_whole():
    with pytest.raises(ProblemError) as caught:
        Problem(week="2026-W48", network=Network(edges=tuple((0, 1, 1) for _ in range(60))))
    assert len(caught.value.faults) == 60
    assert str(caught.value).splitlines()[-1] == "  ……另有 10 处"


@pytest.mark.parametrize(
    "week", ["2026-W54", "2026-48", "26-W48", "2026-W4", "2026-W٤٨", "", "2026-W48-W1", "2025-W53"]
)
def test_the_week_is_an_iso_week(week):
    assert faults(lambda: Problem(week=week, network=Network())) == ["week"]


def test_week_53_is_fine_in_a_year_that_has_one():
    assert Problem(week="2026-W53", network=Network()).week == "2026-W53"


@pytest.mark.parametrize(
    ("network", "path"),
    [
        (Network(nodes=((181.0, 0.0),)), "network.nodes[0]"),
        (Network(nodes=((0.0, float("nan")),)), "network.nodes[0]"),
        (Network(nodes=((0.0, 0.0),), edges=((0, 1, 5),)), "network.edges[0]"),
        (Network(nodes=((0.0, 0.0),), edges=((-1, 0, 5),)), "network.edges[0]"),
        (Network(nodes=((0.0, 0.0),), edges=((0, 0, -5),)), "network.edges[0][2]"),
        (Network(nodes=((0.0, 0.0),), edges=((0, 0, 10**30),)), "network.edges[0][2]"),
    ],
)
def test_the_network_is_sound(network, path):
    assert faults(lambda: Problem(week="2026-W48", network=network)) == [path]


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"id": ""}, "volunteers[0].id"),
        ({"home": 7}, "volunteers[0].home"),
        ({"tags": ("adult", "minor")}, "volunteers[0].tags"),
        ({"at": (Presence(10, 10, 0),)}, "volunteers[0].at[0]"),
        ({"at": (Presence(10, 20, -1),)}, "volunteers[0].at[0][2]"),
        ({"at": (Presence(10, 20, 0), Presence(0, 11, 1))}, "volunteers[0].at[0]"),
        ({"at": (Presence(0, 100, 0), Presence(10, 20, 0), Presence(30, 40, 1))}, "volunteers[0].at[2]"),
        ({"free": ((0, 10), (20, 15))}, "volunteers[0].free[1]"),
        ({"free": ((0, 100_000),)}, "volunteers[0].free[0]"),
        ({"max_week": -1}, "volunteers[0].max_week"),
        ({"max_day": -1}, "volunteers[0].max_day"),
        ({"max_minutes": -1}, "volunteers[0].max_minutes"),
        ({"load": -1}, "volunteers[0].load"),
        ({"prefers": (Preference(cost=10**12),)}, "volunteers[0].prefers[0].cost"),
        ({"prefers": (Preference(cost=1, weekday=7),)}, "volunteers[0].prefers[0].weekday"),
    ],
)
def test_a_volunteer_is_sound(street, facts, path):
    assert faults(lambda: street.problem([replace(street.person("ann"), **facts)])) == [path]


def test_presences_may_meet_and_may_overlap_at_one_place(street):
    at = (Presence(0, 10, 0), Presence(10, 20, 1), Presence(15, 30, 1))
    assert street.problem([street.person("ann", at=at)]).volunteers[0].at == at


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"node": 7}, "shifts[0].node"),
        ({"start": -1, "end": 50}, "shifts[0].start"),
        ({"start": 10080, "end": 10100}, "shifts[0].start"),
        ({"end": 1080}, "shifts[0].end"),
        ({"end": 1080 + 1441}, "shifts[0].end"),
        ({"priority": 0}, "shifts[0].priority"),
        ({"priority": 4}, "shifts[0].priority"),
        ({"min": -1}, "shifts[0]"),
        ({"min": 1}, "shifts[0]"),
        ({"desired": 10}, "shifts[0]"),
        ({"all_have": ("a", "b"), "none_have": ("b",)}, "shifts[0].none_have"),
        ({"some_have": (Need(tag="leader", count=0),)}, "shifts[0].some_have[0].count"),
    ],
)
def test_a_shift_is_sound(street, facts, path):
    assert faults(lambda: street.problem(shifts=[replace(street.shift("early"), **facts)])) == [path]


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"teams": (Team(id="band", members=()),)}, "teams[0].members"),
        ({"teams": (Team(id="band", members=("ann", "ann")),)}, "teams[0].members[1]"),
        ({"teams": (Team(id="band", members=("zoe",)),)}, "teams[0].members[0]"),
        ({"teams": (Team(id="", members=("ann",)),)}, "teams[0].id"),
        ({"together": (("ann", "ann"),)}, "together[0]"),
        ({"together": (("ann", "zoe"),)}, "together[0]"),
        ({"escorts": {"zoe": ("ann",)}}, "escorts.zoe"),
        ({"escorts": {"ann": ("bob",)}}, "escorts.ann"),
        ({"escorts": {"kid": ("zoe",)}}, "escorts.kid[0]"),
        ({"escorts": {"kid": ("kid",)}}, "escorts.kid[0]"),
        ({"pins": (("zoe", "early"),)}, "pins[0][0]"),
        ({"bans": (("ann", "never"),)}, "bans[0][1]"),
        ({"previous": (("ann", "early"), ("zoe", "early"))}, "previous[1][0]"),
        ({"shares": (Share(tag="a", part=1001),)}, "shares[0].part"),
        ({"shares": (Share(tag="a", part=1, tolerance=-1),)}, "shares[0].tolerance"),
        ({"walk": Walk(metres_per_minute=0)}, "walk.metres_per_minute"),
        ({"walk": Walk(limit_metres=-1)}, "walk.limit_metres"),
        ({"rules": Rules(rest=-1)}, "rules.rest"),
        ({"rules": Rules(gap=10**6)}, "rules.gap"),
        ({"rules": Rules(minors=MinorRules(quiet=(0, 1441)))}, "rules.minors.quiet[1]"),
        ({"weights": Weights(claim=800)}, "weights.claim"),
        ({"weights": Weights(taken_off=-1)}, "weights.taken_off"),
    ],
)
def test_what_ties_people_and_shifts_is_sound(street, facts, path):
    people = [street.person("ann"), street.person("bob"), street.person("kid", tags=("minor",))]
    assert faults(lambda: street.problem(people, [street.shift("early")], **facts)) == [path]


def test_a_team_shift_is_sound_and_its_id_is_no_shifts(street):
    shifts, band = [street.shift("early")], Team(id="band", members=("ann",))
    wrong = (street.team_shift("early"), street.team_shift("parade", teams=("choir",), node=-1, priority=9))
    assert faults(lambda: street.problem([street.person("ann")], shifts, teams=(band,), team_shifts=wrong)) == [
        "team_shifts[0].id",
        "team_shifts[1].node",
        "team_shifts[1].priority",
        "team_shifts[1].teams[0]",
    ]


def test_a_person_may_be_in_two_teams_and_pairs_may_be_listed_twice(street):
    teams = (Team(id="band", members=("ann",)), Team(id="choir", members=("ann",)))
    twice = (("ann", "early"),) * 2
    assert street.two(teams=teams, pins=twice, bans=twice, previous=twice).teams == teams


def test_a_node_is_asked_for_where_there_is_none(street):
    with pytest.raises(ProblemError, match="路网中没有路口"):
        Problem(week="2026-W48", network=Network(), volunteers=(street.person("ann"),))


def test_a_problem_with_other_pins_and_bans_is_the_same_otherwise_and_names_their_faults(street) -> None:
    problem = street.two(pins=(("ann", "early"),), bans=(("bob", "late"),))
    other = problem.fixed([("bob", "early")], ())
    assert other == replace(problem, pins=(("bob", "early"),), bans=())
    assert problem.pins == (("ann", "early"),)
    with pytest.raises(ProblemError, match="没有编号为 nobody 的志愿者"):
        problem.fixed((), [("nobody", "late")])

"""`together`: in each shift both of a pair or neither."""

from solver.problem import Team

PAIR = (("ann", "bob"),)
ANN, BOB = ("ann", "early"), ("bob", "early")


def test_together_is_broken_by_one_without_the_other(street):
    problem = street.two(together=PAIR)
    assert street.broken(problem, ANN) == ["together"]
    assert street.broken(problem, ANN, ("bob", "late")) == ["together"]


def test_together_holds_with_both_or_neither(street):
    problem = street.two(together=PAIR)
    assert street.broken(problem, ANN, BOB) == []
    assert street.broken(problem) == []


def test_a_pinned_person_brings_the_other(street):
    problem = street.two(together=PAIR, pins=(ANN,))
    assert street.broken(problem, ANN) == ["together"]
    assert street.broken(problem, ANN, BOB) == []


def test_a_pin_stands_alone_where_the_other_cannot_come(street):
    problem = street.two(volunteers=[street.person("ann"), street.person("bob", free=())], together=PAIR, pins=(ANN,))
    assert street.broken(problem, ANN) == []


def test_a_chain_of_three_comes_as_a_whole_or_not_at_all(street):
    chain = (("ann", "bob"), ("bob", "cat"))
    for free, fine in ((((0, 10080),), ["together"]), ((), [])):
        people = [street.person("ann"), street.person("bob"), street.person("cat", free=free)]
        assert street.broken(street.two(volunteers=people, together=chain, pins=(ANN,)), ANN) == fine


def test_a_team_may_part_a_pair(street):
    problem = street.problem(
        [street.person("ann"), street.person("bob")],
        together=PAIR,
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade"),),
    )
    assert street.broken(problem, teams=[("band", "parade")]) == []

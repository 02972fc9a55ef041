"""`ban`: a banned pair is not in the plan, not even as a pin."""

ANN = ("ann", "early")


def test_ban_is_broken_by_the_banned_pair(street):
    report = street.report(street.two(bans=(ANN,)), ANN)
    assert [v.message for v in report.violations] == ["已禁止的安排：ann 不应安排到班次 early"]


def test_ban_holds_for_any_other_pair(street):
    assert street.broken(street.two(bans=(ANN,)), ("ann", "late"), ("bob", "early")) == []


def test_a_pin_may_not_break_a_ban(street):
    problem = street.two(bans=(ANN,), pins=(ANN,))
    assert street.broken(problem, left_out=[(*ANN, "ban")]) == []
    assert street.broken(problem, ANN) == ["ban"]

"""`max`: nobody above `max`."""


def pair_of(street, most, **facts):
    return street.problem([street.person("ann"), street.person("bob")], [street.shift("early", max=most)], **facts)


BOTH = (("ann", "early"), ("bob", "early"))


def test_max_is_broken_by_one_person_too_many(street):
    report = street.report(pair_of(street, 1), *BOTH)
    assert [v.message for v in report.violations] == ["超过班次人数上限：班次 early 安排了 2 人，上限 1 人"]


def test_max_holds_with_as_many_as_it_says(street):
    assert street.broken(pair_of(street, 2), *BOTH) == []


def test_of_two_pins_for_one_seat_the_earlier_in_the_list_stands(street):
    problem = pair_of(street, 1, pins=(BOTH[1], BOTH[0]))
    assert street.broken(problem, BOTH[1], left_out=[("ann", "early", "max")]) == []
    # the wrong one left out: bob's pin could stand, ann's could not
    assert street.broken(problem, BOTH[0], left_out=[("bob", "early", "max")]) == ["pin"]

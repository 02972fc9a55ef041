"""`pin`: a pin stands unless it is impossible; then the plan names it, with a true reason."""

import pytest

KID, ANN, BOB = ("kid", "early"), ("ann", "early"), ("bob", "early")


def minor_left(pair):
    return [(*pair, "minor")]


def outing(street, pins, *, late_start=None, most=9, ann=None, **facts):
    """A minor and two adults; `early` on Monday at ten, and `late`, which overlaps it unless said otherwise."""
    people = [
        street.person("kid", tags=("minor",)),
        street.person("ann", **(ann or {})),
        street.person("bob", free=()),
    ]
    shifts = [street.shift("early", 600, max=most), street.shift("late", late_start or 630)]
    return street.problem(people, shifts, pins=tuple(pins), **facts)


def test_pin_is_broken_when_it_is_left_out_without_need(street):
    problem = street.two(pins=(ANN,))
    assert street.broken(problem) == ["pin"]
    assert street.broken(problem, left_out=[(*ANN, "max")]) == ["pin"]


def test_pin_is_broken_when_an_impossible_one_is_not_named(street):
    assert street.broken(street.two(pins=(ANN,), bans=(ANN,))) == ["pin"]


def test_pin_is_broken_by_a_reason_that_is_not_true(street):
    problem = street.two(pins=(ANN,), bans=(ANN,))
    report = street.report(problem, left_out=[(*ANN, "max")])
    assert [v.message for v in report.violations] == [
        "锁定的安排有误：ann 在班次 early 的锁定未能保留的原因不是 max，而是 ban"
    ]


def test_pin_is_broken_by_naming_what_is_no_pin_or_what_stands(street):
    assert street.broken(street.two(), left_out=[(*ANN, "max")]) == ["pin"]
    assert street.broken(street.two(pins=(ANN,)), ANN, left_out=[(*ANN, "max")]) == ["pin"]


def test_pin_holds_when_it_is_in_the_plan_even_if_it_is_listed_twice(street):
    assert street.broken(street.two(pins=(ANN, ANN)), ANN) == []


def test_a_pinned_minor_needs_somebody_who_can_come_pinned_or_not(street):
    problem = outing(street, [KID])
    assert street.broken(problem, KID, ANN) == []
    assert street.broken(problem, left_out=minor_left(KID)) == ["pin"]


@pytest.mark.parametrize(
    "ann",
    [
        {"free": ()},
        {"home": 5},
        {"max_week": 0},
        {"max_day": 0},
        {"max_minutes": 89},
        {"tags": ("leader",)},
    ],
)
def test_a_pinned_minor_is_left_out_where_no_adult_can_come(street, ann):
    assert street.broken(outing(street, [KID], ann=ann), left_out=minor_left(KID)) == []


def test_an_escort_who_is_pinned_later_in_the_list_counts_as_pinned(street):
    problem = outing(street, [KID, ANN], ann={"free": ()})
    assert street.broken(problem, KID, ANN) == []
    assert street.broken(problem, ANN, left_out=minor_left(KID)) == ["pin"]


def test_an_earlier_pin_of_the_only_escort_elsewhere_leaves_the_minor_out(street):
    problem = outing(street, [("ann", "late"), KID])
    assert street.broken(problem, ("ann", "late"), left_out=minor_left(KID)) == []


def test_a_later_pin_of_the_only_escort_elsewhere_is_left_out_itself(street):
    problem = outing(street, [KID, ("ann", "late")])
    assert street.broken(problem, KID, ANN, left_out=[("ann", "late", "no_overlap")]) == []
    assert street.broken(problem, ("ann", "late"), left_out=minor_left(KID)) == ["pin"]


def test_rest_towards_a_pin_binds_an_escort_who_is_not_pinned_there(street):
    # 'late' begins ten minutes after 'early' ends: two pins could, a pin and an ordinary shift cannot
    close = {"late_start": 700}
    assert (
        street.broken(outing(street, [("ann", "late"), KID], **close), ("ann", "late"), left_out=minor_left(KID)) == []
    )
    pins = [("ann", "late"), KID, ANN]
    assert street.broken(outing(street, pins, **close), *pins) == []


def test_a_full_shift_has_no_room_for_an_escort(street):
    problem = outing(street, [KID], most=1)
    assert street.broken(problem, left_out=minor_left(KID)) == []


def test_a_later_pin_may_not_take_the_escorts_seat(street):
    problem = outing(street, [KID, BOB], most=2, escorts={"kid": ("ann",)})
    assert street.broken(problem, KID, ANN, left_out=[(*BOB, "max")]) == []


def test_two_minors_share_one_escort_and_a_third_seat(street):
    people = [street.person("ann"), *(street.person(f"kid{i}", tags=("minor",)) for i in (1, 2))]
    pins = (("kid1", "early"), ("kid2", "early"))
    problem = street.problem(people, [street.shift("early", 600)], pins=pins)
    assert street.broken(problem, *pins, ANN) == []
    assert street.broken(problem, ANN, pins[0], left_out=minor_left(pins[1])) == ["pin"]


def test_an_escort_is_chosen_again_when_a_later_minor_needs_the_first_choice(street):
    # kid1 may go with ann or cat, kid2 (at the same hour elsewhere) only with ann: both stand, kid1 with cat
    people = [
        *(street.person(name) for name in ("ann", "cat")),
        *(street.person(f"kid{i}", tags=("minor",)) for i in (1, 2)),
    ]
    shifts = [street.shift("early", 600), street.shift("late", 600)]
    pins = (("kid1", "early"), ("kid2", "late"))
    problem = street.problem(people, shifts, pins=pins, escorts={"kid2": ("ann",)})
    assert street.broken(problem, *pins, ("cat", "early"), ("ann", "late")) == []
    assert street.broken(problem, pins[0], ANN, left_out=minor_left(pins[1])) == ["pin"]


def test_three_minors_at_one_hour_and_two_adults_leave_the_last_one_out(street):
    people = [
        *(street.person(name) for name in ("ann", "cat")),
        *(street.person(f"kid{i}", tags=("minor",)) for i in (1, 2, 3)),
    ]
    shifts = [street.shift(f"s{i}", 600) for i in (1, 2, 3)]
    pins = tuple((f"kid{i}", f"s{i}") for i in (1, 2, 3))
    problem = street.problem(people, shifts, pins=pins)
    assert street.broken(problem, *pins[:2], ("ann", "s1"), ("cat", "s2"), left_out=minor_left(pins[2])) == []


def test_an_escort_comes_with_the_person_tied_to_him(street):
    for room, fine in ((3, []), (2, ["pin"])):
        people = [street.person("kid", tags=("minor",)), street.person("ann"), street.person("cat")]
        problem = street.problem(
            people, [street.shift("early", 600, max=room)], pins=(KID,), together=(("ann", "cat"),)
        )
        served = [KID, ANN, ("cat", "early")] if room == 3 else []
        assert street.broken(problem, *served) == fine
    assert street.broken(problem, left_out=minor_left(KID)) == []


def test_an_escort_named_for_a_minor_must_be_able_to_walk_there(street):
    problem = outing(street, [KID], ann={"home": 5}, escorts={"kid": ("ann",)})
    assert street.broken(problem, left_out=minor_left(KID)) == []


def test_the_search_goes_back_to_the_choice_that_is_to_blame(street):
    # at one hour in three places: kid1 may go with ann or bob, kid2 with bob or cat, kid3 with ann only; the first
    # choices are ann and bob, and what stands in kid3's way is kid1's, not kid2's
    escorts = {"kid1": ("ann", "bob"), "kid2": ("bob", "cat"), "kid3": ("ann",)}
    people = [street.person(n) for n in ("ann", "bob", "cat")] + [street.person(n, tags=("minor",)) for n in escorts]
    shifts = [street.shift(f"s{i}", 600) for i in (1, 2, 3)]
    pins = tuple((f"kid{i}", f"s{i}") for i in (1, 2, 3))
    problem = street.problem(people, shifts, pins=pins, escorts=escorts)
    assert street.broken(problem, *pins, ("bob", "s1"), ("cat", "s2"), ("ann", "s3")) == []
    assert street.broken(problem, *pins[:2], ("ann", "s1"), ("bob", "s2"), left_out=minor_left(pins[2])) == ["pin"]


@pytest.mark.parametrize("steps", [0, 1])
def test_a_search_that_is_too_long_ends_and_the_check_is_lenient(street, monkeypatch, steps):
    monkeypatch.setattr("solver.rules.seats.STEPS", steps)
    assert street.broken(outing(street, [KID]), left_out=minor_left(KID)) == []
    assert street.broken(outing(street, [KID]), KID, ANN) == []

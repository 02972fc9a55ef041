"""`minor`: quiet hours, barred categories, an escort beside every minor."""

import pytest

from solver.problem import MinorRules, Rules, Team
from solver.rules.minor import touches

BOTH = (("ann", "early"), ("kid", "early"))


def outing(street, start=600, category="tidiness", tags=("adult",), **facts):
    """`kid`, a minor, and `ann`, who is an adult unless said otherwise, at one shift."""
    people = [street.person("ann", tags=tags), street.person("bob"), street.person("kid", tags=("minor",))]
    return street.problem(people, [street.shift("early", start, category=category)], **facts)


def test_minor_is_broken_by_a_shift_that_ends_a_minute_after_nine(street):
    assert street.broken(outing(street, 1260 - 89), *BOTH) == ["minor"]


def test_minor_holds_between_seven_and_nine_beside_an_adult(street):
    assert street.broken(outing(street, 1260 - 90), *BOTH) == []
    assert street.broken(outing(street, 1440 + 420), *BOTH) == []


def test_a_minor_does_not_serve_traffic(street):
    assert street.broken(outing(street, category="traffic"), *BOTH) == ["minor"]


def test_a_minor_alone_is_named_and_so_is_one_beside_somebody_who_is_no_adult(street):
    assert street.broken(outing(street), BOTH[1]) == ["minor"]
    assert street.broken(outing(street, tags=()), *BOTH) == ["minor"]


def test_only_named_escorts_count_when_some_are_named(street):
    assert street.broken(outing(street, escorts={"kid": ("bob",)}), *BOTH) == ["minor"]
    assert street.broken(outing(street, escorts={"kid": ("ann",)}), *BOTH) == []
    assert street.broken(outing(street, escorts={"kid": ()}), *BOTH) == []


def test_a_pin_does_not_lift_the_protection(street):
    problem = outing(street, category="traffic", pins=(BOTH[1],))
    assert street.broken(problem, *BOTH) == ["minor"]
    assert street.broken(problem, left_out=[("kid", "early", "minor")]) == []


@pytest.mark.parametrize(
    ("start", "grown_up", "rules"), [(600, True, []), (1200, True, ["minor"]), (600, False, ["minor"])]
)
def test_a_minor_who_goes_with_a_team_is_protected_alike(street, start, grown_up, rules):
    free = ((0, 10080),) if grown_up else ()
    problem = street.problem(
        [street.person("ann", free=free), street.person("kid", tags=("minor",))],
        teams=(Team(id="band", members=("ann", "kid")),),
        team_shifts=(street.team_shift("parade", start),),
    )
    assert street.broken(problem, teams=[("band", "parade")]) == rules


@pytest.mark.parametrize(
    ("start", "end", "quiet", "expected"),
    [
        (1170, 1260, (1260, 420), False),  # ends as the night begins
        (1170, 1261, (1260, 420), True),
        (420, 500, (1260, 420), False),  # begins as it ends
        (419, 500, (1260, 420), True),
        (1440 + 300, 1440 + 330, (1260, 420), True),  # inside, after midnight
        (600, 660, (600, 600), False),  # no quiet hours at all
        (600, 660, (0, 1440), True),  # nothing but quiet hours
        (600, 660, (660, 720), False),  # quiet hours that do not wrap
        (600, 661, (660, 720), True),
        (700, 730, (660, 720), True),
        (600, 600 + 1440, (1260, 420), True),  # a whole day
    ],
)
def test_a_shift_touches_quiet_hours_by_a_common_minute(start, end, quiet, expected):
    assert touches(start, end, quiet) is expected


def test_quiet_hours_and_categories_are_the_problems_own(street):
    rules = Rules(minors=MinorRules(quiet=(0, 0), no_categories=("tidiness",)))
    assert street.broken(outing(street, 1300, category="traffic", rules=rules), *BOTH) == []
    assert street.broken(outing(street, rules=rules), *BOTH) == ["minor"]

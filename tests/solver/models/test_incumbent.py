"""What is known of every plan before any search."""

import numpy as np

from solver.models.build import build
from solver.models.incumbent import Incumbent
from solver.models.tally import Choice
from solver.problem import Team
from solver.progress import Clock


def test_a_team_serves_once_so_the_other_team_shift_is_missing_from_the_first_moment(street) -> None:
    people = [street.person("ann")]
    teams = (Team(id="t1", members=("ann",)),)
    wanted = (street.team_shift("x", teams=("t1",), priority=2), street.team_shift("y", teams=("t1",), priority=3))
    instance = build(street.problem(people, teams=teams, team_shifts=wanted))
    nothing = Choice(np.zeros(0, dtype=np.int64), ())
    best = Incumbent(instance, nothing, Clock(None, None), None)
    assert best.cost.parts()[:3] == (0, 5, 0)
    assert best.bound.parts()[:3] == (0, 2, 0)

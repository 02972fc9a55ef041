"""`teams`: a team serves at most one team shift, a team shift has at most one team, of those that it lists.

The members who are free during the whole team shift all go (none may be left at home, so the plan names only the
team); for each of them it counts for overlap, rest, caps, load and the protection of minors, and is found there.
"""

from collections import Counter
from collections.abc import Iterator

from solver.rules.rule import Rule, Violation
from solver.rules.week import Week


def _violations(week: Week) -> Iterator[Violation]:
    for team, count in Counter(team for team, _ in week.team_pairs).items():
        if count > 1:
            yield TEAMS.broken(wrong=f"队伍 {team} 安排了 {count} 个集体班次，最多 1 个")
    for name, count in Counter(shift for _, shift in week.team_pairs).items():
        if count > 1:
            yield TEAMS.broken(shift=name, wrong=f"集体班次 {name} 安排了 {count} 支队伍，最多 1 支")
    for team, name in week.team_pairs:
        if team not in week.team_shifts[name].teams:
            yield TEAMS.broken(shift=name, wrong=f"集体班次 {name} 没有列出队伍 {team}")


TEAMS = Rule(name="teams", title="队伍安排有误", sentence="{wrong}", violations=_violations)

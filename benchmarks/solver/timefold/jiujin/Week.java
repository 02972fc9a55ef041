package jiujin;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.score.buildin.bendablelong.BendableLongScore;
import java.util.ArrayList;
import java.util.List;
import jiujin.Facts.Need;
import jiujin.Facts.Share;
import jiujin.Facts.Ward;

/** The week's plan. */
@PlanningSolution
public class Week {
    @ProblemFactCollectionProperty
    public List<Need> needs = new ArrayList<>();
    @ProblemFactCollectionProperty
    public List<Share> shares = new ArrayList<>();
    @ProblemFactCollectionProperty
    public List<Ward> wards = new ArrayList<>();
    @PlanningEntityCollectionProperty
    public List<Seat> seats = new ArrayList<>();
    @PlanningScore(bendableHardLevelsSize = 1, bendableSoftLevelsSize = 4)
    public BendableLongScore score;
}

package jiujin;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;
import jiujin.Facts.Candidate;
import jiujin.Facts.Shift;
import jiujin.Facts.Unit;

/** A place in a shift, taken by one of those who may serve it, or by nobody. */
@PlanningEntity
public class Seat {
    @PlanningId
    public int id;
    public Shift shift;
    /** 0 up to the minimum, 1 up to the desired number, 2 above. */
    public int rank;
    @PlanningVariable(allowsUnassigned = true)
    public Unit unit;

    public Seat() {
    }

    public Seat(Shift shift, int rank) {
        this.shift = shift;
        this.rank = rank;
    }

    @ValueRangeProvider
    public List<Unit> units() {
        return shift.units;
    }

    public Shift shift() {
        return shift;
    }

    public Unit unit() {
        return unit;
    }

    public Candidate candidate() {
        return shift.candidates.get(unit);
    }

    public boolean needsEscort() {
        return candidate().escorts() != null;
    }

    /** Also asked, in passing, of a seat that has just got somebody who needs no escort. */
    public boolean isEscortedBy(Unit other) {
        return needsEscort() && candidate().escorts().contains(other);
    }

    public int people() {
        return unit.size;
    }

    public int day() {
        return shift.day;
    }
}

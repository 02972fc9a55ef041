package jiujin;

import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.count;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.sum;
import static ai.timefold.solver.core.api.score.stream.Joiners.equal;
import static ai.timefold.solver.core.api.score.stream.Joiners.filtering;

import ai.timefold.solver.core.api.score.buildin.bendablelong.BendableLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import jiujin.Facts.Need;
import jiujin.Facts.Share;
import jiujin.Facts.Ward;

/** The hard rules on one level, the four parts of the cost on the four levels below it. */
public class Rules implements ConstraintProvider {
    static int gap, rest, overDesired;

    private static final BendableLongScore HARD = BendableLongScore.ofHard(1, 4, 0, 1);
    private static final BendableLongScore BELOW_MINIMUM = BendableLongScore.ofSoft(1, 4, 0, 1);
    private static final BendableLongScore NEEDS_UNMET = BendableLongScore.ofSoft(1, 4, 1, 1);
    private static final BendableLongScore BELOW_DESIRED = BendableLongScore.ofSoft(1, 4, 2, 1);
    private static final BendableLongScore METRES = BendableLongScore.ofSoft(1, 4, 3, 1);

    @Override
    public Constraint[] defineConstraints(ConstraintFactory of) {
        return new Constraint[] {apart(of), dayCap(of), weekCap(of), minutesCap(of), most(of), accompanied(of),
                pinnedAccompanied(of), minimum(of), needs(of), desired(of), nearness(of), load(of), over(of), shares(of)};
    }

    private Constraint apart(ConstraintFactory of) {
        return of.forEachUniquePair(Seat.class, equal(Seat::unit)).filter((a, b) -> clash(a, b))
                .penalizeLong(HARD).asConstraint("overlap, gap, rest");
    }

    private static boolean clash(Seat a, Seat b) {
        Seat first = a.shift.start < b.shift.start || a.shift.start == b.shift.start && a.shift.end <= b.shift.end ? a : b;
        Seat second = first == a ? b : a;
        return second.shift.start < first.shift.end + (first.day() == second.day() ? gap : rest);
    }

    private Constraint dayCap(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::unit, Seat::day, count())
                .filter((unit, day, n) -> n > unit.dayCap[day])
                .penalizeLong(HARD, (unit, day, n) -> n - unit.dayCap[day]).asConstraint("day cap");
    }

    private Constraint weekCap(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::unit, count()).filter((unit, n) -> n > unit.most)
                .penalizeLong(HARD, (unit, n) -> n - unit.most).asConstraint("week cap");
    }

    private Constraint minutesCap(ConstraintFactory of) {
        return of.forEach(Seat.class).filter(seat -> seat.unit.limit >= 0)
                .groupBy(Seat::unit, sum(seat -> seat.candidate().minutes())).filter((unit, n) -> n > unit.limit)
                .penalizeLong(HARD).asConstraint("minutes cap");
    }

    private Constraint most(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::shift, sum(Seat::people))
                .filter((shift, n) -> shift.base + n > shift.max)
                .penalizeLong(HARD, (shift, n) -> shift.base + n - shift.max).asConstraint("max");
    }

    private Constraint accompanied(ConstraintFactory of) {
        return of.forEach(Seat.class).filter(Seat::needsEscort)
                .ifNotExists(Seat.class, equal(Seat::shift),
                        filtering((ward, other) -> ward.isEscortedBy(other.unit)))
                .penalizeLong(HARD).asConstraint("minor without an escort");
    }

    private Constraint pinnedAccompanied(ConstraintFactory of) {
        return of.forEach(Ward.class)
                .ifNotExists(Seat.class, equal(Ward::shift, Seat::shift),
                        filtering((ward, other) -> ward.escorts().contains(other.unit)))
                .penalizeLong(HARD).asConstraint("pinned minor without an escort");
    }

    private Constraint minimum(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::shift, sum(Seat::people))
                .rewardLong(BELOW_MINIMUM, (shift, n) -> shift.belowMinimum(0) - shift.belowMinimum(n))
                .asConstraint("minimum");
    }

    private Constraint needs(ConstraintFactory of) {
        return of.forEach(Seat.class)
                .join(Need.class, equal(Seat::shift, Need::shift), filtering((seat, need) -> need.of(seat.unit) > 0))
                .groupBy((seat, need) -> need, sum((seat, need) -> need.of(seat.unit)))
                .rewardLong(NEEDS_UNMET, (need, n) -> (long) need.priority() * Math.min(need.missing(), n))
                .asConstraint("needs");
    }

    private Constraint desired(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::shift, sum(Seat::people))
                .rewardLong(BELOW_DESIRED, (shift, n) -> shift.belowDesired(0) - shift.belowDesired(n))
                .asConstraint("desired");
    }

    private Constraint nearness(ConstraintFactory of) {
        return of.forEach(Seat.class).impactLong(METRES, seat -> -seat.candidate().cost())
                .asConstraint("walking, wishes, claims, stability");
    }

    private Constraint load(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::unit, count())
                .penalizeLong(METRES, (unit, n) -> unit.load[Math.min(n, unit.load.length - 1)]).asConstraint("load");
    }

    private Constraint over(ConstraintFactory of) {
        return of.forEach(Seat.class).groupBy(Seat::shift, sum(Seat::people))
                .penalizeLong(METRES, (shift, n) -> overDesired * shift.over(n)).asConstraint("over desired");
    }

    private Constraint shares(ConstraintFactory of) {
        return of.forEach(Seat.class).join(Share.class)
                .groupBy((seat, share) -> share, sum((seat, share) -> seat.people()),
                        sum((seat, share) -> seat.unit.tagged[share.index()]))
                .penalizeLong(METRES, (share, people, tagged) -> share.cost(people, tagged)).asConstraint("shares");
    }
}

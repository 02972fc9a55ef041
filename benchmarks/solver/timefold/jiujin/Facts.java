package jiujin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is given, as classes that hold numbers; what they mean is said in benchmarks/solver/timefold/export.py. */
public final class Facts {

    private Facts() {
    }

    /** A person, or people who serve together: at most so many shifts, what the first j shifts cost in all. */
    public static final class Unit {
        public final int id, size, most, limit;
        public final long[] load;
        public final int[] tagged, dayCap;

        public Unit(int id, int size, int most, int limit, long[] load, int[] tagged, int[] dayCap) {
            this.id = id;
            this.size = size;
            this.most = most;
            this.limit = limit;
            this.load = load;
            this.tagged = tagged;
            this.dayCap = dayCap;
        }

        public int size() {
            return size;
        }
    }

    /** A unit that may serve a shift: what that costs, its minutes, and who can stand beside it if it needs somebody. */
    public record Candidate(Unit unit, long cost, int minutes, Set<Unit> escorts) {
    }

    /** A shift: its people come on top of the pinned ones, `base`. */
    public static final class Shift {
        public final int id, start, end, day, base, min, desired, max, priority;
        public final Map<Unit, Candidate> candidates = new HashMap<>();
        public List<Unit> units = List.of();

        public Shift(int id, int[] numbers) {
            this.id = id;
            start = numbers[0];
            end = numbers[1];
            day = numbers[2];
            base = numbers[3];
            min = numbers[4];
            desired = numbers[5];
            max = numbers[6];
            priority = numbers[7];
        }

        /** What the missing people cost up to the minimum, with so many more. */
        public long belowMinimum(int more) {
            return (long) priority * Math.max(0, min - base - more);
        }

        /** What the people missing from the minimum to the desired number cost, with so many more. */
        public long belowDesired(int more) {
            return (long) priority * Math.max(0, desired - Math.max(base + more, min));
        }

        public long over(int more) {
            return Math.max(0, base + more - desired) - Math.max(0, base - desired);
        }
    }

    /** So many people with a tag are still wanted in a shift; `people`: how many of a unit have it. */
    public record Need(Shift shift, int missing, int priority, Map<Unit, Integer> people) {
        public int of(Unit unit) {
            return people.getOrDefault(unit, 0);
        }
    }

    /** The part of all assignments that people with a tag should carry, in thousandths, between two edges. */
    public record Share(int index, int low, int high, int baseTagged, int basePeople, int weight) {
        public long cost(int people, int tagged) {
            long all = basePeople + people, mine = 1000L * (baseTagged + tagged);
            long missed = Math.max(0, Math.max(low * all - mine, mine - high * all));
            return (weight * missed + 999) / 1000;
        }
    }

    /** A pinned minor, beside whom one of these must stand. */
    public record Ward(Shift shift, Set<Unit> escorts) {
    }
}

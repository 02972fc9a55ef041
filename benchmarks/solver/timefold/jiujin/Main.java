package jiujin;

import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import jiujin.Facts.Candidate;
import jiujin.Facts.Need;
import jiujin.Facts.Share;
import jiujin.Facts.Shift;
import jiujin.Facts.Unit;
import jiujin.Facts.Ward;

/** Main IN OUT MILLISECONDS: reads the facts, solves, writes the pairs (unit, shift); prints the milliseconds. */
public final class Main {
    private final List<Unit> units = new ArrayList<>();
    private final List<Shift> shifts = new ArrayList<>();
    private final Week week = new Week();

    public static void main(String[] args) throws IOException {
        Main main = new Main();
        try (BufferedReader in = Files.newBufferedReader(Path.of(args[0]))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                main.read(line);
            }
        }
        main.seat();
        SolverConfig config = new SolverConfig().withSolutionClass(Week.class).withEntityClasses(Seat.class)
                .withConstraintProviderClass(Rules.class).withRandomSeed(0L)
                .withTerminationConfig(new TerminationConfig().withMillisecondsSpentLimit(Long.parseLong(args[2])));
        Solver<Week> solver = SolverFactory.<Week>create(config).buildSolver();
        long began = System.nanoTime();
        long[] first = {-1};
        solver.addEventListener(event -> {
            if (first[0] < 0) {
                first[0] = (System.nanoTime() - began) / 1_000_000;
            }
        });
        Week found = solver.solve(main.week);
        long passed = (System.nanoTime() - began) / 1_000_000;
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
            for (Seat seat : found.seats) {
                if (seat.unit != null) {
                    out.println(seat.unit.id + " " + seat.shift.id);
                }
            }
        }
        System.out.println((first[0] < 0 ? passed : first[0]) + " " + passed);
    }

    private void read(String line) {
        StringTokenizer words = new StringTokenizer(line);
        String kind = words.nextToken();
        int[] n = new int[words.countTokens()];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(words.nextToken());
        }
        switch (kind) {
            case "rules" -> {
                Rules.gap = n[0];
                Rules.rest = n[1];
                Rules.overDesired = n[2];
            }
            case "unit" -> units.add(unit(n));
            case "shift" -> shifts.add(new Shift(shifts.size(), n));
            case "candidate" -> shifts.get(n[1]).candidates.put(units.get(n[0]),
                    new Candidate(units.get(n[0]), n[2], n[3], n[4] == 0 ? null : some(n, 5)));
            case "need" -> week.needs.add(new Need(shifts.get(n[0]), n[1], n[2], people(n)));
            case "share" -> week.shares.add(new Share(week.shares.size(), n[0], n[1], n[2], n[3], n[4]));
            case "ward" -> week.wards.add(new Ward(shifts.get(n[0]), some(n, 1)));
            default -> throw new IllegalArgumentException(line);
        }
    }

    /** size most limit, seven day caps, number of shares, how many of the unit count for each, load costs. */
    private Unit unit(int[] n) {
        int[] caps = Arrays.copyOfRange(n, 3, 10);
        int[] tagged = Arrays.copyOfRange(n, 11, 11 + n[10]);
        int first = 11 + n[10];
        long[] load = new long[n.length - first + 1];
        for (int j = first; j < n.length; j++) {
            load[j - first + 1] = load[j - first] + n[j];
        }
        return new Unit(units.size(), n[0], n[1], n[2], load, tagged, caps);
    }

    private Set<Unit> some(int[] n, int from) {
        Set<Unit> found = new HashSet<>();
        for (int i = from; i < n.length; i++) {
            found.add(units.get(n[i]));
        }
        return found;
    }

    private Map<Unit, Integer> people(int[] n) {
        Map<Unit, Integer> found = new HashMap<>();
        for (int i = 3; i < n.length; i += 2) {
            found.put(units.get(n[i]), n[i + 1]);
        }
        return found;
    }

    /** As many seats as each shift has room for; the seats up to the minimum come first, the urgent shifts before others. */
    private void seat() {
        for (Shift shift : shifts) {
            shift.units = new ArrayList<>(shift.candidates.keySet());
            shift.units.sort(Comparator.comparingLong((Unit u) -> shift.candidates.get(u).cost()).thenComparingInt(u -> u.id));
            for (int i = shift.base; i < shift.max; i++) {
                week.seats.add(new Seat(shift, i < shift.min ? 0 : i < shift.desired ? 1 : 2));
            }
        }
        week.seats.sort(Comparator.comparingInt((Seat seat) -> seat.rank).thenComparingInt(seat -> -seat.shift.priority));
        for (int i = 0; i < week.seats.size(); i++) {
            week.seats.get(i).id = i;
        }
    }
}

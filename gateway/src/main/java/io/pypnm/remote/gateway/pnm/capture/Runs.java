package io.pypnm.remote.gateway.pnm.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a profile does with all subcarriers, run after run.
public final class Runs {
    // A packed run: whether it alternates, main use, skip use, and count.
    private static final int ALTERNATES_SHIFT = 26;
    private static final int MAIN_SHIFT = 21;
    private static final int SKIP_SHIFT = 16;
    private static final int USE_MASK = 0x1F;
    private static final int COUNT_MASK = 0xFFFF;

    /// How a file says a run.
    public enum Scheme {
        /// All subcarriers alike.
        UNIFORM,
        /// Two uses in turn.
        ALTERNATING
    }

    /// Subcarriers beside each other.
    ///
    /// @param main  of the first subcarrier and every second one behind it
    /// @param skip  of those between; the same as `main` if all are alike
    /// @param count subcarriers, 0 to 65,535
    public record Run(Scheme scheme, SubcarrierUse main, SubcarrierUse skip, int count) {
        SubcarrierUse use(int k) {
            return k % 2 == 0 ? main : skip;
        }
    }

    private final int[] packed;
    private final int subcarriers;

    private Runs(int[] packed, int subcarriers) {
        this.packed = packed;
        this.subcarriers = subcarriers;
    }

    /// Gathers runs; each takes as many bytes as in a file.
    public static final class Builder {
        private final int[] packed;
        private int size;
        private int subcarriers;

        /// @param most runs that will come
        public Builder(int most) {
            this.packed = new int[most];
        }

        /// Adds a run behind the others.
        ///
        /// @param count 0 to 65,535
        /// @throws IndexOutOfBoundsException if more runs come than were announced
        public Builder add(Scheme scheme, SubcarrierUse main, SubcarrierUse skip, int count) {
            int alternates = scheme == Scheme.ALTERNATING ? 1 : 0;
            packed[size++] =
                    alternates << ALTERNATES_SHIFT | main.code() << MAIN_SHIFT | skip.code() << SKIP_SHIFT | count;
            subcarriers += count;
            return this;
        }

        /// So far.
        public int subcarriers() {
            return subcarriers;
        }

        public Runs build() {
            return new Runs(size == packed.length ? packed : Arrays.copyOf(packed, size), subcarriers);
        }
    }

    public int size() {
        return packed.length;
    }

    public Run get(int k) {
        int run = packed[k];
        Scheme scheme = run >>> ALTERNATES_SHIFT == 0 ? Scheme.UNIFORM : Scheme.ALTERNATING;
        return new Run(scheme, use(run >>> MAIN_SHIFT), use(run >>> SKIP_SHIFT), run & COUNT_MASK);
    }

    private static SubcarrierUse use(int code) {
        return SubcarrierUse.of(code & USE_MASK).orElseThrow();
    }

    /// Of all runs together.
    public int subcarriers() {
        return subcarriers;
    }

    /// The use of each subcarrier, from the first active one.
    public List<SubcarrierUse> perSubcarrier() {
        List<SubcarrierUse> uses = new ArrayList<>(subcarriers);
        for (int i = 0; i < size(); i++) {
            Run run = get(i);
            for (int k = 0; k < run.count(); k++) {
                uses.add(run.use(k));
            }
        }
        return uses;
    }

    /// How many subcarriers have which use; those that none has are absent.
    public Map<SubcarrierUse, Integer> census() {
        Map<SubcarrierUse, Integer> census = new EnumMap<>(SubcarrierUse.class);
        for (int i = 0; i < size(); i++) {
            Run run = get(i);
            census.merge(run.main(), (run.count() + 1) / 2, Integer::sum);
            census.merge(run.skip(), run.count() / 2, Integer::sum);
        }
        census.values().removeIf(count -> count == 0);
        return census;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Runs runs && Arrays.equals(packed, runs.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return packed.length + " runs of " + subcarriers + " subcarriers";
    }
}

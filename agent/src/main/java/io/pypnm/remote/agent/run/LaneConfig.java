package io.pypnm.remote.agent.run;

/// How much one lane does at once.
///
/// @param workers commands at work, 1 to 512
/// @param places  commands in hand, those at work included: what the gateway may send ahead
public record LaneConfig(int workers, int places) {
    public static final int MAX_WORKERS = 512;
    private static final int PLACES_PER_WORKER = 8;

    public LaneConfig {
        if (workers < 1 || workers > MAX_WORKERS || places < workers) {
            throw new IllegalArgumentException("a lane needs 1 to " + MAX_WORKERS
                    + " workers and a place for each, has " + workers + " and " + places);
        }
    }

    /// With the usual number of places.
    public static LaneConfig ofWorkers(int workers) {
        return new LaneConfig(workers, workers * PLACES_PER_WORKER);
    }

    /// What one target may hold of it, so that a slow modem leaves room for the others.
    int share() {
        return Math.max(1, places / 2);
    }
}

package io.pypnm.remote.broker;

/// How full the broker's disk may get. The three lines, from the first reached to the last:
///
/// 1. [#closeAtPercent], or `2 * reserveBytes` free, whichever comes first: [Admission.DiskFull]. Commands are refused
///    by whoever asks [Broker#admission]; outcomes and acknowledgements go on. Commands are let in again below
///    [#reopenBelowPercent] with `3 * reserveBytes` free, so that a disk at the mark does not open and close the gate
///    by turns.
/// 2. `reserveBytes` free: Artemis refuses every send (`ADDRESS_FULL`). Acknowledgements and expiry go on, in the
///    reserve.
/// 3. No byte free: the journal cannot grow, and Artemis stops rather than run on without one; [BrokerHealth#failure]
///    says so.
///
/// @param closeAtPercent     1 to 99, of the space a non-root user can have, as `df` counts it
/// @param reopenBelowPercent 1 to `closeAtPercent`
/// @param reserveBytes       at least 1 MiB. Acknowledgements take some 100 bytes each, an expired command its own size
///                           once more, compacting the journal up to a third of the journal's size
public record DiskMarks(int closeAtPercent, int reopenBelowPercent, long reserveBytes) {
    private static final long MIN_RESERVE_BYTES = 1 << 20;

    public static final DiskMarks DEFAULT = new DiskMarks(90, 85, 256L << 20);

    public DiskMarks {
        if (closeAtPercent < 1 || closeAtPercent > 99) {
            throw new IllegalArgumentException("closeAtPercent must be 1 to 99, is " + closeAtPercent);
        }
        if (reopenBelowPercent < 1 || reopenBelowPercent > closeAtPercent) {
            throw new IllegalArgumentException(
                    "reopenBelowPercent must be 1 to closeAtPercent " + closeAtPercent + ", is " + reopenBelowPercent);
        }
        if (reserveBytes < MIN_RESERVE_BYTES) {
            throw new IllegalArgumentException(
                    "reserveBytes must be at least " + MIN_RESERVE_BYTES + ", is " + reserveBytes);
        }
    }
}

package io.pypnm.remote.lab.device;

/// The ways in which a device can be told to go wrong. Each takes one number, which has a default. A device can do
/// several
/// at a time.
public enum Misbehaviour {
    /// Answers nothing, as a modem that is switched off. Takes no number.
    SILENT(0, 0, 0),
    /// Drops the first n requests, then answers: what a retry gets over.
    DROPS_FIRST(1, 1, Integer.MAX_VALUE),
    /// Drops every n-th request.
    DROPS_EVERY(5, 1, Integer.MAX_VALUE),
    /// Needs n ms for each request and drops what comes meanwhile, as modems with one slow CPU do.
    BUSY_DROP(100, 1, 600_000),
    /// The same for GETNEXT and GETBULK only: two walks at a time hurt each other, a GET passes.
    DROPS_CONCURRENT_WALKS(100, 1, 600_000),
    /// Sends no response above n octets and leaves varbinds off instead, even of a GET, where that is wrong.
    TRIMS_REPLIES(484, 50, 65_507),
    /// Answers `tooBig` to whatever could have more than n varbinds, GETBULK too, where RFC 3416 wants a shorter
    /// answer.
    TOO_BIG_OVER(10, 0, Integer.MAX_VALUE),
    /// Every n-th successor is the one that came first: a walk goes round and round.
    LOOPS(20, 2, Integer.MAX_VALUE),
    /// Every n-th successor is the one before it once more.
    NON_INCREASING(20, 2, Integer.MAX_VALUE),
    /// Answers n ms late.
    SLOW(500, 1, 600_000),
    /// Answers `genErr` to everything and carries out nothing. Takes no number.
    GEN_ERR(0, 0, 0),
    /// Carries out the first n SETs, by default all, and loses the answer.
    LOSES_SET_ANSWERS(Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
    /// Answers from another address than the one asked. Takes no number.
    WRONG_SOURCE(0, 0, 0);

    private final int usual;
    private final int min;
    private final int max;

    Misbehaviour(int usual, int min, int max) {
        this.usual = usual;
        this.min = min;
        this.max = max;
    }

    /// With the usual number.
    public Fault usual() {
        return new Fault(this, usual);
    }

    /// With this number.
    ///
    /// @throws IllegalArgumentException if it takes none, or not this one
    public Fault by(int number) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(
                    name() + (max == 0 ? " takes no number" : " takes " + min + " to " + max) + ", is given " + number);
        }
        return new Fault(this, number);
    }
}

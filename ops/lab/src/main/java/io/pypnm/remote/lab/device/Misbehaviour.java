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
    WRONG_SOURCE(0, 0, 0),

    /// A modem's first n captures, by default all, never end.
    STAYS_BUSY(Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
    /// A modem's captures end with this MeasStatus: 5 error, 6 resourceUnavailable and 8 interfaceModification without
    /// a file, 7 sampleTruncated with one of half the values.
    ENDS_WITH(5, 5, 8),
    /// A modem's CtlStatus is tempReject for n ms.
    REJECTS_TESTS(5_000, 1, 600_000),
    /// A modem's MeasStatus is sampleReady of an earlier capture, and still so for n ms after a new one has begun.
    STALE_SAMPLE(500, 1, 600_000),
    /// A modem's first n uploads end in an error.
    FAILS_UPLOADS(1, 1, Integer.MAX_VALUE),
    /// A modem sends its files, and the table of files stays empty. Takes no number.
    HIDES_UPLOADS(0, 0, 0),
    /// A modem sends no file and says that it has. Takes no number.
    LOSES_FILES(0, 0, 0),
    /// A modem sends the first n octets of each file and says that it is all.
    TRUNCATES_FILES(1_500, 0, Integer.MAX_VALUE),
    /// A modem waits n ms before each block that it sends.
    UPLOADS_SLOWLY(100, 1, 60_000),
    /// Another modem answers at the address: the MAC of the next one. Takes no number.
    OTHER_MAC(0, 0, 0),
    /// A modem keeps the first n characters of a file name.
    SHORTENS_NAMES(32, 1, 255),
    /// A modem has n OFDM channels, not two. With none it is one of DOCSIS 3.0 and has nothing of 3.1.
    OFDM_CHANNELS(0, 0, 2),
    /// A modem's channels have bands of excluded subcarriers. Takes no number.
    EXCLUDES_BANDS(0, 0, 0),
    /// A modem's files begin with `PNM` and have no version. Takes no number.
    UNVERSIONED_FILES(0, 0, 0),
    /// A modem starts anew in the middle of its first n captures.
    REBOOTS(1, 1, Integer.MAX_VALUE),

    /// A CMTS has no docsIfCmtsMacToCmTable. Takes no number.
    NO_CM_POINTERS(0, 0, 0),
    /// A CMTS's docsIf3CmtsCmRegStatusId is n more than the index of docsIfCmtsCmStatusTable: another modem's is found
    /// at its place, or none. From 2141978622 on, the id is above 2^31.
    REG_IDS_SHIFTED(1, 1, Integer.MAX_VALUE),
    /// A CMTS lists modem n as offline.
    LISTS_OFFLINE(0, 0, 999_999),
    /// A CMTS lists modem n with an IPv6 address alone.
    LISTS_IPV6_ONLY(0, 0, 999_999),
    /// A CMTS lists the modems of the others too, as offline. Takes no number.
    LISTS_FORMER_MODEMS(0, 0, 0),
    /// A CMTS writes the longer header of some vendors into its RxMER files. Takes no number.
    WRITES_LONG_HEADERS(0, 0, 0);

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

package io.pypnm.remote.agent.snmp;

/// What a [FakeDevice] does wrong. `n` is the number given with it.
public enum Misbehaviour {
    NONE,
    /// Answers nothing.
    SILENT,
    /// Does not answer the first n messages.
    DROPS_FIRST_N,
    /// Answers n messages, then none.
    SILENT_AFTER_N,
    /// Does not answer when its reply would have more than n varbinds.
    SILENT_OVER_N,
    /// Says `tooBig` when its reply would have more than n varbinds.
    TOO_BIG_OVER_N,
    /// Sends only the first n varbinds of a reply.
    TRUNCATES_TO_N,
    /// Sends replies without a varbind.
    EMPTY,
    /// Sends one varbind more than it was asked for.
    ONE_TOO_MANY,
    /// Says error-status n for every request.
    ERROR_STATUS_N,
    /// Says error-status n, naming the object, where a reply would come to [FakeDevice#BAD].
    ERROR_STATUS_N_AT_BAD,
    /// Says error-status n, naming nothing, where a reply would come to [FakeDevice#BAD].
    ERROR_STATUS_N_UNNAMED_AT_BAD,
    /// Is silent where a reply would come to [FakeDevice#BAD].
    SILENT_AT_BAD,
    /// Says `noSuchName` where an SNMPv2 agent has exceptions.
    SPEAKS_V1,
    /// Goes back to its first object after its last one.
    LOOPS,
    /// Answers GETNEXT with the OID it was given, from the n-th message on.
    STANDS_STILL_AFTER_N,
    /// Answers a GETBULK of several columns column by column.
    BY_COLUMN,
    /// Answers only the first of several columns.
    FIRST_COLUMN_ONLY,
    /// Leaves every n-th varbind out of its replies for several columns.
    LEAVES_OUT_EVERY_N,
    /// Leaves exceptions out of its replies for several columns.
    LEAVES_OUT_ENDS,
    /// Sorts its replies for several columns.
    SORTS,
    /// Sorts its replies for several columns, the highest OID first.
    SORTS_DOWN,
    /// Leaves columns that have ended out of its replies for several, and fills these up with rows of the others.
    FILLS_UP,
    /// Answers with an OID next to the one asked for.
    WRONG_OID,
    /// Answers a SET with another OID than was set.
    SETS_ANOTHER,
    /// Carries out a SET and says nothing.
    SILENT_AFTER_SET,
    /// Does not carry out a SET and says nothing.
    SILENT_BEFORE_SET,
    /// Answers nothing from the first SET on.
    DIES_OF_SET,
    /// Answers from another port, with [FakeDevice#FORGED].
    FOREIGN_PORT,
    /// Answers with another community, with [FakeDevice#FORGED].
    FOREIGN_COMMUNITY,
    /// Keeps its answer to the first message until the second one has come, and answers only that.
    ANSWERS_LATE,
    /// Sends each answer twice, the second with [FakeDevice#FORGED].
    ANSWERS_TWICE
}

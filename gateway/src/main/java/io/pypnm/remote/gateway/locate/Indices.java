package io.pypnm.remote.gateway.locate;

/// Where a modem stands in its CMTS's tables. 0 is no index of any of them and stands for what is not known; the others
/// are up to 2^32-1, so a plain INTEGER is too small.
///
/// @param status       docsIfCmtsCmStatusIndex
/// @param registration docsIf3CmtsCmRegStatusId: on most CMTSs the same, which nothing promises
public record Indices(long status, long registration) {
    static final long NONE = 0;

    public Indices {
        require("status", status);
        require("registration", registration);
    }

    static Indices both(long index) {
        return new Indices(index, index);
    }

    private static void require(String what, long index) {
        if (index < NONE || index > 0xffff_ffffL) {
            throw new IllegalArgumentException(what + " index must be 0 to 2^32-1, is " + index);
        }
    }
}

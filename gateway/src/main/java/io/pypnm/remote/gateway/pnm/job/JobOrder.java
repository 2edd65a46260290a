package io.pypnm.remote.gateway.pnm.job;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import java.util.HashSet;
import java.util.List;

/// What someone wants measured of many modems: each of the types of each of the modems, with the usual settings.
///
/// @param macs       1 to 1,000, none twice
/// @param types      1 to 9, none twice, and not `us-rxmer`, which needs to be told a channel
/// @param maxPerCmts modems of one CMTS measured at once, 1 to 50
/// @param maxErrors  items that may fail, 0 to 9,000
public record JobOrder(
        List<MacAddress> macs, List<MeasurementType> types, int maxPerCmts, int maxErrors, String caller) {
    public static final int MAX_MACS = 1_000;
    public static final int MAX_PER_CMTS = 50;
    public static final int DEFAULT_PER_CMTS = 4;
    public static final int MAX_ERRORS = 9_000;

    public JobOrder {
        macs = List.copyOf(macs);
        types = List.copyOf(types);
        require("macs", macs, MAX_MACS);
        require("types", types, MeasurementType.values().length - 1);
        if (types.contains(MeasurementType.US_RXMER)) {
            throw new IllegalArgumentException("types must not have us-rxmer, which needs to be told a channel");
        }
        if (maxPerCmts < 1 || maxPerCmts > MAX_PER_CMTS) {
            throw new IllegalArgumentException("max_per_cmts must be 1 to " + MAX_PER_CMTS + ", is " + maxPerCmts);
        }
        if (maxErrors < 0 || maxErrors > MAX_ERRORS) {
            throw new IllegalArgumentException("max_errors must be 0 to " + MAX_ERRORS + ", is " + maxErrors);
        }
    }

    private static void require(String what, List<?> entries, int max) {
        if (entries.isEmpty() || entries.size() > max) {
            throw new IllegalArgumentException(what + " must have 1 to " + max + " entries, has " + entries.size());
        }
        if (new HashSet<>(entries).size() < entries.size()) {
            throw new IllegalArgumentException(what + " must not have an entry twice");
        }
    }
}

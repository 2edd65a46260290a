package io.pypnm.remote.gateway;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Requests as callers send them.
public final class Commands {
    public static final String GET = """
            {"command":"snmp_get","params":{"target_ip":"127.0.0.1","oids":["1.3.6.1.2.1.1.1.0"]}}""";
    public static final String SET = """
            {"command":"snmp_set","params":{"target_ip":"127.0.0.1",
             "varbinds":[{"oid":"1.3.6.1.2.1.1.6.0","type":"OctetString","hex":"61"}]}}""";

    /// A `read` of 100 KiB.
    public static final String LARGE =
            "{\"command\":\"snmp_bulk_get\",\"params\":{\"target_ip\":\"127.0.0.1\",\"oids\":["
                    + IntStream.range(0, 4000)
                            .mapToObj(i -> "\"1.3.6.1.2.1.2.2.1.10." + (100_000 + i) + "\"")
                            .collect(Collectors.joining(","))
                    + "]}}";

    private Commands() {}

    /// A `read` that may wait so long to be started.
    public static String getWithin(int startBySeconds) {
        return within(GET, startBySeconds);
    }

    /// A command that may wait so long to be started, and run for one second.
    public static String within(String command, int startBySeconds) {
        return command.replaceFirst("\\{", "{\"start_by_seconds\":" + startBySeconds + ",\"run_for_seconds\":1,");
    }
}

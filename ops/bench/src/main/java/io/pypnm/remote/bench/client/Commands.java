package io.pypnm.remote.bench.client;

import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whole commands, from the bytes of the command to those of its outcome.
final class Commands {
    private static final MessageCodec CODEC = new MessageCodec();
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int RETRIES = 3;
    private static final int BULK_WORKERS = 10;
    private static final int MOST_BULK_WORKERS = 500;
    private static final List<String> COLUMNS =
            List.of("1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.8", "1.3.6.1.2.1.2.2.1.10", "1.3.6.1.2.1.2.2.1.16");

    private Commands() {}

    /// `snmp_get` of one object of each target in turn.
    static Cost gets(Order order) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (String address : order.targets()) {
            bodies.add(CODEC.encode(new Command.SnmpGet(target(order, address), List.of(Gets.SYS_UP_TIME))));
        }
        try (LocalAgent agent = LocalAgent.start(order.path("home"), BULK_WORKERS)) {
            var errand = new Errand(agent, Lane.INTERACTIVE);
            errand.run(bodies, order.number("warm"), order.number("in-flight"));
            return errand.run(bodies, order.number("operations"), order.number("in-flight"));
        }
    }

    /// `snmp_walk` of one subtree, one after another; an operation is a varbind.
    static Cost walk(Order order) throws Exception {
        byte[] body = CODEC.encode(new Command.SnmpWalk(
                target(order, order.text("address")),
                Oid.parse(order.text("root")),
                order.number("max-repetitions"),
                Command.SnmpWalk.DEFAULT_LIMIT));
        try (LocalAgent agent = LocalAgent.start(order.path("home"), BULK_WORKERS)) {
            var errand = new Errand(agent, Lane.LONG);
            errand.run(List.of(body), order.number("warm"), 1);
            Cost walks = errand.run(List.of(body), order.number("walks"), 1);
            return new Cost(
                    (long) order.number("rows") * walks.operations(),
                    walks.failed(),
                    walks.cpuMicros(),
                    walks.seconds(),
                    "");
        }
    }

    /// `snmp_walk` of four columns of each target, all given at once.
    static Cost busyWalks(Order order) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (String address : order.targets()) {
            for (String column : COLUMNS) {
                bodies.add(CODEC.encode(new Command.SnmpWalk(
                        target(order, address),
                        Oid.parse(column),
                        Command.SnmpWalk.DEFAULT_MAX_REPETITIONS,
                        Command.SnmpWalk.DEFAULT_LIMIT)));
            }
        }
        try (LocalAgent agent = LocalAgent.start(order.path("home"), MOST_BULK_WORKERS)) {
            return new Errand(agent, Lane.BULK).run(bodies, bodies.size(), bodies.size());
        }
    }

    private static SnmpTarget target(Order order, String address) {
        return new SnmpTarget(
                DeviceAddress.parse(address), order.number("port"), new SnmpAccess.Automatic(), PATIENCE, RETRIES);
    }
}

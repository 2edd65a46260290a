package io.pypnm.remote.bench.client;

import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;

/// GETBULKs in the engine to the end of a subtree, each after the last answer, by nothing but the engine.
final class EngineWalk {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int RETRIES = 3;
    private static final Duration RUN_FOR = Duration.ofMinutes(5);

    private EngineWalk() {}

    static Cost run(Order order) throws Exception {
        MonotonicClock clock = SystemClock.open();
        var peer = new SnmpPeer(
                DeviceAddress.parse(order.text("address")), order.number("port"), Gets.READ_ACCESS, PATIENCE, RETRIES);
        Oid root = Oid.parse(order.text("root"));
        int repetitions = order.number("max-repetitions");
        try (SnmpEngine engine = Snmp4jEngine.open(clock)) {
            Deadline deadline = Deadline.in(RUN_FOR, clock);
            // On a virtual thread, as commands run.
            var walks = new FutureTask<>(() -> {
                for (int i = 0; i < order.number("warm"); i++) {
                    walk(engine, peer, root, repetitions, deadline);
                }
                Meter meter = Meter.start();
                return meter.stop(walk(engine, peer, root, repetitions, deadline), 0);
            });
            Thread.startVirtualThread(walks);
            return walks.get();
        }
    }

    private static int walk(SnmpEngine engine, SnmpPeer peer, Oid root, int repetitions, Deadline deadline)
            throws CommandFailedException, InterruptedException, IOException {
        Oid at = root;
        int found = 0;
        while (true) {
            List<VarBind> varBinds = engine.exchange(peer, new SnmpRequest.GetBulk(List.of(at), repetitions), deadline)
                    .varBinds();
            for (VarBind varBind : varBinds) {
                if (!root.isPrefixOf(varBind.oid())) {
                    return found;
                }
                if (varBind.oid().compareTo(at) <= 0) {
                    throw new IOException("out of order: " + varBind.oid());
                }
                at = varBind.oid();
                found++;
            }
        }
    }
}

package io.pypnm.remote.bench.client;

import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// GETs in the engine, one object each, many at once.
final class Gets {
    static final SnmpSecurity READ_ACCESS = new SnmpSecurity.Community(new Secret("lab-ro"));
    static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    private static final Duration RUN_FOR = Duration.ofMinutes(5);

    private Gets() {}

    static Cost run(Order order) throws IOException, InterruptedException {
        List<SnmpPeer> peers = order.targets().stream()
                .map(it -> new SnmpPeer(
                        DeviceAddress.parse(it),
                        order.number("port"),
                        READ_ACCESS,
                        Duration.ofMillis(order.number("timeout-millis")),
                        order.number("retries")))
                .toList();
        MonotonicClock clock = SystemClock.open();
        var request = new SnmpRequest.Get(List.of(SYS_UP_TIME));
        try (SnmpEngine engine = Snmp4jEngine.open(clock)) {
            Callers.Task get = number ->
                    requireTime(engine.exchange(peers.get(number % peers.size()), request, Deadline.in(RUN_FOR, clock))
                            .varBinds()
                            .getFirst()
                            .value());
            int atOnce = order.number("in-flight");
            Cost warm = Callers.run(order.number("warm"), atOnce, get);
            if (warm.failed() > 0 && order.number("retries") > 0) {
                return warm;
            }
            return Callers.run(order.number("operations"), atOnce, get)
                    .noting(engine.facts().toString().replace(' ', '_'));
        }
    }

    private static void requireTime(SnmpValue value) throws IOException {
        if (!(value instanceof SnmpValue.TimeTicks)) {
            throw new IOException("answered " + value);
        }
    }
}

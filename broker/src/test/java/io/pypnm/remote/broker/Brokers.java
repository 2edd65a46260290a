package io.pypnm.remote.broker;

import io.pypnm.remote.contracts.address.AgentId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// Brokers as tests want them: the default settings, but for a quick expiry scan.
final class Brokers {
    static final AgentId AGENT = new AgentId("jump-01");

    private Brokers() {}

    static BrokerConfig config(Path directory) {
        BrokerConfig config = BrokerConfig.in(directory.resolve("broker"));
        return new BrokerConfig(
                config.directory(),
                config.disk(),
                config.commandQueue(),
                config.memoryBytes(),
                config.journalFileBytes(),
                Duration.ofMillis(100));
    }

    static Broker start(Path directory) throws BrokerException {
        return start(config(directory));
    }

    static Broker start(BrokerConfig config) throws BrokerException {
        return Broker.start(config, Clock.systemUTC(), why -> {
            throw new AssertionError("broker failed: " + why);
        });
    }
}

package io.pypnm.remote.bench.client;

import io.pypnm.remote.agent.AgentConfig;
import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.agent.policy.CredentialStore;
import io.pypnm.remote.agent.policy.Policy;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.command.AnswerRoom;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.contracts.outcome.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// What the agent does with an SNMP command between the link that brings it and the link that takes its outcome:
/// policy, credentials, turns of the devices, engine, typed values, journal, outbox.
///
/// @param runner takes the commands
/// @param clock  what its deadlines are counted on
record LocalAgent(CommandRunner runner, MonotonicClock clock, SnmpEngine engine, Journal journal)
        implements AutoCloseable {
    /// Wires it as the agent itself does.
    ///
    /// @param home its journal's directory is made there
    static LocalAgent start(Path home, int bulkWorkers) throws IOException {
        AgentConfig config = config(home, bulkWorkers);
        MonotonicClock clock = SystemClock.open();
        SnmpEngine engine = Snmp4jEngine.open(clock);
        var answers = new AnswerRoom(
                config.snmp().maxAnswerBytes(), Runtime.getRuntime().maxMemory() / 4);
        var snmp = new SnmpOperations(
                engine,
                new CredentialStore(config.credentials()),
                answers,
                config.snmp().repetitions());
        Journal journal = Journal.open(home.resolve("journal"), config.journal(), InstantSource.system());
        CommandRunner runner = CommandRunner.start(
                config.run(),
                new SnmpOnly(new Policy(config.policy()), snmp),
                journal,
                clock,
                Thread.ofVirtual().name("command-", 0).factory());
        return new LocalAgent(runner, clock, engine, journal);
    }

    private static AgentConfig config(Path home, int bulkWorkers) throws IOException {
        String text = """
                {"agent_id": "bench",
                 "pypnm_server": {"url": "ws://127.0.0.1:1/ws/agent", "auth_token": "not-used-by-anybody-here"},
                 "cm_access": {"enabled": true, "community": "lab-ro"},
                 "cmts_access": {"community": "lab-ro"},
                 "workers": {"bulk": %d},
                 "policy": {"networks": ["127.0.0.0/8"]}}
                """.formatted(bulkWorkers);
        try {
            return Configuration.parse("bench", text, Map.of()).read(settings -> AgentConfig.from(settings, home));
        } catch (ConfigurationException e) {
            throw new IOException(e);
        }
    }

    private record SnmpOnly(Policy policy, SnmpOperations snmp) implements Operations {
        @Override
        public void check(Command command) throws CommandRefusedException {
            policy.check(command);
            snmp.check((Command.Snmp) command);
        }

        @Override
        public Outcome run(Command command, Deadline deadline, Holdings holdings)
                throws CommandFailedException, InterruptedException {
            return snmp.run((Command.Snmp) command, deadline, holdings);
        }

        @Override
        public List<String> capabilities() {
            return List.of();
        }
    }

    @Override
    public void close() {
        journal.close();
        engine.close();
    }
}

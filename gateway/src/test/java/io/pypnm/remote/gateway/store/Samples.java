package io.pypnm.remote.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.Lease;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Commands and outcomes as tests want them, and a clock they move.
final class Samples implements InstantSource {
    static final AgentId AGENT = new AgentId("jump-01");
    static final InstanceId INSTANCE = new InstanceId(new UUID(1, 1));
    static final InstanceId OTHER_INSTANCE = new InstanceId(new UUID(2, 2));

    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    CommandId id() {
        return new CommandIds(this, ThreadLocalRandom.current()).next();
    }

    NewCommand read() {
        return command(AGENT, Effect.READ, new Idempotency.None());
    }

    NewCommand set() {
        return command(AGENT, Effect.SET, new Idempotency.None());
    }

    NewCommand keyed(String key, String bodySha256) {
        return command(AGENT, Effect.READ, new Idempotency.Key("pypnm", key, bodySha256));
    }

    NewCommand command(AgentId agent, Effect effect, Idempotency idempotency) {
        return command(id(), agent, effect, "10.1.2.3", idempotency);
    }

    NewCommand command(CommandId id, AgentId agent, Effect effect, String target, Idempotency idempotency) {
        return new NewCommand(
                id,
                agent,
                Lane.INTERACTIVE,
                effect == Effect.READ ? "snmp_get" : "snmp_set",
                effect,
                target,
                "{\"command\":\"snmp_get\"}".getBytes(UTF_8),
                false,
                now,
                now.plusSeconds(60),
                Duration.ofSeconds(30),
                "pypnm",
                "",
                "",
                Lease.none(),
                idempotency);
    }

    static Sender.Agent agent() {
        return new Sender.Agent(AGENT, INSTANCE, 1);
    }

    static Ending completed(CommandId id, Sender sender) {
        return ending(id, sender, OutcomeKind.COMPLETED, "{\"outcome\":\"completed\",\"command\":\"" + id + "\"}");
    }

    static Ending ending(CommandId id, Sender sender, OutcomeKind kind, String json) {
        return new Ending(id, sender, kind, "", new OutcomeBody.Inline(json.getBytes(UTF_8)));
    }

    /// Opens a session of the agent that keeps a journal.
    static AgentSession session(Ledger ledger) {
        return session(ledger, INSTANCE, true);
    }

    static AgentSession session(Ledger ledger, InstanceId instance, boolean journal) {
        return new AgentSession(AGENT, ledger.openSession(AGENT, instance, journal, "127.0.0.1"), instance, journal);
    }
}

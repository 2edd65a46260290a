package io.pypnm.remote.gateway.pnm.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command.PnmCapture;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply.Captured.Capture;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.Lease;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.ledger.Settlement;
import io.pypnm.remote.gateway.pnm.MeasuringAgent;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MeasurementRestartTest {
    private static final MacAddress MEASURED = MacAddress.parse("a4:b1:c2:00:10:01");
    private static final MacAddress OPEN = MacAddress.parse("a4:b1:c2:00:10:02");
    private static final AgentId AGENT = RunningGateway.agent(0);
    private static final InstanceId INSTANCE = new InstanceId(UUID.randomUUID());

    private final MessageCodec codec = new MessageCodec();
    private final CommandIds ids = new CommandIds(Clock.systemUTC(), new SecureRandom());

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path data;

    /// A gateway that was killed just after an outcome was on disk, and while another measurement ran.
    @Test
    void restartFilesWhatHasEndedAndRemembersWhatRuns() throws Exception {
        CommandId running;
        try (Store store = Store.open(data.resolve("ledger.db"), Clock.systemUTC())) {
            AgentSession session = new AgentSession(
                    AGENT, store.ledger().openSession(AGENT, INSTANCE, true, "127.0.0.1"), INSTANCE, true);
            end(store.ledger(), begin(store.ledger(), session, MEASURED), session);
            running = begin(store.ledger(), session, OPEN);
        }

        try (RunningGateway gateway = RunningGateway.start(data)) {
            String history = "/api/pnm/modem/" + MEASURED + "/rxmer/history";
            Awaitility.await()
                    .untilAsserted(() -> assertThat(gateway.get(history).body().path("captures"))
                            .hasSize(1));
            HttpReply other = gateway.get("/api/pnm/modem/" + OPEN + "/histogram");
            HttpReply same = gateway.get("/api/pnm/modem/" + OPEN + "/rxmer", "Prefer", "wait=0");

            assertThat(gateway.get(history).body().at("/captures/0/cmts").asText())
                    .isEqualTo("cmts-1");
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text("command")).isEqualTo(running.toString());
            assertThat(same.status()).isEqualTo(202);
            assertThat(same.text("command")).isEqualTo(running.toString());
        }
    }

    private CommandId begin(Ledger ledger, AgentSession session, MacAddress mac) {
        var target = SnmpTarget.of(DeviceAddress.parse("127.0.0.9"), new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CM));
        var capture =
                new PnmCapture(target, mac, new Measurement.DsRxMer(), List.of(), new PnmCapture.Upload.AsConfigured());
        Instant now = Clock.systemUTC().instant();
        var command = new NewCommand(
                ids.next(),
                AGENT,
                Lane.LONG,
                "pnm_capture",
                Effect.ACT,
                "127.0.0.9",
                codec.encodeRedacted(capture),
                false,
                now,
                now.plusSeconds(60),
                Duration.ofMinutes(2),
                "noc",
                "",
                "",
                new Lease(mac.toString(), "cmts-1"),
                new NewCommand.Idempotency.None());
        ledger.accept(command);
        ledger.queued(command.id());
        assertThat(ledger.deliver(command.id(), session)).isInstanceOf(Delivery.Go.class);
        return command.id();
    }

    private void end(Ledger ledger, CommandId id, AgentSession session) throws Exception {
        var file = MeasuringAgent.file("a.bin", MeasuringAgent.of(MEASURED, MeasuringAgent.RXMER_193));
        var capture = new Capture(48, 193, MeasStatus.SAMPLE_READY, List.of(), List.of(file));
        Outcome outcome = MeasuringAgent.completed(capture);
        byte[] json = codec.encode(new OutcomeEnvelope(id, outcome, 1, 2));
        List<Settlement> settled = ledger.settle(List.of(new Ending(
                id,
                new Sender.Agent(AGENT, INSTANCE, session.epoch()),
                OutcomeKind.COMPLETED,
                "",
                new OutcomeBody.Inline(json))));
        assertThat(settled).containsExactly(Settlement.FIRST);
    }
}

package io.pypnm.remote.system.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.lab.probe.StompProbe;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Peers that are not who they say, beside one that is: `jump-1` stays connected and well through all of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityIT {
    private static final AgentId FIRST = new AgentId("jump-1");
    private static final AgentId SECOND = new AgentId("jump-2");
    private static final AgentId AWAY = new AgentId("jump-3");
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private final List<CommandId> commands = new ArrayList<>();
    private Lab lab;
    private Gateway gateway;
    private Recorder recorder;

    @BeforeAll
    void start() throws Exception {
        lab = PLANT.lab("--modems", "3");
        gateway = PLANT.gateway().start();
        PLANT.agent(gateway, FIRST.value()).start();
        recorder = Recorder.open(gateway, PLANT.folder());
        gateway.awaitOnline(FIRST);
    }

    @AfterAll
    void judge() throws Exception {
        recorder.judge(commands, lab.setLog());
    }

    @Test
    void commandOfAnAgentThatIsAwayExpiresAndIsNeverRun() throws Exception {
        Request request =
                Request.set("away", AWAY, lab.modem(2), lab.port(), 1, 42).startBy(1);

        CommandView end = run(request);
        PLANT.agent(gateway, AWAY.value()).start();
        gateway.awaitOnline(AWAY);
        CommandView next = run(Request.read("back", AWAY, lab.modem(2), lab.port(), 1));

        assertThat(end.kind()).isEqualTo(OutcomeKind.EXPIRED);
        assertThat(end.outcome().path("where").asText()).isEqualTo("QUEUE");
        assertThat(next.kind()).isEqualTo(OutcomeKind.COMPLETED);
        assertThat(lab.setsOf(42)).isZero();
    }

    @Test
    void secondAgentOfAnIdIsTurnedAwayAndTheFirstStays() throws Exception {
        String before = gateway.api().agent(FIRST).path("instance").asText();

        Agent second = PLANT.agent(gateway, FIRST.value()).start("--once");
        int exitCode = second.program().awaitExit(SOON);

        assertThat(exitCode).isEqualTo(1);
        assertThat(second.program().log()).contains("ID_IN_USE");
        assertThat(gateway.api().agent(FIRST).path("instance").asText()).isEqualTo(before);
        assertThat(run(Request.read("first-stays", FIRST, lab.modem(0), lab.port(), 1))
                        .kind())
                .isEqualTo(OutcomeKind.COMPLETED);
    }

    @Test
    void wrongTokenEndsTheAgentWithItsOwnExitCode() throws Exception {
        Agent agent = PLANT.stranger(SECOND.value())
                .configure(gateway.agentLink(), "not-the-token-of-jump-2")
                .start("--once");

        int exitCode = agent.program().awaitExit(SOON);

        assertThat(exitCode).isEqualTo(3);
        assertThat(agent.program().log()).contains("AUTH_FAILED").doesNotContain("not-the-token");
        assertThat(gateway.program().log()).doesNotContain("not-the-token");
    }

    @Test
    void secondAgentOfAHomeIsTurnedAway() throws Exception {
        Agent agent = PLANT.agent(gateway, "jump-4").start();
        gateway.awaitOnline(agent.id());

        Agent same = PLANT.sameHome(agent).start();

        assertThat(same.program().awaitExit(SOON)).isEqualTo(4);
        assertThat(agent.program().isAlive()).isTrue();
    }

    @Test
    void outcomeOfAnotherAgentsCommandIsForbiddenAndOnRecord() throws Exception {
        lab.misbehave(lab.modem(1), "SLOW:1500");
        CommandId command = submit(Request.read("not-yours", FIRST, lab.modem(1), lab.port(), 1));
        StompFrame answer;
        try (StompProbe probe = StompProbe.open(PLANT.client(), gateway.agentLink())) {
            assertThat(probe.connect(SECOND.value(), gateway.tokenOf(SECOND)).command())
                    .isEqualTo(StompCommand.CONNECTED);

            probe.send(outcome(command));
            answer = probe.next();
        }

        assertThat(answer.command()).isEqualTo(StompCommand.ERROR);
        assertThat(answer.headers().first(WireHeaders.CODE)).contains("FORBIDDEN");
        assertThat(audit(SECOND)).contains("forbidden-outcome " + command);
        CommandView end = recorder.awaitEnd(command);
        assertThat(end.outcome().path("reply").path("varbinds")).hasSize(1);
    }

    @Test
    void agentCannotReadTheQueueOfAnother() throws Exception {
        try (StompProbe probe = StompProbe.open(PLANT.client(), gateway.agentLink())) {
            probe.connect(SECOND.value(), gateway.tokenOf(SECOND));

            probe.send(new StompFrame(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.of(
                            StompHeaders.ID, "0",
                            StompHeaders.DESTINATION, "commands.jump-1.interactive",
                            StompHeaders.ACK, "client-individual")));

            assertThat(probe.next().headers().first(WireHeaders.CODE)).contains("FORBIDDEN");
        }
        assertThat(audit(SECOND)).contains("forbidden-subscribe commands.jump-1.interactive");
    }

    private static StompFrame outcome(CommandId command) {
        byte[] body = new MessageCodec()
                .encode(new OutcomeEnvelope(command, new Outcome.Completed(new Reply.VarBinds(List.of())), 0, 0));
        return new StompFrame(
                StompCommand.SEND,
                StompHeaders.of(
                        StompHeaders.DESTINATION, "outcomes.main",
                        WireHeaders.CORRELATION_ID, command.toString(),
                        WireHeaders.PERSISTENT, "true",
                        StompHeaders.RECEIPT, "1"),
                body);
    }

    private CommandId submit(Request request) {
        CommandId command = recorder.submit(request);
        commands.add(command);
        return command;
    }

    private CommandView run(Request request) {
        return recorder.awaitEnd(submit(request));
    }

    /// No API shows the audit yet: it is read where it is kept.
    private List<String> audit(AgentId who) {
        return await("an audit row").atMost(SOON).until(() -> auditRows(who), rows -> !rows.isEmpty());
    }

    private List<String> auditRows(AgentId who) throws SQLException {
        try (Connection ledger = DriverManager.getConnection(
                        "jdbc:sqlite:" + gateway.data().resolve("ledger.db"));
                var query = ledger.prepareStatement("SELECT what || ' ' || detail FROM audit WHERE who = ?")) {
            query.setString(1, who.value());
            List<String> rows = new ArrayList<>();
            ResultSet result = query.executeQuery();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}

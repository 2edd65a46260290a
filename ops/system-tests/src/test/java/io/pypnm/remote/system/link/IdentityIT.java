package io.pypnm.remote.system.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.lab.probe.StompProbe;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Api;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Peers that are not who they say, beside one that is: `jump-1` stays connected and well through all of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityIT {
    private static final AgentId FIRST = new AgentId("jump-1");
    private static final AgentId SECOND = new AgentId("jump-2");
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

    /// Some tests are the second agent, as another instance each.
    @AfterEach
    void secondAgentIsGone() {
        gateway.awaitOffline(SECOND);
    }

    @AfterAll
    void judge() throws Exception {
        recorder.judge(commands, lab.setLog());
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

    /// As when an agent reconnects before its old connection is known to be dead.
    @Test
    void newSessionOfTheSameInstanceEndsTheOldOneWithinASecond() throws Exception {
        String instance = UUID.randomUUID().toString();
        try (StompProbe old = StompProbe.open(PLANT.client(), gateway.agentLink());
                StompProbe fresh = StompProbe.open(PLANT.client(), gateway.agentLink())) {
            connect(old, instance);

            Instant asked = Instant.now();
            connect(fresh, instance);
            StompFrame ended = old.next();
            old.closeCode();

            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(1));
            assertThat(ended.headers().first(WireHeaders.CODE)).contains("FENCED");
            assertThat(fresh.isOpen()).isTrue();
        }
    }

    @Test
    void takeOverLetsAnotherInstanceIn() throws Exception {
        try (StompProbe first = StompProbe.open(PLANT.client(), gateway.agentLink());
                StompProbe second = StompProbe.open(PLANT.client(), gateway.agentLink())) {
            connect(first, UUID.randomUUID().toString());

            Api admin = admin();
            Api.Response answer = admin.send(
                    admin.request("/api/agents/" + SECOND + "/takeover").POST(BodyPublishers.noBody()));
            first.closeCode();

            assertThat(answer.status()).isEqualTo(204);
            connect(second, UUID.randomUUID().toString());
        }
    }

    private Api admin() throws Exception {
        return new Api(PLANT.client(), gateway.http(), gateway.issueKey("admin", "admin"));
    }

    private void connect(StompProbe probe, String instance) throws Exception {
        StompFrame answer = probe.connect(SECOND.value(), gateway.tokenOf(SECOND), WireHeaders.INSTANCE, instance);
        assertThat(answer.command()).as(answer.toString()).isEqualTo(StompCommand.CONNECTED);
    }

    /// A person may mend it at the gateway: the agent goes on asking, but seldom.
    @Test
    void agentWithAWrongTokenGoesOnAskingSlowly() throws Exception {
        Agent agent = PLANT.stranger(SECOND.value()).configure(gateway.agentLink(), "not-the-token-of-jump-2");
        Path settings = agent.home().resolve("agent_config.json");
        Files.writeString(
                settings, Files.readString(settings).replace("\"reconnect_max\": 0.5", "\"reconnect_max\": 40"));

        agent.start();
        String line = agent.program().awaitLine(SOON, it -> it.contains("next try in"));

        assertThat(line).contains("AUTH_FAILED").containsPattern("next try in (2\\d|3\\d|40) s");
        await("the status says it")
                .atMost(SOON)
                .until(() ->
                        Files.readString(agent.home().resolve("status.json")).contains("\"state\": \"refused\""));
        assertThat(agent.program().isAlive()).isTrue();
        assertThat(agent.program().stop()).isZero();
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
            connect(probe, UUID.randomUUID().toString());

            probe.send(outcome(command));
            answer = probe.next();
        }

        assertThat(answer.command()).isEqualTo(StompCommand.ERROR);
        assertThat(answer.headers().first(WireHeaders.CODE)).contains("FORBIDDEN");
        assertThat(audit(SECOND)).contains("outcome refused command " + command);
        CommandView end = recorder.awaitEnd(command);
        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        assertThat(end.outcome().path("reply").path("varbinds")).hasSize(1);
    }

    @Test
    void agentCannotReadTheQueueOfAnother() throws Exception {
        try (StompProbe probe = StompProbe.open(PLANT.client(), gateway.agentLink())) {
            connect(probe, UUID.randomUUID().toString());

            probe.send(new StompFrame(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.of(
                            StompHeaders.ID, "0",
                            StompHeaders.DESTINATION, Addresses.commands(FIRST, Lane.INTERACTIVE),
                            StompHeaders.ACK, "client-individual")));

            assertThat(probe.next().headers().first(WireHeaders.CODE)).contains("FORBIDDEN");
        }
        assertThat(audit(SECOND)).contains("subscribe refused commands.jump-1.interactive");
    }

    private static StompFrame outcome(CommandId command) {
        byte[] body = new MessageCodec()
                .encode(new OutcomeEnvelope(command, new Outcome.Completed(new Reply.VarBinds(List.of())), 0, 0));
        return new StompFrame(
                StompCommand.SEND,
                StompHeaders.of(
                        StompHeaders.DESTINATION,
                        Addresses.outcomes(new GatewayId("main")),
                        WireHeaders.CORRELATION_ID,
                        command.toString(),
                        WireHeaders.PERSISTENT,
                        "true",
                        StompHeaders.RECEIPT,
                        "1"),
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

    private List<String> auditRows(AgentId who) {
        try (Store store = Store.open(gateway.data().resolve("ledger.db"), Clock.systemUTC())) {
            return store.audit().list(Long.MAX_VALUE, 100).stream()
                    .filter(entry -> entry.who().equals("agent " + who))
                    .map(entry -> entry.what() + " " + entry.detail())
                    .toList();
        }
    }
}

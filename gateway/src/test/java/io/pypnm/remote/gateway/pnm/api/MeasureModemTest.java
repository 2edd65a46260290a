package io.pypnm.remote.gateway.pnm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply.Captured.Capture;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.pnm.MeasuringAgent;
import io.pypnm.remote.gateway.pnm.MeasuringAgent.Order;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder.Whereabouts.Why;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@GatewayTest
class MeasureModemTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.close();
    }

    private Future<HttpReply> ask(RunningGateway gateway, String path, String... headers) {
        Callable<HttpReply> get = () -> gateway.get(path, headers);
        return callers.submit(get);
    }

    private static String rxMer(MacAddress mac) {
        return "/api/pnm/modem/" + mac + "/rxmer";
    }

    @Test
    void macAloneGivesRxMerOfAllChannels(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            Future<HttpReply> asked = ask(gateway, rxMer(mac));

            Order order = agent.next();
            agent.answerRxMer(order);
            HttpReply reply = asked.get();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("mac")).isEqualTo(mac.toString());
            assertThat(reply.text("cmts")).isEqualTo("cmts-1");
            assertThat(reply.text("agent")).isEqualTo(agent.id().value());
            assertThat(reply.text("command")).isEqualTo(order.delivered().id().toString());
            assertThat(reply.text("source")).isEqualTo("modem");
            assertThat(reply.body().path("complete").asBoolean()).isTrue();
            assertThat(reply.body().path("steps")).hasSize(2);
            assertThat(reply.body().path("channels")).hasSize(2);
            JsonNode channel = reply.body().path("channels").get(0);
            assertThat(channel.path("channel_id").asInt()).isEqualTo(193);
            assertThat(channel.path("if_index").asInt()).isEqualTo(48);
            assertThat(channel.at("/figures/mean_db").asDouble()).isEqualTo(44.99);
            assertThat(channel.at("/mean_check/agree").asBoolean()).isTrue();
            assertThat(channel.at("/mean_check/file_db").asDouble()).isCloseTo(44.99375, within(1e-6));
            assertThat(channel.at("/files/0/decoded/cm_mac").asText()).isEqualTo(mac.toString());
        }
    }

    @Test
    void freshMeasurementAnswersFromTheStoreAndViewersMaySeeIt(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            Future<HttpReply> asked = ask(gateway, rxMer(mac));
            agent.answerRxMer(agent.next());
            String command = asked.get().text("command");
            String viewer = "Bearer " + RunningGateway.key(Role.VIEWER);

            HttpReply kept = gateway.get(rxMer(mac) + "?max_age=3600", "Authorization", viewer);
            HttpReply some = gateway.get(rxMer(mac) + "?max_age=3600&channel=194");
            HttpReply refused = gateway.get(rxMer(mac), "Authorization", viewer);

            assertThat(kept.status()).isEqualTo(200);
            assertThat(kept.text("source")).isEqualTo("store");
            assertThat(kept.text("command")).isEqualTo(command);
            assertThat(some.body().path("channels")).hasSize(1);
            assertThat(some.body().at("/channels/0/channel_id").asInt()).isEqualTo(194);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(agent.probe().hearsNothing()).isTrue();
        }
    }

    @Test
    void sameMeasurementIsJoinedAndAnotherIsTold(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            List<Future<HttpReply>> asked = List.of(ask(gateway, rxMer(mac)), ask(gateway, rxMer(mac)));
            Order order = agent.next();
            String command = order.delivered().id().toString();

            HttpReply other = gateway.get("/api/pnm/modem/" + mac + "/histogram");
            HttpReply channel = gateway.get(rxMer(mac) + "?if_index=48", "Prefer", "wait=0");
            HttpReply direct = gateway.post("/api/agents/" + agent.id() + "/commands", """
                    {"command":"pnm_capture","params":{"target_ip":"127.0.0.1","mac_address":"%s",
                     "measurement":{"type":"ds_rxmer"}}}""".formatted(mac));
            agent.answerRxMer(order);

            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text("code")).isEqualTo("MEASUREMENT_RUNNING");
            assertThat(other.text("command")).isEqualTo(command);
            assertThat(other.text("caller")).isEqualTo("admin");
            assertThat(other.text("since")).isNotEmpty();
            assertThat(channel.status()).isEqualTo(202);
            assertThat(channel.header("Location")).isEqualTo("/api/pnm/measurements/" + command);
            assertThat(direct.status()).isEqualTo(409);
            for (Future<HttpReply> reply : asked) {
                assertThat(reply.get().status()).isEqualTo(200);
                assertThat(reply.get().text("command")).isEqualTo(command);
            }
            assertThat(agent.probe().hearsNothing()).isTrue();
        }
    }

    @Test
    void channelIsNamedByTheOperatorsNumber(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            List<VarBind> channelIds = List.of(
                    new VarBind(Oid.parse("1.3.6.1.4.1.4491.2.1.28.1.9.1.1.48"), new SnmpValue.Gauge32(193)),
                    new VarBind(Oid.parse("1.3.6.1.4.1.4491.2.1.28.1.9.1.1.49"), new SnmpValue.Gauge32(194)));

            Future<HttpReply> asked = ask(gateway, rxMer(mac) + "?channel=194");
            agent.answerTables(List.of(channelIds));
            Order order = agent.next();
            agent.answer(
                    order, MeasuringAgent.completed(MeasuringAgent.rxMer(order, 49, 194, MeasuringAgent.RXMER_194)));
            Future<HttpReply> missing = ask(gateway, rxMer(mac) + "?channel=195");
            agent.answerTables(List.of(channelIds));

            assertThat(order.request().channels()).containsExactly(49L);
            assertThat(asked.get().status()).isEqualTo(200);
            assertThat(missing.get().status()).isEqualTo(404);
            assertThat(missing.get().text("code")).isEqualTo("NO_SUCH_CHANNEL");
        }
    }

    @Test
    void preEqualiserOfScQamIsReadBySnmpAlone(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            String path = "/api/pnm/modem/" + mac + "/us-atdma-pre-equalization";
            byte[] taps = new byte[100];
            taps[0] = 8;
            taps[1] = 1;
            taps[2] = 24;
            taps[4 + 7 * 4] = 0x07;
            taps[4 + 7 * 4 + 1] = (byte) 0xff;
            var row = new VarBind(
                    Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.2.1.6.4"), new SnmpValue.OctetString(Octets.of(taps)));
            var told = new Capture(4, 3, MeasStatus.SAMPLE_READY, List.of(row), List.of());

            Future<HttpReply> asked = ask(gateway, path);
            agent.answer(agent.next(), MeasuringAgent.completed(told));
            JsonNode channel = asked.get().body().at("/channels/0");

            assertThat(asked.get().status()).isEqualTo(200);
            assertThat(channel.path("channel_id").asInt()).isEqualTo(3);
            assertThat(channel.at("/files/0/decoded/kind").asText()).isEqualTo("atdma_preeq");
            assertThat(gateway.get(path + "?max_age=60&format=svg").status()).isEqualTo(200);
            assertThat(gateway.get(path + "/history").body().path("captures")).hasSize(1);
        }
    }

    @Test
    void endedMeasurementLetsTheNextOneBegin(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            Future<HttpReply> first = ask(gateway, rxMer(mac));
            agent.answer(agent.next(), new Outcome.Failed(FailureCode.DEVICE_BUSY, "the modem does a histogram"));
            assertThat(first.get().status()).isEqualTo(409);

            Future<HttpReply> second = ask(gateway, rxMer(mac));
            agent.answerRxMer(agent.next());

            assertThat(second.get().status()).isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotWaitIsToldWhereTheMeasurementWillBe(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());

            HttpReply begun = gateway.get(rxMer(mac), "Prefer", "wait=0");
            HttpReply underway = gateway.get(begun.header("Location"));
            agent.answerRxMer(agent.next());
            HttpReply ended = gateway.get(begun.header("Location"), "Prefer", "wait=20");

            assertThat(begun.status()).isEqualTo(202);
            assertThat(underway.status()).isEqualTo(202);
            assertThat(ended.status()).isEqualTo(200);
            assertThat(ended.body().path("channels")).hasSize(2);
        }
    }

    /// Nobody waits for it: the thread that files does.
    @Test
    void measurementNobodyWaitsForIsKeptToo(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            gateway.get(rxMer(mac), "Prefer", "wait=0");

            agent.answerRxMer(agent.next());

            String viewer = "Bearer " + RunningGateway.key(Role.VIEWER);
            Awaitility.await()
                    .until(() -> gateway.get(rxMer(mac) + "?max_age=60", "Authorization", viewer)
                                    .status()
                            == 200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DEVICE_TIMEOUT, 504, TIMED_OUT",
        "RUN_FOR, 504, TIMED_OUT",
        "DEVICE_BUSY, 409, DEVICE_BUSY",
        "UNSUPPORTED, 422, UNSUPPORTED",
        "WRONG_DEVICE, 502, DEVICE_FAILED",
        "AUTH_FAILED, 502, DEVICE_FAILED"
    })
    void failureIsAProblemThatNamesTheCommand(FailureCode failure, int status, String code, RunningGateway gateway)
            throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            Future<HttpReply> asked = ask(gateway, rxMer(gateway.modems().add(agent.id())));

            Order order = agent.next();
            agent.answer(order, new Outcome.Failed(failure, "it did not work"));
            HttpReply reply = asked.get();

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text("code")).isEqualTo(code);
            assertThat(reply.text("command")).isEqualTo(order.delivered().id().toString());
            assertThat(reply.body().at("/outcome/code").asText()).isEqualTo(failure.name());
        }
    }

    @Test
    void measurementThatBroughtNothingShowsItsSteps(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            Future<HttpReply> asked = ask(gateway, rxMer(gateway.modems().add(agent.id())));
            var empty = new Capture(48, 193, MeasStatus.ERROR, List.of(), List.of());
            var missing = new Missing("193", Missing.Code.MEASUREMENT_FAILED, "the modem says ERROR");

            agent.answer(agent.next(), new Outcome.Partial(MeasuringAgent.captured(empty), List.of(missing)));
            HttpReply reply = asked.get();

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text("detail")).isEqualTo("193: the modem says ERROR");
            assertThat(reply.body().path("steps")).hasSize(2);
            assertThat(reply.body().path("missing")).hasSize(1);
        }
    }

    @Test
    void fileOfAnotherModemIsNotBelieved(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            Future<HttpReply> asked = ask(gateway, rxMer(mac));
            Order order = agent.next();
            var foreign = new Capture(
                    48,
                    193,
                    MeasStatus.SAMPLE_READY,
                    List.of(),
                    List.of(MeasuringAgent.file("a.bin", SampleFiles.read(MeasuringAgent.RXMER_193))));

            agent.answer(
                    order,
                    MeasuringAgent.completed(foreign, MeasuringAgent.rxMer(order, 49, 195, MeasuringAgent.RXMER_194)));
            JsonNode channels = asked.get().body().path("channels");

            assertThat(channels.get(0).at("/files/0/problem/code").asText()).isEqualTo("OTHER_MODEM");
            assertThat(channels.get(1).at("/files/0/problem/code").asText()).isEqualTo("OTHER_CHANNEL");
            assertThat(asked.get().body().path("complete").asBoolean()).isFalse();
            String viewer = "Bearer " + RunningGateway.key(Role.VIEWER);
            assertThat(gateway.get(rxMer(mac) + "?max_age=60", "Authorization", viewer)
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, 404, MODEM_UNKNOWN",
        "OFFLINE, 409, MODEM_OFFLINE",
        "NO_AGENT, 503, NO_AGENT",
        "NO_CMTS, 503, NO_CMTS",
        "NOT_RUN, 503, UNAVAILABLE",
        "CMTS_ERROR, 502, CMTS_ERROR",
        "CMTS_TIMEOUT, 504, CMTS_TIMEOUT"
    })
    void modemThatIsNotFoundIsAProblem(Why why, int status, String code, RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.get(rxMer(gateway.modems().add(why)));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "not-a-mac/rxmer, 400",
        "a4b1c2000001/rxmer?channel=0, 400",
        "a4b1c2000001/rxmer?channel=193&if_index=48, 400",
        "a4b1c2000001/rxmer?max_age=-1, 400",
        "a4b1c2000001/histogram?if_index=3, 400",
        "a4b1c2000001/us-rxmer, 400",
        "a4b1c2000001/constellation?modulation_order_offset=11, 400",
        "a4b1c2000001/fec-summary?span=week, 400",
        "a4b1c2000001/nonsense, 404"
    })
    void wrongRequestIsToldWhy(String path, int status, RunningGateway gateway) throws Exception {
        assertThat(gateway.get("/api/pnm/modem/" + path).status()).isEqualTo(status);
    }
}

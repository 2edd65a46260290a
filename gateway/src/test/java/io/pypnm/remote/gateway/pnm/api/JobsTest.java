package io.pypnm.remote.gateway.pnm.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.KnownModems;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import io.pypnm.remote.gateway.pnm.MeasuringAgent;
import io.pypnm.remote.gateway.pnm.MeasuringAgent.Order;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder.Whereabouts.Why;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class JobsTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    private static String begin(RunningGateway gateway, List<MacAddress> macs, String more) throws Exception {
        String quoted = macs.stream().map(mac -> "\"" + mac + "\"").collect(Collectors.joining(","));
        HttpReply reply =
                gateway.post("/api/pnm/jobs", "{\"macs\":[" + quoted + "],\"types\":[\"rxmer\"]" + more + "}");
        assertThat(reply.status()).isEqualTo(202);
        return reply.header("Location");
    }

    private static JsonNode awaitState(RunningGateway gateway, String job, String state) {
        Awaitility.await()
                .until(() -> gateway.get(job).body().path("state").asText().equals(state));
        try {
            return gateway.get(job).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void jobMeasuresEachModemAndSaysWhatCameOfIt(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress good = gateway.modems().add(agent.id());
            MacAddress bad = gateway.modems().add(agent.id());
            MacAddress gone = gateway.modems().add(Why.OFFLINE);
            String job = begin(gateway, List.of(good, bad, gone), "");

            for (int i = 0; i < 2; i++) {
                Order order = agent.next();
                if (order.request().mac().equals(good)) {
                    agent.answerRxMer(order);
                } else {
                    agent.answer(order, new Outcome.Failed(FailureCode.DEVICE_TIMEOUT, "silent"));
                }
            }
            JsonNode items = awaitState(gateway, job, "done").path("items");

            assertThat(items).hasSize(3);
            assertThat(items.get(0).path("state").asText()).isEqualTo("done");
            assertThat(gateway.get(items.get(0).path("href").asText()).status()).isEqualTo(200);
            assertThat(items.get(1).path("code").asText()).isEqualTo("DEVICE_TIMEOUT");
            assertThat(items.get(2).path("code").asText()).isEqualTo("MODEM_OFFLINE");
        }
    }

    @Test
    void noMoreModemsOfOneCmtsAreMeasuredThanAllowed(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            List<MacAddress> macs =
                    List.of(gateway.modems().add(agent.id()), gateway.modems().add(agent.id()));
            String job = begin(gateway, macs, ",\"max_per_cmts\":1");

            Order first = agent.next();
            boolean alone = agent.probe().hearsNothing();
            agent.answerRxMer(first);
            agent.answerRxMer(agent.next());

            assertThat(alone).isTrue();
            assertThat(awaitState(gateway, job, "done").at("/counts/done").asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void eventsTellEachChangeAndEndWithTheJob(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String job = begin(gateway, List.of(gateway.modems().add(agent.id())), "");
            Callable<HttpReply> listen = () -> gateway.get(job + "/events");
            Future<HttpReply> events = callers.submit(listen);

            agent.answerRxMer(agent.next());
            String told = events.get().raw().body();
            String rest =
                    gateway.get(job + "/events", "Last-Event-ID", "1").raw().body();

            assertThat(told).contains("event: item").contains("\"state\":\"done\"");
            assertThat(told.stripTrailing().lines().toList().getLast())
                    .startsWith("data: ")
                    .contains("\"state\":\"done\"");
            assertThat(rest).doesNotContain("id: 1\n").contains("id: 2\n");
        }
    }

    @Test
    void cancelledJobBeginsNothingMore(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            List<MacAddress> macs =
                    List.of(gateway.modems().add(agent.id()), gateway.modems().add(agent.id()));
            String job = begin(gateway, macs, ",\"max_per_cmts\":1");
            Order running = agent.next();

            HttpReply reply = gateway.delete(job);
            agent.answerRxMer(running);
            JsonNode ended = awaitState(gateway, job, "cancelled");

            assertThat(reply.status()).isEqualTo(202);
            assertThat(ended.at("/counts/done").asInt()).isEqualTo(1);
            assertThat(ended.at("/counts/cancelled").asInt()).isEqualTo(1);
            assertThat(agent.probe().hearsNothing()).isTrue();
            assertThat(gateway.delete(job).status()).isEqualTo(200);
        }
    }

    @Test
    void tooManyErrorsStopTheJob(RunningGateway gateway) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            List<MacAddress> macs =
                    List.of(gateway.modems().add(agent.id()), gateway.modems().add(agent.id()));
            String job = begin(gateway, macs, ",\"max_per_cmts\":1,\"max_errors\":0");

            agent.answer(agent.next(), new Outcome.Failed(FailureCode.DEVICE_ERROR, "genErr"));

            assertThat(awaitState(gateway, job, "stopped")
                            .at("/counts/cancelled")
                            .asInt())
                    .isEqualTo(1);
            assertThat(agent.probe().hearsNothing()).isTrue();
        }
    }

    /// The agent has the measurement when the gateway stops, and answers the next gateway.
    @Test
    void jobGoesOnAfterARestartAndMeasuresNothingTwice(@TempDir Path data) throws Exception {
        var modems = new KnownModems();
        Setup setup = Setup.standard().with(modems);
        InstanceId instance = ProbeAgent.newInstance();
        String job;
        try (RunningGateway gateway = RunningGateway.start(data, setup);
                MeasuringAgent agent = MeasuringAgent.connect(gateway, RunningGateway.agent(0), instance)) {
            job = begin(gateway, List.of(modems.add(agent.id()), modems.add(agent.id())), ",\"max_per_cmts\":1");
            agent.next();
            Awaitility.await()
                    .until(() -> gateway.get(job).body().at("/counts/running").asInt() == 1);
        }

        try (RunningGateway gateway = RunningGateway.start(data, setup);
                MeasuringAgent agent = MeasuringAgent.connect(gateway, RunningGateway.agent(0), instance)) {
            Order again = agent.next();
            agent.answerRxMer(again);
            agent.answerRxMer(agent.next());

            assertThat(again.delivered().attempt()).isEqualTo(2);
            assertThat(awaitState(gateway, job, "done").at("/counts/done").asInt())
                    .isEqualTo(2);
            assertThat(agent.probe().hearsNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"macs\":[],\"types\":[\"rxmer\"]}",
                "{\"macs\":[\"x\"],\"types\":[\"rxmer\"]}",
                "{\"macs\":[\"a4b1c2000011\",\"a4:b1:c2:00:00:11\"],\"types\":[\"rxmer\"]}",
                "{\"macs\":[\"a4b1c2000011\"],\"types\":[\"us-rxmer\"]}",
                "{\"macs\":[\"a4b1c2000011\"],\"types\":[\"rxmer\"],\"max_per_cmts\":0}",
                "{\"macs\":[\"a4b1c2000011\"],\"types\":[\"rxmer\"],\"max_errors\":1.5}"
            })
    void wrongJobIsRefused(String body, RunningGateway gateway) throws Exception {
        assertThat(gateway.post("/api/pnm/jobs", body).status()).isEqualTo(400);
    }
}

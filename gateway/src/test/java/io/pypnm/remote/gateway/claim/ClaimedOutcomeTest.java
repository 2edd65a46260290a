package io.pypnm.remote.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Outcomes that are claims: the agent says that what it uploaded is its outcome.
@GatewayTest
class ClaimedOutcomeTest {
    private static final int MIB = 1 << 20;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void outcomeOf20MibIsReadBackAsItWasAndTakesNoMemory(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), 20 * MIB, 1);
            String sha256 = Checksum.sha256(whole);
            long before = usedHeap();

            holder.putAll(whole);
            holder.answer(whole);

            assertThat(holder.agent().nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
            holder.agent().acknowledge(holder.delivered());
            JsonNode outcome = gateway.outcome(holder.command());
            assertThat(outcome.path("outcome").asText()).isEqualTo("completed");
            assertThat(outcome.path("claim").path("sha256").asText()).isEqualTo(sha256);
            assertThat(outcome.path("claim").path("bytes").asInt()).isEqualTo(whole.length);
            MessageDigest digest = Checksum.digest();
            long size = gateway.download(outcome.path("claim").path("href").asText(), digest);
            assertThat(size).isEqualTo(whole.length);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
            assertThat(usedHeap() - before).isLessThan(8L * MIB);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void endedCommandTakesNoUploadAndALateClaimEndsInPeace(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), MIB, 12);
            holder.agent().answer(holder.delivered(), ProbeAgent.completed(holder.command()));
            gateway.outcome(holder.command());

            assertThat(holder.put(whole, 0, whole.length).status()).isEqualTo(404);
            holder.answer(whole);

            assertThat(holder.agent().nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
            assertThat(gateway.outcome(holder.command()).has("claim")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"part", "../x", "", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void claimThatIsNotThereIsRefused(String sha256, RunningGateway gateway) throws Exception {
        log.expect("no whole claim");
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), MIB, 13);
            holder.put(whole, 0, whole.length - 1);

            holder.agent()
                    .say(
                            StompCommand.SEND,
                            StompHeaders.DESTINATION,
                            "outcomes.test",
                            WireHeaders.CORRELATION_ID,
                            holder.command().toString(),
                            WireHeaders.CLAIM_SHA256,
                            sha256);

            assertThat(holder.agent().awaitError()).isEqualTo("MALFORMED");
            assertThat(gateway.command(holder.command()).path("state").asText()).isNotEqualTo("ended");
        }
    }
}

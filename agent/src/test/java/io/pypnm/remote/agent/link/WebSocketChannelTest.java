package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class WebSocketChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private final AtomicInteger nudges = new AtomicInteger();

    @Test
    void writeThatTyrusLeavesLyingIsSentByANudge() throws Exception {
        WebSocketChannel.awaitSent(sent, () -> sent.complete(null), PATIENCE);

        assertThat(sent).isDone();
    }

    @Test
    void writeThatLeavesIsNotNudged() throws Exception {
        sent.complete(null);

        WebSocketChannel.awaitSent(sent, nudges::incrementAndGet, PATIENCE);

        assertThat(nudges).hasValue(0);
    }

    @Test
    void writeThatNobodyTakesEndsWithTheTimeAndFewNudges() {
        assertThatThrownBy(() -> WebSocketChannel.awaitSent(sent, nudges::incrementAndGet, Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessage("the gateway does not take what is sent to it");
        assertThat(nudges).hasValueBetween(3, 4);
    }
}

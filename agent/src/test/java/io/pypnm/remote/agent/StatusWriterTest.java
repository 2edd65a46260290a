package io.pypnm.remote.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.AgentStatus.Fact;
import io.pypnm.remote.agent.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class StatusWriterTest {
    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void watchIsKeptHoweverOftenTheStatusChanges() throws Exception {
        var watched = new CountDownLatch(3);
        var writer = new StatusWriter[1];
        writer[0] = writer(
                () -> {
                    clock.advance(Duration.ofSeconds(1));
                    writer[0].renew();
                    return Map.of();
                },
                watched::countDown);

        writer[0].start();

        assertThat(watched.await(4, TimeUnit.SECONDS)).isTrue();
        writer[0].stop();
    }

    @Test
    void lastWritingShowsWhatWasTrueAtTheEnd() throws Exception {
        var states = new String[] {"connected"};
        StatusWriter writer = writer(() -> Map.of(Fact.STATE, states[0]), () -> {});
        writer.start();

        states[0] = "stopped";
        writer.stop();

        assertThat(AgentStatus.read(file()).orElseThrow().facts()).containsEntry(Fact.STATE, "stopped");
    }

    @Test
    void stopDoesNotWaitForAWritingThatHangs() throws Exception {
        var hanging = new CountDownLatch(1);
        StatusWriter writer = writer(
                () -> {
                    hanging.countDown();
                    awaitRelease();
                    return Map.of();
                },
                () -> {});
        writer.start();
        hanging.await();

        writer.stop();

        assertThat(file()).doesNotExist();
    }

    @Test
    void faultOfOursIsTold() throws Exception {
        StatusWriter writer = writer(
                () -> {
                    throw new IllegalStateException("told to");
                },
                () -> {});

        writer.start();

        assertThat(fault.get()).hasMessage("told to");
    }

    private StatusWriter writer(Supplier<Map<Fact, String>> facts, Runnable everyPeriod) {
        return new StatusWriter(file(), clock, clock, facts, everyPeriod, (_, thrown) -> fault.complete(thrown));
    }

    private Path file() {
        return directory.resolve("status.json");
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.pypnm.remote.agent.ssh;

import static io.pypnm.remote.agent.ssh.Bench.MIB;
import static io.pypnm.remote.agent.ssh.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ssh.ExecResult.End;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What the pool makes of servers that allow less than OpenSSH does by default, or go away.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class PoolTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void serverThatAllowsFewChannelsIsServedByMoreSessions() throws Exception {
        try (Bench narrow = new Bench(folder, "MaxSessions 3")) {
            Callable<End> call = () -> narrow.sessions()
                    .exec(narrow.login(), "sleep 0.05", "", MIB, in(60))
                    .end();

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<End> end : threads.invokeAll(Collections.nCopies(30, call))) {
                    assertThat(end.get()).isEqualTo(new End.Exited(0));
                }
            }
        }
    }

    /// Channels end while others are being refused: that says nothing of how many there may be.
    @Test
    void shortCommandsOnAServerThatAllowsFewChannelsAllRun() throws Exception {
        try (Bench narrow = new Bench(folder, "MaxSessions 2")) {
            Callable<End> call = () -> narrow.exec("true").end();

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<End> end : threads.invokeAll(Collections.nCopies(100, call))) {
                    assertThat(end.get()).isEqualTo(new End.Exited(0));
                }
            }
        }
    }

    @Test
    void serverThatLetsInNoSecondSessionIsWaitedForAtTheFirst() throws Exception {
        var limits = new SshConfig.Limits(LONG, LONG, LONG, LONG, 2, 1);
        Path begun = folder.resolve("begun");
        Path done = folder.resolve("done");
        try (Bench bench = new Bench(folder.resolve("bench"))) {
            SshSessions sessions = bench.sessions(limits);
            String untilDone = "touch " + begun + "; until test -e " + done + "; do sleep 0.02; done";
            var first = new FutureTask<>(() -> sessions.exec(bench.login(), untilDone, "", MIB, in(60)));
            var second = new FutureTask<>(() -> sessions.exec(bench.login(), "true", "", MIB, in(60)));
            Thread.ofVirtual().start(first);
            await().atMost(PATIENCE).until(() -> Files.exists(begun));
            bench.sshd.forgetUsers();

            Thread.ofVirtual().start(second);
            await().atMost(PATIENCE).until(() -> bench.sshd.log().contains("[preauth]"));
            Files.createFile(done);

            assertThat(first.get().end()).isEqualTo(new End.Exited(0));
            assertThat(second.get().end()).isEqualTo(new End.Exited(0));
        }
    }

    /// The connection is full, so that not even the wish for a channel gets through.
    @Test
    void openingThatIsGivenUpHoldsNoPlaceOfAServerThatStoppedToRead() throws Exception {
        var limits = new SshConfig.Limits(LONG, Duration.ofMillis(200), LONG, LONG, 1, 10);
        try (Bench bench = new Bench(folder, "Subsystem deaf sleep 600");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SshSessions sessions = bench.sessions(limits);
            List<SshStreams> deaf = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                deaf.add(sessions.subsystem(bench.login(), "deaf", in(600)));
            }
            bench.sshd.freeze();
            var written = new AtomicInteger();
            deaf.forEach(it -> threads.execute(() -> write(it, written)));
            var before = new AtomicInteger();
            await().atMost(PATIENCE).until(() -> before.getAndSet(written.get()) == written.get() && written.get() > 0);

            ExecResult late = sessions.exec(bench.login(), "true", "", MIB, in(Duration.ofMillis(100)));

            assertThat(late.end()).isEqualTo(new End.OutOfTime());
            assertThat(deaf.getFirst().in().read()).as("end of the session").isEqualTo(-1);
            assertThat(sessions.exec(bench.login(), "true", "", MIB, in(30)).end())
                    .isEqualTo(new End.Exited(0));
        }
    }

    private static void write(SshStreams streams, AtomicInteger written) {
        try {
            for (int i = 0; i < 60; i++) {
                streams.out().write(new byte[32 << 10]);
                streams.out().flush();
                written.incrementAndGet();
            }
        } catch (IOException e) {
            // The connection was cut.
        }
    }

    @Test
    void serverThatAllowsNoChannelIsAFailureOfItsOwn() throws Exception {
        try (Bench closed = new Bench(folder, "MaxSessions 0")) {
            CommandFailedException failure =
                    catchThrowableOfType(CommandFailedException.class, () -> closed.exec("true"));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
            assertThat(failure.detail()).isEqualTo(closed.host() + " opens no channel");
        }
    }

    @Test
    void refusedSubsystemIsNamed() throws Exception {
        try (Bench bench = new Bench(folder)) {
            CommandFailedException failure = catchThrowableOfType(
                    CommandFailedException.class, () -> bench.sessions().subsystem(bench.login(), "netconf", in(30)));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
            assertThat(failure.detail()).isEqualTo(bench.host() + " refuses the subsystem netconf");
            assertThat(bench.exec("true").end()).isEqualTo(new End.Exited(0));
        }
    }

    @Test
    void unusedSessionIsClosed() throws Exception {
        var limits = new SshConfig.Limits(LONG, LONG, LONG, Duration.ofMillis(200), 4, 8);
        try (Bench bench = new Bench(folder)) {
            bench.sessions(limits).exec(bench.login(), "true", "", MIB, in(30));

            await().atMost(PATIENCE).until(() -> bench.sshd.connections() == 0);
            ExecResult next = bench.sessions(limits).exec(bench.login(), "true", "", MIB, in(30));

            assertThat(next.end()).isEqualTo(new End.Exited(0));
            assertThat(bench.logins()).isEqualTo(2);
        }
    }

    /// Neither closed nor alive: as behind a firewall that forgot the connection.
    @Test
    void commandOnASessionThatFellSilentIsLostToItsKeepAlive() throws Exception {
        var limits = new SshConfig.Limits(LONG, LONG, Duration.ofMillis(300), LONG, 4, 8);
        Path begun = folder.resolve("begun");
        try (Bench bench = new Bench(folder.resolve("bench"))) {
            var call = new FutureTask<>(() ->
                    bench.sessions(limits).exec(bench.login(), "touch " + begun + "; sleep 600", "", MIB, in(600)));
            Thread.ofVirtual().start(call);
            await().atMost(PATIENCE).until(() -> Files.exists(begun));

            bench.sshd.freeze();

            assertThat(call.get().end()).isEqualTo(new End.Lost());
        }
    }

    @Test
    void sessionThatFellSilentIsReplacedBeforeAnythingIsStarted() throws Exception {
        var limits = new SshConfig.Limits(LONG, SECOND, LONG, LONG, 1, 8);
        try (Bench bench = new Bench(folder)) {
            SshSessions sessions = bench.sessions(limits);
            sessions.exec(bench.login(), "true", "", MIB, in(30));

            bench.sshd.freeze();
            ExecResult next = sessions.exec(bench.login(), "true", "", MIB, in(60));

            assertThat(next.end()).isEqualTo(new End.Exited(0));
            assertThat(bench.logins()).isEqualTo(2);
        }
    }

    @Test
    void whoWaitsForAServerThatIsNotThereIsToldAtOnceWithTheFirst() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.sshd.kill();
            Callable<FailureCode> call =
                    () -> catchThrowableOfType(CommandFailedException.class, () -> bench.exec("true"))
                            .code();

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<FailureCode>> codes = threads.invokeAll(Collections.nCopies(50, call));
                for (Future<FailureCode> code : codes) {
                    assertThat(code.get()).isEqualTo(FailureCode.UNREACHABLE);
                }
            }
        }
    }
}

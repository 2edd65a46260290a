package io.pypnm.remote.agent.ssh;

import static io.pypnm.remote.agent.ssh.Bench.MIB;
import static io.pypnm.remote.agent.ssh.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands on OpenSSH's server.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class ExecTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Bench bench;

    /// Of the single test.
    @TempDir
    private Path files;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bench = new Bench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void outputErrorsAndStatusComeApart() throws Exception {
        ExecResult result = bench.exec("echo out; echo error >&2; exit 3");

        assertThat(result.end()).isEqualTo(new End.Exited(3));
        assertThat(result.outputText()).isEqualTo("out\n");
        assertThat(result.errorText()).isEqualTo("error\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 255})
    void everyExitStatusIsTold(int status) throws Exception {
        assertThat(bench.exec("exit " + status).end()).isEqualTo(new End.Exited(status));
    }

    @Test
    void signalThatEndedACommandIsNamed() throws Exception {
        assertThat(bench.exec("kill -KILL $$").end()).isEqualTo(new End.Signalled("KILL"));
    }

    @Test
    void muchOnBothStreamsAtOnceComesWhole() throws Exception {
        ExecResult result = bench.sessions()
                .exec(
                        bench.login(),
                        "head -c 5000000 /dev/zero >&2 & head -c 5000000 /dev/zero; wait",
                        "",
                        16 * MIB,
                        in(60));

        assertThat(result.end()).isEqualTo(new End.Exited(0));
        assertThat(result.output()).hasSize(5_000_000);
        assertThat(result.errors()).hasSize(5_000_000);
    }

    @Test
    void commandReadsItsInputToTheEnd() throws Exception {
        ExecResult result = bench.sessions().exec(bench.login(), "wc -c", "x".repeat(3 * MIB), MIB, in(60));

        assertThat(result.outputText().strip()).isEqualTo(Integer.toString(3 * MIB));
    }

    @Test
    void whoWritesTooMuchIsCutOffAndEnded() throws Exception {
        Path pid = files.resolve("pid");

        ExecResult result =
                bench.sessions().exec(bench.login(), "echo $$ > " + pid + "; exec yes", "", 100_000, in(60));

        assertThat(result.end()).isEqualTo(new End.TooLarge());
        assertThat(result.output()).hasSize(100_000);
        awaitEndOf(pid);
    }

    @Test
    void commandPastItsDeadlineIsEndedAndWhatItWroteIsKept() throws Exception {
        Path pid = files.resolve("pid");
        bench.exec("true");

        ExecResult result = bench.sessions()
                .exec(bench.login(), "echo $$ > " + pid + "; while echo begun; do sleep 0.1; done", "", MIB, in(1));

        assertThat(result.end()).isEqualTo(new End.OutOfTime());
        assertThat(result.outputText()).startsWith("begun\n");
        awaitEndOf(pid);
    }

    @Test
    void interruptedCallerReturnsAtOnceAndTheCommandIsEnded() throws Exception {
        Path pid = files.resolve("pid");
        var call = new FutureTask<>(() -> bench.sessions()
                .exec(bench.login(), "echo $$ > " + pid + "; while echo on; do sleep 0.1; done", "", MIB, in(600)));
        Thread caller = Thread.ofVirtual().start(call);
        await().atMost(PATIENCE)
                .until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());

        caller.interrupt();

        assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
        awaitEndOf(pid);
    }

    @Test
    void twoHundredAtOnceShareFourSessions() throws Exception {
        long before = bench.logins();
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = "number " + i;
            calls.add(() -> bench.sessions()
                    .exec(bench.login(), "echo " + text, "", MIB, in(100))
                    .outputText());
        }

        List<String> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : threads.invokeAll(calls)) {
                answers.add(answer.get().strip());
            }
        }

        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i)).isEqualTo("number " + i);
        }
        assertThat(bench.logins() - before).isLessThanOrEqualTo(4);
    }

    @Test
    void oneSessionServesOneCallerAfterAnother() throws Exception {
        bench.exec("true");
        long before = bench.logins();

        for (int i = 0; i < 20; i++) {
            bench.exec("true");
        }

        assertThat(bench.logins()).isEqualTo(before);
    }

    @Test
    void brokenConnectionIsNoEndOfTheCommandAndTheNextOneGetsANewSession() throws Exception {
        try (Bench fragile = new Bench(files)) {
            Path pid = files.resolve("pid");
            var call = new FutureTask<>(() -> fragile.exec("echo $$ > " + pid + "; exec sleep 600"));
            Thread.ofVirtual().start(call);
            await().atMost(PATIENCE)
                    .until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());

            fragile.sshd.kill();
            End lost = call.get().end();
            fragile.sshd.start();
            End next = fragile.exec("exit 0").end();

            assertThat(lost).isEqualTo(new End.Lost());
            assertThat(next).isEqualTo(new End.Exited(0));
        }
    }

    @Test
    void noPlaceInTimeIsSaid() throws Exception {
        var one = new SshConfig.Limits(PATIENCE, PATIENCE, PATIENCE, PATIENCE, 1, 1);
        Path begun = files.resolve("begun");
        try (Bench narrow = new Bench(files.resolve("narrow"))) {
            var first = new FutureTask<>(() ->
                    narrow.sessions(one).exec(narrow.login(), "touch " + begun + "; exec sleep 600", "", MIB, in(600)));
            Thread holder = Thread.ofVirtual().start(first);
            await().atMost(PATIENCE).until(() -> Files.exists(begun));

            CommandFailedException failure = catchThrowableOfType(
                    CommandFailedException.class,
                    () -> narrow.sessions(one).exec(narrow.login(), "true", "", MIB, in(Duration.ofMillis(100))));

            assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
            assertThat(failure.detail()).contains("all channels to " + narrow.host());
            holder.interrupt();
        }
    }

    private static void awaitEndOf(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        await().atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}

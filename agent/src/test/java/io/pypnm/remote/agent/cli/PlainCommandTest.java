package io.pypnm.remote.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.cli.CliConfig.CliHost;
import io.pypnm.remote.agent.cli.CliConfig.Privilege;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.testing.SshPeer;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.CliOutput.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Commands for a host that runs each on a channel of its own.
@Timeout(60)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class PlainCommandTest {
    private static final DeviceAddress HOST = DeviceAddress.parse("127.0.0.1");

    @TempDir
    private static Path folder;

    private static SshPeer ssh;
    private static CliOperations operations;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ssh = SshPeer.start(folder);
        var config = new CliConfig(Map.of(HOST, new CliHost(ssh.login(), CliProfile.PLAIN, new Privilege.OfLogin())));
        operations = new CliOperations(config, ssh.sessions(), 10_000);
    }

    @AfterAll
    static void stop() {
        ssh.close();
    }

    @Test
    void outputErrorsAndStatusAreToldApart() throws Exception {
        assertThat(run("echo one; echo two; echo bad >&2; exit 4", 30))
                .isEqualTo(new Outcome.Completed(
                        new Reply.CliOutput(List.of("one", "two"), List.of("bad"), new End.Exited(4))));
        assertThat(run("kill -TERM $$", 30))
                .isEqualTo(new Outcome.Completed(new Reply.CliOutput(List.of(), List.of(), new End.Killed("TERM"))));
    }

    @Test
    void whatIsTooLargeOrTooLateIsAPart() throws Exception {
        assertThat(run("yes", 30))
                .isInstanceOfSatisfying(
                        Outcome.Partial.class,
                        partial -> assertThat(partial.missing())
                                .containsExactly(
                                        new Missing("yes", Missing.Code.TOO_LARGE, "cut off after 10000 bytes")));
        assertThat(run("echo begun; sleep 600", 1))
                .isEqualTo(new Outcome.Partial(
                        new Reply.CliOutput(List.of("begun"), List.of(), new End.Prompted()),
                        List.of(new Missing(
                                "echo begun; sleep 600",
                                Missing.Code.RUN_FOR,
                                "run-for passed before it had ended; it may have been carried out"))));
    }

    @Test
    void commandThatPrintedNothingInTimeMayHaveBeenCarriedOut() throws Exception {
        assertThat(run("exec sleep 600", 1))
                .isEqualTo(new Outcome.Unknown("exec sleep 600 printed nothing: run-for passed before it had ended; it"
                        + " may have been carried out"));
    }

    @Test
    void nothingIsStartedAfterTheDeadline() throws Exception {
        Path done = folder.resolve("done");
        run("true", 30);

        CommandFailedException failure =
                catchThrowableOfType(CommandFailedException.class, () -> run("touch " + done, 0));
        run("true", 30);

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        assertThat(done).doesNotExist();
    }

    @Test
    void commandThatLostItsConnectionKeepsWhatItPrinted(@TempDir Path own) throws Exception {
        Path begun = own.resolve("begun");
        String line = "echo one; touch " + begun + "; sleep 600";
        try (SshPeer fragile = SshPeer.start(own)) {
            var host = new CliHost(fragile.login(), CliProfile.PLAIN, new Privilege.OfLogin());
            var cut = new CliOperations(new CliConfig(Map.of(HOST, host)), fragile.sessions());
            var call = new FutureTask<>(() -> cut.run(new Command.CmtsCommand(HOST, line), in(60)));
            Thread.ofVirtual().start(call);
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(begun));

            fragile.sshd().kill();

            assertThat(call.get()).isInstanceOfSatisfying(Outcome.Partial.class, partial -> {
                assertThat(((Reply.CliOutput) partial.reply()).lines()).containsExactly("one");
                assertThat(partial.missing().getFirst().detail()).endsWith("; it may have been carried out");
            });
        }
    }

    private static Outcome run(String line, int seconds) throws Exception {
        return operations.run(new Command.CmtsCommand(HOST, line), in(seconds));
    }

    private static Deadline in(int seconds) {
        return Deadline.in(Duration.ofSeconds(seconds), System::nanoTime);
    }
}

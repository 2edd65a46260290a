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
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.lab.probe.FakeCmts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A dialogue with the lab's command line of a CMTS, through OpenSSH's server and a real terminal.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
@EnabledIf(value = "isRoot", disabledReason = "needs sshd as root: it opens a terminal for nobody else")
final class DialogueTest {
    private static final DeviceAddress CMTS = DeviceAddress.parse("127.0.0.1");
    private static final int MANY = 4 << 20;

    @TempDir
    private static Path folder;

    private static SshPeer ssh;

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ssh = SshPeer.start(folder, FakeCmts.install(folder));
    }

    @AfterAll
    static void stop() {
        ssh.close();
    }

    @Test
    void answerComesWithoutEchoAndPrompt() throws Exception {
        assertThat(lines("show version")).containsExactly("Fake CMTS", "uptime is 1 day");
        assertThat(lines("show nothing")).isEmpty();
        assertThat(lines("nonsense")).containsExactly("% Invalid input detected: nonsense");
    }

    @ParameterizedTest
    @CsvSource({"casa", "commscope", "harmonic", "cisco"})
    void everyProfileGetsAlongWithAPager(String profile) throws Exception {
        CliProfile pagerOn = withoutSetup(profile);

        List<String> lines = lines(run(pagerOn, new Privilege.OfLogin(), "show lines 95", MANY, 60));

        assertThat(lines).isEqualTo(table(95));
    }

    @Test
    void fiveThousandLinesComeWhole() throws Exception {
        assertThat(lines("show lines 5000")).isEqualTo(table(5000));
    }

    @Test
    void slowCommandIsWaitedFor() throws Exception {
        assertThat(lines("show slow")).containsExactly("one", "two");
    }

    /// Where the device pauses behind such text, this terminal echoes the empty line that is typed then.
    @Test
    void textThatLooksLikeThePromptEndsNothing() throws Exception {
        assertThat(lines("show prompts"))
                .containsExactly("before", "cmts-1> show version", "cmts-1>", " is my prompt", "cmts-1>", "after");
    }

    @Test
    void lastLineNeedsNoEnd() throws Exception {
        assertThat(lines("show unterminated")).containsExactly("first", "last, without an end");
    }

    @Test
    void coloursAndOverwrittenTextAreNotSeen() throws Exception {
        assertThat(lines("show colours")).containsExactly("green", "progress 100%");
    }

    @Test
    void passwordMakesPrivileged() throws Exception {
        Outcome outcome =
                run(profile("cisco"), new Privilege.Enabled(new Secret("open sesame")), "show privilege", MANY, 60);

        assertThat(lines(outcome)).containsExactly("Current level is #");
    }

    @Test
    void wrongPasswordFailsAndIsNotTold() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> run(profile("cisco"), new Privilege.Enabled(new Secret("canary")), "show privilege", MANY, 60));

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail())
                .isEqualTo(ssh.login().host() + " does not take the password for enable")
                .doesNotContain("canary");
    }

    @Test
    void moreThanTheLimitIsCutOffAndSaidToBeMissing() throws Exception {
        Outcome outcome = run(profile("cisco"), new Privilege.OfLogin(), "show flood", 100_000, 60);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Partial.class, partial -> {
            assertThat(((Reply.CliOutput) partial.reply()).lines()).hasSizeGreaterThan(5000);
            assertThat(partial.missing())
                    .containsExactly(new Missing("show flood", Missing.Code.TOO_LARGE, "cut off after 100000 bytes"));
        });
    }

    @Test
    void deadlineLeavesWhatWasPrinted() throws Exception {
        Outcome outcome = run(profile("cisco"), new Privilege.OfLogin(), "show hang", MANY, 2);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Partial.class, partial -> {
            assertThat(((Reply.CliOutput) partial.reply()).lines()).containsExactly("begun");
            assertThat(partial.missing()).extracting(Missing::code).containsExactly(Missing.Code.RUN_FOR);
        });
    }

    @Test
    void shellThatTheDeviceClosesLeavesWhatWasPrinted() throws Exception {
        Outcome outcome = run(profile("cisco"), new Privilege.OfLogin(), "show crash", MANY, 60);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Partial.class, partial -> {
            assertThat(((Reply.CliOutput) partial.reply()).lines()).containsExactly("going down");
            assertThat(partial.missing())
                    .containsExactly(new Missing(
                            "show crash",
                            Missing.Code.DEVICE_TIMEOUT,
                            ssh.login().host() + " ended the session, or was lost, before the command had ended; it may"
                                    + " have been carried out"));
        });
    }

    @Test
    void privilegedModeNeedsNoPasswordWhereTheDeviceAsksForNone() throws Exception {
        Outcome outcome = run(
                enabledBy("enable at once"), new Privilege.Enabled(new Secret("unasked")), "show privilege", MANY, 60);

        assertThat(lines(outcome)).containsExactly("Current level is #");
    }

    @Test
    void deviceThatKnowsNoPrivilegedModeIsToldAtOnce() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> run(
                        enabledBy("enable by magic"),
                        new Privilege.Enabled(new Secret("unasked")),
                        "show privilege",
                        MANY,
                        60));

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).startsWith(ssh.login().host() + " asks for no password at enable by magic");
    }

    private static CliProfile enabledBy(String line) {
        CliProfile it = profile("cisco");
        return new CliProfile(it.vendors(), it.mode(), it.prompt(), it.setup(), it.pagers(), line, it.passwordPrompt());
    }

    @Test
    void profileThatDoesNotFitShowsThePersonThePrompt() {
        CliProfile cisco = profile("cisco");
        var misfit = new CliProfile(
                List.of(),
                cisco.mode(),
                Pattern.compile("never"),
                List.of(),
                List.of(),
                "enable",
                cisco.passwordPrompt());

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class, () -> run(misfit, new Privilege.OfLogin(), "show version", MANY, 1));

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        assertThat(failure.detail())
                .isEqualTo(ssh.login().host() + " showed no prompt within run-for; its last line: " + FakeCmts.PROMPT);
    }

    @Test
    void nothingIsLeftBehindOnTheDevice() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(lines("show version")).hasSize(2);
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> shells() == 0);
    }

    private static long shells() {
        return ProcessHandle.allProcesses()
                .filter(it -> it.info().commandLine().orElse("").contains(folder + "/fake-cmts"))
                .filter(it -> !it.info().commandLine().orElse("").contains("sshd"))
                .count();
    }

    private static List<String> table(int lines) {
        return IntStream.rangeClosed(1, lines)
                .mapToObj(i -> "line " + i + " of the cable modem table, with some more text")
                .toList();
    }

    private static CliProfile profile(String name) {
        return Objects.requireNonNull(CliProfiles.builtIn().get(name));
    }

    private static CliProfile withoutSetup(String name) {
        CliProfile it = profile(name);
        return new CliProfile(
                it.vendors(), it.mode(), it.prompt(), List.of(), it.pagers(), it.enable(), it.passwordPrompt());
    }

    private static List<String> lines(String command) throws CommandFailedException, InterruptedException {
        return lines(run(profile("cisco"), new Privilege.OfLogin(), command, MANY, 60));
    }

    private static List<String> lines(Outcome outcome) {
        var completed = (Outcome.Completed) outcome;
        var output = (Reply.CliOutput) completed.reply();
        assertThat(output.end()).isEqualTo(new Reply.CliOutput.End.Prompted());
        return output.lines();
    }

    private static Outcome run(CliProfile profile, Privilege privilege, String command, int maxBytes, int seconds)
            throws CommandFailedException, InterruptedException {
        var config = new CliConfig(Map.of(CMTS, new CliHost(ssh.login(), profile, privilege)));
        return new CliOperations(config, ssh.sessions(), maxBytes)
                .run(
                        new Command.CmtsCommand(CMTS, command),
                        Deadline.in(Duration.ofSeconds(seconds), System::nanoTime));
    }
}

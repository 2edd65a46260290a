package io.pypnm.remote.agent.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.agent.ping.Echoed.End;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class PingProgramTest {
    private static final InetAddress TARGET = InetAddress.ofLiteral("127.0.0.1");

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void readsWhatIputilsPrints() throws Exception {
        Echoes echoes = parse("""
            PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
            64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.178 ms
            64 bytes from 127.0.0.1: icmp_seq=3 ttl=64 time=1204 ms
            64 bytes from 127.0.0.1: icmp_seq=3 ttl=64 time=1300 ms (DUP!)

            --- 127.0.0.1 ping statistics ---
            3 packets transmitted, 2 received, +1 duplicates, 33% packet loss, time 2003ms
            rtt min/avg/max/mdev = 0.178/602.089/1204.000/601.911 ms
            """);

        assertThat(echoes).isEqualTo(new Echoes(3, List.of(178, 1_204_000)));
    }

    @Test
    void readsWhatBusyboxPrints() throws Exception {
        Echoes echoes = parse("""
            PING 127.0.0.1 (127.0.0.1): 56 data bytes
            64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.081 ms
            64 bytes from 127.0.0.1: seq=1 ttl=64 time=0.112 ms

            --- 127.0.0.1 ping statistics ---
            2 packets transmitted, 2 packets received, 0% packet loss
            round-trip min/avg/max = 0.081/0.096/0.112 ms
            """);

        assertThat(echoes).isEqualTo(new Echoes(2, List.of(81, 112), new End.OutOfTime(false)));
    }

    @Test
    void silenceIsAnAnswer() throws Exception {
        Echoes echoes = parse("""
            PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
            From 127.0.0.2 icmp_seq=1 Destination Host Unreachable

            --- 127.0.0.1 ping statistics ---
            2 packets transmitted, 0 received, +1 errors, 100% packet loss, time 1021ms

            """);

        assertThat(echoes).isEqualTo(new Echoes(2, List.of(), new End.OutOfTime(false)));
    }

    @Test
    void requestThatWasStillWaitedForAtTheDeadlineIsToldFromASilence() throws Exception {
        String output = """
            64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.178 ms

            --- 127.0.0.1 ping statistics ---
            3 packets transmitted, 1 received, 66% packet loss, time 2003ms
            """;

        Echoes echoes = PingProgram.parse(new ProgramRun(output, true), TARGET, 3);

        assertThat(echoes).isEqualTo(new Echoes(3, List.of(178), new End.OutOfTime(true)));
    }

    @Test
    void missingRouteIsUnreachable() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class, () -> parse("ping: connect: Network is unreachable\n"));

        assertThat(failure.code()).isEqualTo(FailureCode.UNREACHABLE);
    }

    @Test
    void programThatMayNotPingIsAnError() {
        assertThatThrownBy(() -> parse("ping: socktype: SOCK_RAW\nping: not permitted\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("ping said: ping: socktype: SOCK_RAW");
    }

    @Test
    void programGetsNumberPatienceAndAddress() throws Exception {
        Path program = program("""
            echo "$@" > %s/arguments
            echo "5 packets transmitted, 0 received"
            """.formatted(folder));

        PingProgram.echo(program.toString(), TARGET, 5, SECOND, in(Duration.ofSeconds(20)));

        assertThat(folder.resolve("arguments")).hasContent("-c 5 -W 1 127.0.0.1");
    }

    @Test
    void onlyWhatTheDeadlineLeavesTimeForIsSent() throws Exception {
        Path program = program("echo \"$2 packets transmitted, 0 received\"");

        Echoes echoes = PingProgram.echo(program.toString(), TARGET, 20, SECOND, in(Duration.ofMillis(3_900)));

        assertThat(echoes.sent()).isEqualTo(3);
    }

    @Test
    void programThatHangsIsKilledAtTheDeadline() throws Exception {
        Path program = program("echo $$ > %s/pid; exec tail -f /dev/null".formatted(folder));

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> PingProgram.echo(program.toString(), TARGET, 1, SECOND, in(Duration.ofMillis(1_200))));

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        assertGone();
    }

    @Test
    void interruptionKillsTheProgram() throws Exception {
        Path program =
                program("echo $$ > %1$s/pid.new; mv %1$s/pid.new %1$s/pid; exec tail -f /dev/null".formatted(folder));
        var thrown = new AtomicReference<Exception>();
        var ended = new CountDownLatch(1);
        Thread job = Thread.ofVirtual().start(() -> {
            try {
                PingProgram.echo(program.toString(), TARGET, 1, SECOND, in(Duration.ofSeconds(25)));
            } catch (Exception e) {
                thrown.set(e);
            }
            ended.countDown();
        });
        await().until(() -> Files.exists(folder.resolve("pid")));

        job.interrupt();

        ended.await();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertGone();
    }

    @Test
    void hostWithoutTheProgramIsTold() {
        assertThatThrownBy(() -> PingProgram.echo(folder + "/none", TARGET, 1, SECOND, in(Duration.ofSeconds(5))))
                .isInstanceOf(IOException.class);
    }

    /// Of three requests.
    private static Echoes parse(String output) throws IOException, CommandFailedException {
        return PingProgram.parse(new ProgramRun(output, false), TARGET, 3);
    }

    private void assertGone() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private Path program(String script) throws IOException {
        Path program = folder.resolve("ping");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static Deadline in(Duration left) {
        return Deadline.in(left, System::nanoTime);
    }
}

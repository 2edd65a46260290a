package io.pypnm.remote.agent.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class FpingProgramTest {
    private static final List<InetAddress> TARGETS = Stream.of("127.0.0.1", "::1", "127.0.0.2")
            .map(InetAddress::ofLiteral)
            .toList();

    @TempDir
    private Path folder;

    @Test
    void readsARoundTripForEachRequestOfEachTarget() throws Exception {
        List<Echoed> echoed = parse("""
            ICMP Host Unreachable from 127.0.0.3 for ICMP Echo sent to 127.0.0.2
            127.0.0.1 : 0.040 - 12.5
            ::1       : 1.033 1.037 1204
            127.0.0.2 : - - -
            """, false);

        assertThat(echoed)
                .containsExactly(
                        new Echoes(3, List.of(40, 12_500)),
                        new Echoes(3, List.of(1_033, 1_037, 1_204_000)),
                        new Echoes(3, List.of()));
    }

    /// A request that is on its way when run-for passes is no dead device.
    @Test
    void whatWasInterruptedIsToldFromWhatIsSilent() throws Exception {
        List<Echoed> echoed = parse("""
            127.0.0.1 : 0.040 0.050
            ::1       : 1.033 - -
            """, true);

        assertThat(echoed)
                .containsExactly(
                        new Echoes(2, List.of(40, 50), new End.OutOfTime(false)),
                        new Echoes(3, List.of(1_033), new End.OutOfTime(true)),
                        new Echoes(0, List.of(), new End.OutOfTime(false)));
    }

    @Test
    void targetItSaysNothingOfIsAnError() {
        assertThatThrownBy(() -> parse("fping: can't create socket\n", false))
                .isInstanceOf(IOException.class)
                .hasMessage("fping said: fping: can't create socket");
    }

    @Test
    void programGetsNumbersAndAddresses() throws Exception {
        Path program = program("""
            echo "$@" > %s/arguments
            printf '127.0.0.1 : 1.0 -\n::1 : - -\n127.0.0.2 : - 1.0\n' >&2
            exit 1""".formatted(folder));

        List<Echoed> echoed = FpingProgram.echo(program.toString(), TARGETS, plan(2, Duration.ofSeconds(20)));

        assertThat(folder.resolve("arguments"))
                .hasContent("-q -C 2 -t 1500 -p 1500 -i 1 127.0.0.1 0:0:0:0:0:0:0:1 127.0.0.2");
        assertThat(echoed).hasSize(3);
    }

    @Test
    void programThatDoesNotHeedTheDeadlineIsKilled() throws Exception {
        Path program = program("trap '' INT; echo $$ > %s/pid; exec tail -f /dev/null".formatted(folder));

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> FpingProgram.echo(program.toString(), TARGETS, plan(1, Duration.ofMillis(1_200))));

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        org.awaitility.Awaitility.await()
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    @DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs fping")
    void realOnePingsBothFamilies() throws Exception {
        List<Echoed> echoed = FpingProgram.echo("fping", TARGETS, plan(2, Duration.ofSeconds(20)));

        assertThat(echoed)
                .hasSize(3)
                .allSatisfy(one -> assertThat(((Echoes) one).roundTripMicros()).hasSize(2));
    }

    @Test
    @DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs fping")
    void realOneTellsAtTheDeadlineWhatItHas() throws Exception {
        var plan = new EchoPlan(
                20, Duration.ofMillis(300), Duration.ZERO, 100, Deadline.in(Duration.ofSeconds(1), System::nanoTime));

        List<Echoed> echoed = FpingProgram.echo("fping", TARGETS, plan);

        assertThat(echoed).hasSize(3).allSatisfy(one -> {
            var echoes = (Echoes) one;
            assertThat(echoes.sent()).isBetween(1, 19);
            assertThat(echoes.roundTripMicros()).isNotEmpty();
            assertThat(echoes.end()).isInstanceOf(End.OutOfTime.class);
        });
    }

    private static List<Echoed> parse(String output, boolean interrupted) throws IOException {
        return FpingProgram.parse(new ProgramRun(output, interrupted), TARGETS, 3);
    }

    private Path program(String script) throws IOException {
        Path program = folder.resolve("fping");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static EchoPlan plan(int count, Duration left) {
        return new EchoPlan(count, Duration.ofMillis(1_500), Duration.ZERO, 100, Deadline.in(left, System::nanoTime));
    }
}

package io.pypnm.remote.agent.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
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
        List<Echoed> echoed = FpingProgram.parse("""
            ICMP Host Unreachable from 127.0.0.3 for ICMP Echo sent to 127.0.0.2
            127.0.0.1 : 0.040 - 12.5
            ::1       : 1.033 1.037 1204
            127.0.0.2 : - - -
            """, TARGETS, 3);

        assertThat(echoed)
                .containsExactly(
                        new Echoes(3, List.of(40, 12_500)),
                        new Echoes(3, List.of(1_033, 1_037, 1_204_000)),
                        new Echoes(3, List.of()));
    }

    @Test
    void targetItSaysNothingOfIsAnError() {
        assertThatThrownBy(() -> FpingProgram.parse("fping: can't create socket\n", TARGETS, 1))
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
    void programThatHangsIsKilledAtTheDeadline() throws Exception {
        Path program = program("echo $$ > %s/pid; exec tail -f /dev/null".formatted(folder));

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

    private Path program(String script) throws IOException {
        Path program = folder.resolve("fping");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static EchoPlan plan(int count, Duration left) {
        return new EchoPlan(count, Duration.ofMillis(1_500), Duration.ZERO, 100, Deadline.in(left, System::nanoTime));
    }
}

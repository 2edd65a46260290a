package io.pypnm.remote.agent.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class PingerTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    @DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs ping, or ping sockets")
    void loopbackAnswersAndTheReplySaysHowItWasAsked(String address) throws Exception {
        var pinger = new Pinger(System::nanoTime);

        Outcome outcome = pinger.run(new Command.Ping(DeviceAddress.parse(address), 2), inTenSeconds());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Completed.class, completed -> {
            var reply = (Reply.Pinged) completed.reply();
            assertThat(reply.sent()).isEqualTo(2);
            assertThat(reply.roundTripMicros()).hasSize(2).allMatch(micros -> micros >= 0 && micros < 1_000_000);
            assertThat(reply.method()).isEqualTo(pinger.method());
        });
    }

    @Test
    void hostThatPermitsNoWayToPingIsToldTheRemedy() {
        assumeFalse(EchoSocket.isPermitted(InetAddress.getLoopbackAddress()), "this host permits ping sockets");
        var pinger = new Pinger(System::nanoTime, new PingPrograms("/nonexistent/ping", "/nonexistent/fping"));

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> pinger.run(new Command.Ping(DeviceAddress.parse("127.0.0.1"), 1), inTenSeconds()));

        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure.detail()).contains("net.ipv4.ping_group_range").contains("install fping or ping");
    }

    @Test
    @DisabledIfSystemProperty(
            named = "peers",
            matches = "skip",
            disabledReason = "needs fping or ping, or ping sockets")
    void sweepAnswersForEachTargetInItsPlace() throws Exception {
        List<DeviceAddress> targets = addresses("127.0.0.1", "::1", "127.1.2.3", "127.0.0.1");

        Outcome outcome = new Pinger(System::nanoTime).run(sweep(targets, 2), inTenSeconds());

        assertThat(reply(outcome).sent()).isEqualTo(2);
        assertThat(reply(outcome).echoes()).extracting(Reply.Swept.Echo::target).isEqualTo(targets);
        assertThat(reply(outcome).echoes())
                .allSatisfy(echo -> assertThat(echo.roundTripMicros()).hasSize(2));
    }

    @Test
    @DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs ping")
    void hostWithoutFpingSweepsWithPing() throws Exception {
        assumeFalse(EchoSocket.isPermitted(InetAddress.getLoopbackAddress()), "this host permits ping sockets");
        var pinger = new Pinger(System::nanoTime, new PingPrograms("ping", "/nonexistent/fping"));

        Outcome outcome = pinger.run(sweep(addresses("127.0.0.1", "127.0.0.2"), 1), inTenSeconds());

        assertThat(reply(outcome).method()).isEqualTo("ping");
        assertThat(reply(outcome).echoes()).allMatch(Reply.Swept.Echo::reachable);
    }

    @Test
    void targetThatPingCannotHandleIsNamedAndLeavesTheOthers(@TempDir Path folder) throws Exception {
        Path ping = folder.resolve("ping");
        Files.writeString(ping, """
            #!/bin/sh
            [ "$5" = 127.0.0.2 ] && { echo "ping: unknown host"; exit 2; }
            echo "64 bytes from $5: icmp_seq=1 ttl=64 time=0.5 ms"
            echo "1 packets transmitted, 1 received"
            """);
        Files.setPosixFilePermissions(ping, PosixFilePermissions.fromString("rwx------"));
        var programs = new PingPrograms(ping.toString(), "/nonexistent/fping");
        List<InetAddress> targets =
                Stream.of("127.0.0.1", "127.0.0.2").map(InetAddress::ofLiteral).toList();

        PingPrograms.Swept swept =
                programs.sweep(targets, new EchoPlan(1, Duration.ofSeconds(1), Duration.ZERO, 100, inTenSeconds()));

        assertThat(swept.echoed())
                .containsExactly(
                        new Echoed.Echoes(1, List.of(500)), new Echoed.NotSent("ping said: ping: unknown host"));
    }

    @Test
    void sweepWithoutAnyWayToPingIsToldTheRemedy() {
        assumeFalse(EchoSocket.isPermitted(InetAddress.getLoopbackAddress()), "this host permits ping sockets");
        var pinger = new Pinger(System::nanoTime, new PingPrograms("/nonexistent/ping", "/nonexistent/fping"));

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class, () -> pinger.run(sweep(addresses("127.0.0.1"), 1), inTenSeconds()));

        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure.detail()).contains("install fping or ping");
    }

    @Test
    void sweepOfNothingIsDoneAtOnce() throws Exception {
        var pinger = new Pinger(System::nanoTime, new PingPrograms("/nonexistent/ping", "/nonexistent/fping"));

        assertThat(reply(pinger.run(sweep(List.of(), 1), inTenSeconds())).echoes())
                .isEmpty();
    }

    private static List<DeviceAddress> addresses(String... texts) {
        return Stream.of(texts).map(DeviceAddress::parse).toList();
    }

    private static Command.PingSweep sweep(List<DeviceAddress> targets, int count) {
        return new Command.PingSweep(targets, count, Duration.ofSeconds(1), 100);
    }

    private static Reply.Swept reply(Outcome outcome) {
        return (Reply.Swept) ((Outcome.Completed) outcome).reply();
    }

    private static Deadline inTenSeconds() {
        return Deadline.in(Duration.ofSeconds(10), System::nanoTime);
    }
}

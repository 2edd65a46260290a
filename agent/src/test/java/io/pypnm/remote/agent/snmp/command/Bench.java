package io.pypnm.remote.agent.snmp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.FakeDevice;
import io.pypnm.remote.agent.snmp.ManualClock;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A device, and all of the SNMP code before it, on a clock that only silences move.
final class Bench implements AutoCloseable {
    static final Oid COLUMN = Oid.parse("1.3.6.1.4.1.9999.1");
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int RETRIES = 2;

    final ManualClock clock = new ManualClock();
    final FakeDevice device;
    private final Snmp4jEngine engine;
    private final SnmpOperations operations;

    Bench() throws IOException {
        this(new AnswerRoom(1 << 20, 1 << 20));
    }

    Bench(AnswerRoom answers) throws IOException {
        this(answers, Map.of());
    }

    Bench(AnswerRoom answers, Map<DeviceAddress, Integer> limits) throws IOException {
        device = new FakeDevice("127.0.0.1", () -> clock.advance(TIMEOUT));
        engine = Snmp4jEngine.open(clock);
        operations = new SnmpOperations(
                engine, (_, _, _) -> new SnmpSecurity.Community(new Secret("public")), answers, limits);
    }

    SnmpTarget target() {
        return target(RETRIES);
    }

    SnmpTarget target(int retries) {
        DeviceAddress address = DeviceAddress.parse(device.host());
        return new SnmpTarget(address, device.port(), new SnmpAccess.Automatic(), TIMEOUT, retries);
    }

    Outcome run(Command.Snmp command) throws CommandFailedException, InterruptedException {
        return run(command, Duration.ofMinutes(5));
    }

    Outcome run(Command.Snmp command, Duration runFor) throws CommandFailedException, InterruptedException {
        try (var holdings = new Holdings()) {
            return operations.run(command, clock.deadlineIn(runFor), holdings);
        }
    }

    Outcome run(Command.Snmp command, Holdings holdings) throws CommandFailedException, InterruptedException {
        return operations.run(command, clock.deadlineIn(Duration.ofMinutes(5)), holdings);
    }

    CommandFailedException failureOf(Command.Snmp command) {
        return failureOf(command, Duration.ofMinutes(5));
    }

    CommandFailedException failureOf(Command.Snmp command, Duration runFor) {
        return catchThrowableOfType(CommandFailedException.class, () -> run(command, runFor));
    }

    /// The PDU types and numbers of objects that the device saw.
    List<String> seen() {
        return device.received().stream().map(Bench::describe).toList();
    }

    private static String describe(FakeDevice.Received received) {
        return switch (received.type()) {
            case org.snmp4j.PDU.GET -> "GET " + received.oids().size();
            case org.snmp4j.PDU.GETNEXT -> "GETNEXT" + times(received);
            case org.snmp4j.PDU.GETBULK -> "GETBULK " + received.maxRepetitions() + times(received);
            case org.snmp4j.PDU.SET -> "SET " + received.oids().size();
            default -> "type " + received.type();
        };
    }

    private static String times(FakeDevice.Received received) {
        return received.oids().size() == 1 ? "" : " x " + received.oids().size();
    }

    static List<VarBind> varBinds(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.VarBinds.class);
        return ((Reply.VarBinds) reply).varBinds();
    }

    static List<VarBind> whole(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return varBinds(((Outcome.Completed) outcome).reply());
    }

    static Outcome.Partial partial(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Partial.class);
        return (Outcome.Partial) outcome;
    }

    static void assertLack(Outcome outcome, Missing.Code code, List<VarBind> read) {
        Outcome.Partial partial = partial(outcome);
        assertThat(partial.missing()).extracting(Missing::code).containsExactly(code);
        assertThat(varBinds(partial.reply())).isEqualTo(read);
    }

    static void assertFailure(CommandFailedException failure, FailureCode code, String detail) {
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.detail()).contains(detail);
    }

    /// What [FakeDevice#hasColumn] gives from one row to another.
    static List<VarBind> rows(Oid column, int from, int to) {
        return java.util.stream.IntStream.rangeClosed(from, to)
                .mapToObj(row -> new VarBind(column.append(row), new SnmpValue.Integer32(row)))
                .toList();
    }

    @Override
    public void close() {
        engine.close();
        device.close();
    }
}

package io.pypnm.remote.system.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.command.AnswerRoom;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
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
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import io.pypnm.remote.lab.device.Misbehaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A table of a modem, read column by column and all at once, while the modem goes wrong in the lab's ways: what comes
/// is the whole table, or says why it is not.
@Timeout(120)
final class MisbehavingDevicesIT {
    private static final List<Oid> COLUMNS = IntStream.rangeClosed(1, 8)
            .mapToObj(column -> Oid.parse("1.3.6.1.2.1.2.2.1").append(column))
            .toList();

    private Lab lab;
    private Snmp4jEngine engine;
    private SnmpOperations operations;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.start(LabConfig.defaults().withModems(1));
        engine = Snmp4jEngine.open(System::nanoTime);
        operations = new SnmpOperations(
                engine,
                (_, _, _) -> new SnmpSecurity.Community(new Secret("lab-ro")),
                new AnswerRoom(1 << 24, 1 << 26),
                Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({
        "DROPS_FIRST, 1",
        "DROPS_EVERY, 4",
        "BUSY_DROP, 5",
        "DROPS_CONCURRENT_WALKS, 5",
        "TRIMS_REPLIES, 120",
        "TRIMS_REPLIES, 484",
        "TOO_BIG_OVER, 1",
        "TOO_BIG_OVER, 10",
        "SLOW, 20",
    })
    void tableIsWholeEitherWay(Misbehaviour how, int number) throws Exception {
        List<List<VarBind>> truth = parallel();
        lab.modem(0).misbehave(how.by(number));

        assertThat(parallel())
                .isEqualTo(truth)
                .allSatisfy(column -> assertThat(column).hasSizeGreaterThan(1));
        for (int column = 0; column < COLUMNS.size(); column++) {
            var walk = new Command.SnmpWalk(target(), COLUMNS.get(column), 25, 1_000);
            assertThat(((Reply.VarBinds) whole(run(walk))).varBinds()).isEqualTo(truth.get(column));
        }
    }

    /// An object that comes at the wrong place now and then is no loop: asked again, it may come right.
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 30})
    void treeThatIsNotNamedIsWholeWhateverTheOrder(int number) throws Exception {
        List<List<VarBind>> truth = parallel();
        lab.modem(0).misbehave(Misbehaviour.LOOPS.by(number));

        for (int round = 0; round < 20; round++) {
            Outcome outcome = run(new Command.SnmpParallelWalk(target(), COLUMNS, 3 + round, 1_000));

            List<Missing> missing = outcome instanceof Outcome.Partial partial ? partial.missing() : List.of();
            assertThat(missing).extracting(Missing::code).isSubsetOf(Missing.Code.NOT_INCREASING);
            List<String> named = missing.stream().map(Missing::what).toList();
            List<List<VarBind>> read = trees(replyOf(outcome));
            for (int column = 0; column < COLUMNS.size(); column++) {
                if (named.contains(COLUMNS.get(column).toString())) {
                    assertThat(read.get(column))
                            .isEqualTo(truth.get(column)
                                    .subList(0, read.get(column).size()));
                } else {
                    assertThat(read.get(column)).isEqualTo(truth.get(column));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SILENT, DEVICE_TIMEOUT", "WRONG_SOURCE, DEVICE_TIMEOUT", "GEN_ERR, DEVICE_ERROR"})
    void nothingReadIsAFailure(Misbehaviour how, FailureCode code) {
        lab.modem(0).misbehave(how.usual());

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class, () -> run(new Command.SnmpParallelWalk(target(), COLUMNS, 25, 1_000)));

        assertThat(failure.code()).isEqualTo(code);
    }

    private List<List<VarBind>> parallel() throws Exception {
        return trees(whole(run(new Command.SnmpParallelWalk(target(), COLUMNS, 25, 1_000))));
    }

    private static Reply replyOf(Outcome outcome) {
        return outcome instanceof Outcome.Partial partial ? partial.reply() : whole(outcome);
    }

    private static Reply whole(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return ((Outcome.Completed) outcome).reply();
    }

    private static List<List<VarBind>> trees(Reply reply) {
        return ((Reply.Trees) reply)
                .trees().stream().map(Reply.Trees.Tree::varBinds).toList();
    }

    private Outcome run(Command.Snmp command) throws CommandFailedException, InterruptedException {
        try (var holdings = new Holdings()) {
            return operations.run(command, Deadline.in(Duration.ofMinutes(1), System::nanoTime), holdings);
        }
    }

    private SnmpTarget target() {
        DeviceAddress address = DeviceAddress.parse(lab.modem(0).address().getHostAddress());
        return new SnmpTarget(address, lab.port(), new SnmpAccess.Automatic(), Duration.ofMillis(500), 3);
    }
}

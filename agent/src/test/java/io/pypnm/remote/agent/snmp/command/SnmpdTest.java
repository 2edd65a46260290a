package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.partial;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.testing.Snmpd;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.SnmpSetSequence.Step;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against an SNMP agent that is not ours, with net-snmp's own walk as the judge.
@Timeout(30)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs snmpd and snmp")
final class SnmpdTest {
    private static final Oid NUMBER = Oid.parse("1.3.6.1.4.1.9999.2.1.0");
    private static final Oid TEXT = Oid.parse("1.3.6.1.4.1.9999.2.2.0");

    private static Snmpd snmpd;
    private static Snmp4jEngine engine;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        snmpd = new Snmpd(folder);
        engine = Snmp4jEngine.open(System::nanoTime);
    }

    @AfterAll
    static void stop() {
        engine.close();
        snmpd.close();
    }

    /// Objects that change by themselves are compared by type: those that differ between our own walks before and
    /// after.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.3.6.1.2.1.1",
                "1.3.6.1.2.1.1.1.0",
                "1.3.6.1.2.1.2",
                "1.3.6.1.2.1.4.20",
                "1.3.6.1.2.1.31",
                "1.3.6.1.4.1.2021",
                "1.3.6.1.4.1.9999",
                "1.3.6.1.4.1.9999.3",
                "1.3.6.1.6.3"
            })
    void walkGivesWhatSnmpbulkwalkGives(String root) throws Exception {
        List<String> before = NetSnmpText.of(walk(root));
        List<String> judge = snmpd.bulkWalk(root);
        List<String> after = NetSnmpText.of(walk(root));

        Set<String> steady = new HashSet<>(before);
        steady.retainAll(after);
        assertThat(before).hasSameSizeAs(judge);
        for (int i = 0; i < judge.size(); i++) {
            String ours = before.get(i);
            assertThat(steady.contains(ours) ? ours : NetSnmpText.typeOnly(ours))
                    .isEqualTo(steady.contains(ours) ? judge.get(i) : NetSnmpText.typeOnly(judge.get(i)));
        }
    }

    /// Interfaces, addresses and the agent's own counters: tables of several lengths, of which some move.
    @Test
    void parallelWalkGivesWhatSnmpbulkwalkGives() throws Exception {
        List<String> roots = List.of(
                "1.3.6.1.2.1.2.2.1.2",
                "1.3.6.1.2.1.2.2.1.3",
                "1.3.6.1.2.1.4.20",
                "1.3.6.1.4.1.9999",
                "1.3.6.1.2.1.2.2.1.8",
                "1.3.6.1.4.1.9998",
                "1.3.6.1.2.1.1.5.0",
                "1.3.6.1.2.1.31.1.1.1.1",
                "1.3.6.1.2.1.1.9.1.3");
        var command = new Command.SnmpParallelWalk(
                target("127.0.0.1"), roots.stream().map(Oid::parse).toList(), 25, 10_000);

        Outcome outcome = run(command, "public");

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        var trees = (Reply.Trees) ((Outcome.Completed) outcome).reply();
        for (int i = 0; i < roots.size(); i++) {
            assertThat(NetSnmpText.of(trees.trees().get(i).varBinds()))
                    .as(roots.get(i))
                    .isEqualTo(snmpd.bulkWalk(roots.get(i)));
        }
    }

    @Test
    void bulkWalkIsAWalk() throws Exception {
        var command = new Command.SnmpBulkWalk(target("127.0.0.1"), Oid.parse("1.3.6.1.4.1.9999"), 25, 10_000);

        assertThat(NetSnmpText.of(whole(run(command, "public")))).isEqualTo(snmpd.bulkWalk("1.3.6.1.4.1.9999"));
    }

    @Test
    void sequenceStopsAtTheStepThatTheDeviceRefuses() throws Exception {
        var number = new VarBind(NUMBER, new SnmpValue.Integer32(42));
        var wrong = new VarBind(NUMBER, new SnmpValue.OctetString(Octets.of((byte) 'x')));
        var text = new VarBind(TEXT, new SnmpValue.OctetString(Octets.of((byte) 'y')));
        List<Step> steps = Stream.of(number, wrong, text)
                .map(varBind -> new Step(varBind, Duration.ZERO))
                .toList();

        Outcome outcome = run(new Command.SnmpSetSequence(target("127.0.0.1"), steps), "private");

        assertThat(Bench.varBinds(partial(outcome).reply())).containsExactly(number);
        assertThat(partial(outcome).missing())
                .extracting(Missing::code)
                .containsExactly(Missing.Code.DEVICE_ERROR, Missing.Code.NOT_TRIED);
        var get = new Command.SnmpGet(target("127.0.0.1"), List.of(NUMBER, TEXT));
        assertThat(whole(run(get, "public"))).contains(number).doesNotContain(text);
    }

    @Test
    void walkOfEverythingIsWhole() throws Exception {
        List<VarBind> answer = walk("1.3");

        assertThat(answer)
                .hasSizeGreaterThan(500)
                .isSortedAccordingTo((a, b) -> a.oid().compareTo(b.oid()));
    }

    @Test
    void objectsAreReadOverIPv6() throws Exception {
        var get = new Command.SnmpGet(target("::1"), List.of(NUMBER.append(1), TEXT));

        assertThat(whole(run(get, "public")))
                .extracting(VarBind::value)
                .first()
                .isInstanceOf(SnmpValue.NoSuchInstance.class);
    }

    @Test
    void fourThousandObjectsAreReadByThemselves() throws Exception {
        List<Oid> oids = IntStream.range(0, 4_096)
                .mapToObj(i -> i % 2 == 0 ? TEXT : NUMBER.append(i))
                .toList();

        List<VarBind> answer = whole(run(new Command.SnmpBulkGet(target("127.0.0.1"), oids), "public"));

        assertThat(answer).extracting(VarBind::oid).isEqualTo(oids);
    }

    @Test
    void setIsCarriedOut() throws Exception {
        var number = new VarBind(NUMBER, new SnmpValue.Integer32(-123_456));
        byte[] bytes = "new, and longer than the old one".getBytes(StandardCharsets.US_ASCII);
        var text = new VarBind(TEXT, new SnmpValue.OctetString(Octets.of(bytes)));

        Outcome outcome = run(new Command.SnmpSet(target("127.0.0.1"), List.of(number, text)), "private");

        assertThat(whole(outcome)).containsExactly(number, text);
        var get = new Command.SnmpGet(target("127.0.0.1"), List.of(number.oid(), text.oid()));
        assertThat(whole(run(get, "public"))).containsExactly(number, text);
    }

    @Test
    void setWithoutTheRightIsAnErrorAtItsObject() {
        var set = new Command.SnmpSet(target("127.0.0.1"), List.of(new VarBind(NUMBER, new SnmpValue.Integer32(1))));

        CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> run(set, "public"));

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).isEqualTo("noAccess (6) at " + NUMBER);
    }

    @Test
    void setOfTheWrongTypeIsAnErrorAtItsObject() {
        var right = new VarBind(TEXT, new SnmpValue.OctetString(Octets.of((byte) 'x')));
        var wrong = new VarBind(NUMBER, new SnmpValue.OctetString(Octets.of((byte) 'x')));
        var set = new Command.SnmpSet(target("127.0.0.1"), List.of(right, wrong));

        CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> run(set, "private"));

        assertThat(failure.detail()).isEqualTo("wrongType (7) at " + NUMBER);
    }

    @Test
    void wrongCommunityIsSilence() {
        var get = new Command.SnmpGet(
                new SnmpTarget(
                        DeviceAddress.parse("127.0.0.1"),
                        snmpd.port(),
                        new SnmpAccess.Automatic(),
                        Duration.ofMillis(100),
                        0),
                List.of(NUMBER));

        CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> run(get, "wrong"));

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
    }

    private static List<VarBind> walk(String root) throws Exception {
        return whole(run(new Command.SnmpWalk(target("127.0.0.1"), Oid.parse(root), 25, 100_000), "public"));
    }

    private static Outcome run(Command.Snmp command, String community) throws Exception {
        var operations = new SnmpOperations(
                engine,
                (_, _, _) -> new SnmpSecurity.Community(new Secret(community)),
                new AnswerRoom(1 << 24, 1 << 24),
                Map.of());
        try (var holdings = new Holdings()) {
            return operations.run(command, Deadline.in(Duration.ofSeconds(25), System::nanoTime), holdings);
        }
    }

    private static SnmpTarget target(String address) {
        return new SnmpTarget(
                DeviceAddress.parse(address), snmpd.port(), new SnmpAccess.Automatic(), Duration.ofSeconds(5), 2);
    }
}

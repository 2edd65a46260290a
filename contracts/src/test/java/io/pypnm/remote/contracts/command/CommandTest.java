package io.pypnm.remote.contracts.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final DeviceAddress MODEM = DeviceAddress.parse("10.1.2.3");
    private static final SnmpTarget TARGET = SnmpTarget.of(MODEM, new SnmpAccess.Automatic());
    private static final Oid OID = Oid.parse("1.3.6.1.2.1.1.1.0");

    @ParameterizedTest
    @EnumSource(CommandKind.class)
    void kindIsFoundByItsWireName(CommandKind kind) {
        assertThat(CommandKind.named(kind.wireName())).contains(kind);
        assertThat(kind.defaultRunFor()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SNMP_GET", "snmp-get", "snmp_get "})
    void nothingElseIsAKind(String name) {
        assertThat(CommandKind.named(name)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void effectIsFoundByItsWireNameAndOnlyAReadMayRunAgain(Effect effect) {
        assertThat(Effect.named(effect.wireName())).isEqualTo(effect);
        assertThat(effect.mayRunAgain()).isEqualTo(effect == Effect.READ);
    }

    @Test
    void onlyReadsMayRunAgain() {
        Map<Effect, Set<CommandKind>> once = Map.of(
                Effect.SET, Set.of(CommandKind.SNMP_SET, CommandKind.SNMP_SET_SEQUENCE),
                Effect.ACT, Set.of(CommandKind.CMTS_COMMAND, CommandKind.PNM_CAPTURE));

        for (CommandKind kind : CommandKind.values()) {
            assertThat(once.getOrDefault(kind.effect(), Set.of(kind))).contains(kind);
        }
        assertThat(once.values().stream().flatMap(Set::stream))
                .allMatch(kind -> !kind.effect().mayRunAgain());
    }

    @Test
    void commandOnADeviceSaysWhich() {
        assertThat(new Command.SnmpGet(TARGET, List.of(OID)).device()).contains(MODEM);
        assertThat(new Command.Ping(MODEM, 1).device()).contains(MODEM);
        assertThat(new Command.CmtsCommand(MODEM, "show version").device()).contains(MODEM);
        assertThat(new Command.Describe().device()).isEqualTo(Optional.empty());
    }

    @Test
    void commandSaysEveryDeviceItTouches() {
        DeviceAddress other = DeviceAddress.parse("10.1.2.4");
        Command.PingSweep sweep = new Command.PingSweep(List.of(MODEM, other), 1, Duration.ofSeconds(1), 100);

        assertThat(sweep.device()).isEmpty();
        assertThat(sweep.addresses()).containsExactly(MODEM, other);
        assertThat(new Command.Ping(MODEM, 1).addresses()).containsExactly(MODEM);
        assertThat(new Command.Describe().addresses()).isEmpty();
    }

    @Test
    void sequenceHas1To64StepsOfValuesThatCanBeSet() {
        VarBind varBind = new VarBind(OID, new SnmpValue.Integer32(1));
        Command.SnmpSetSequence.Step step = new Command.SnmpSetSequence.Step(varBind, Duration.ofSeconds(60));

        assertThat(new Command.SnmpSetSequence(TARGET, Collections.nCopies(64, step)).steps())
                .hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpSetSequence(TARGET, Collections.nCopies(65, step)))
                .withMessage("sets must have 1 to 64 entries, has 65");
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.SnmpSetSequence(TARGET, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpSetSequence.Step(varBind, Duration.ofMillis(60_001)))
                .withMessage("sleep_after must be 0 to 60 seconds, is 60.001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpSetSequence.Step(varBind, Duration.ofNanos(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Command.SnmpSetSequence.Step(new VarBind(OID, new SnmpValue.Null()), Duration.ZERO))
                .withMessage("value of " + OID + " cannot be set: it is no value of an object");
    }

    @Test
    void walkOfSeveralTreesHas1To64OfThemAndNoneTwice() {
        List<Oid> roots = IntStream.range(0, 65).mapToObj(OID::append).toList();

        assertThat(new Command.SnmpParallelWalk(TARGET, roots.subList(0, 64), 25, 1).roots())
                .hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpParallelWalk(TARGET, roots, 25, 1))
                .withMessage("oids must have 1 to 64 entries, has 65");
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.SnmpParallelWalk(TARGET, List.of(), 25, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpParallelWalk(TARGET, List.of(OID, OID), 25, 1))
                .withMessage("oids must not have an entry twice");
    }

    @Test
    void sweepIsBounded() {
        Duration second = Duration.ofSeconds(1);

        assertThat(new Command.PingSweep(List.of(), 1, second, 1).targets()).isEmpty();
        assertThat(new Command.PingSweep(Collections.nCopies(4096, MODEM), 20, second, 1000).targets())
                .hasSize(4096);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.PingSweep(Collections.nCopies(4097, MODEM), 1, second, 1))
                .withMessage("targets must have 0 to 4096 entries, has 4097");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.PingSweep(List.of(), 21, second, 1))
                .withMessage("count must be 1 to 20, is 21");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.PingSweep(List.of(), 1, Duration.ofMillis(99), 1))
                .withMessage("timeout must be 0.1 to 10 seconds, is 0.099");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.PingSweep(List.of(), 1, second, 1001))
                .withMessage("concurrent_tasks must be 1 to 1000, is 1001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "show version\nreload", "show\u0000", "show caf\u00e9", "show \u007f"})
    void cmtsCommandIsOnePrintableLine(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.CmtsCommand(MODEM, line))
                .withMessage("command must be one line of 1 to 1000 printable ASCII characters");
    }

    @Test
    void cmtsCommandHasAtMost1000Characters() {
        assertThat(new Command.CmtsCommand(MODEM, "x".repeat(1000)).line()).hasSize(1000);
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.CmtsCommand(MODEM, "x".repeat(1001)));
    }

    @Test
    void getHas1To128Oids() {
        assertThat(new Command.SnmpGet(TARGET, Collections.nCopies(128, OID)).oids())
                .hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpGet(TARGET, Collections.nCopies(129, OID)))
                .withMessage("oids must have 1 to 128 entries, has 129");
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.SnmpGet(TARGET, List.of()));
    }

    @Test
    void bulkGetHas1To4096Oids() {
        assertThat(new Command.SnmpBulkGet(TARGET, Collections.nCopies(4096, OID)).oids())
                .hasSize(4096);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpBulkGet(TARGET, Collections.nCopies(4097, OID)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.SnmpBulkGet(TARGET, List.of()));
    }

    @Test
    void setHas1To128VarBinds() {
        VarBind varBind = new VarBind(OID, new SnmpValue.Integer32(1));

        assertThat(new Command.SnmpSet(TARGET, Collections.nCopies(128, varBind)).varBinds())
                .hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.SnmpSet(TARGET, Collections.nCopies(129, varBind)))
                .withMessage("varbinds must have 1 to 128 entries, has 129");
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.SnmpSet(TARGET, List.of()));
    }

    @Test
    void whatNoObjectCanBeIsNotSet() {
        List<SnmpValue> impossible = List.of(
                new SnmpValue.NoSuchObject(),
                new SnmpValue.NoSuchInstance(),
                new SnmpValue.EndOfMibView(),
                new SnmpValue.Null());

        for (SnmpValue value : impossible) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Command.SnmpSet(TARGET, List.of(new VarBind(OID, value))))
                    .withMessage("value of " + OID + " cannot be set: it is no value of an object");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "501, 1", "1, 0", "1, 1000001", "-1, 1"})
    void walkIsBounded(int maxRepetitions, int limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.SnmpWalk(TARGET, OID, maxRepetitions, limit));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 21})
    void pingIsBounded(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.Ping(MODEM, count))
                .withMessage("count must be 1 to 20, is " + count);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5000, 2",
        "65536, 5000, 2",
        "-1, 5000, 2",
        "161, 99, 2",
        "161, 60001, 2",
        "161, -5000, 2",
        "161, 5000, -1",
        "161, 5000, 11"
    })
    void targetIsBounded(int port, long timeoutMillis, int retries) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnmpTarget(
                        MODEM, port, new SnmpAccess.Automatic(), Duration.ofMillis(timeoutMillis), retries));
    }

    @Test
    void changingTheGivenListChangesNoCommand() {
        List<Oid> oids = new ArrayList<>(List.of(OID));
        Command.SnmpGet get = new Command.SnmpGet(TARGET, oids);

        oids.clear();

        assertThat(get.oids()).containsExactly(OID);
    }

    @Test
    void communityHas1To255BytesOfUtf8() {
        assertThat(new SnmpAccess.Community(new Secret("é".repeat(127)))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnmpAccess.Community(new Secret("é".repeat(128))))
                .withMessage("community must have 1 to 255 bytes of UTF-8, has 256");
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpAccess.Community(new Secret("half \ud800")));
    }

    @Test
    void commandWithACommunityDoesNotPrintIt() {
        SnmpAccess access = new SnmpAccess.Community(new Secret("s3cret"));

        assertThat(new Command.SnmpGet(SnmpTarget.of(MODEM, access), List.of(OID)))
                .asString()
                .doesNotContain("s3cret")
                .contains("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "é", "a\u007f"})
    void credentialNameIsPrintable(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpAccess.Profile(name));
    }

    @Test
    void credentialNameHasAtMost64Characters() {
        assertThat(new SnmpAccess.Profile("p".repeat(64)).name()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpAccess.Profile("p".repeat(65)));
    }
}

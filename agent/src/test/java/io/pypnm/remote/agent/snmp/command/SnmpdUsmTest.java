package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Authentication;
import io.pypnm.remote.agent.operation.SnmpSecurity.PrivProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Privacy;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.usm.EngineIdFile;
import io.pypnm.remote.agent.testing.Snmpd;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SNMPv3 with an SNMP agent that is not ours, with net-snmp's own walk as the judge.
@Timeout(60)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs snmpd and snmp")
final class SnmpdUsmTest {
    private static final Oid NUMBER = Oid.parse("1.3.6.1.4.1.9999.2.1.0");

    private static final Map<AuthProtocol, String> AUTH_NAMES = Map.of(
            AuthProtocol.MD5, "MD5",
            AuthProtocol.SHA, "SHA",
            AuthProtocol.SHA_224, "SHA-224",
            AuthProtocol.SHA_256, "SHA-256",
            AuthProtocol.SHA_384, "SHA-384",
            AuthProtocol.SHA_512, "SHA-512");

    private static final Map<PrivProtocol, String> PRIV_NAMES = Map.of(
            PrivProtocol.AES_128, "AES",
            PrivProtocol.AES_192, "AES-192",
            PrivProtocol.AES_256, "AES-256",
            PrivProtocol.AES_192_CISCO, "AES-192-C",
            PrivProtocol.AES_256_CISCO, "AES-256-C");

    @TempDir
    private static Path folder;

    private static Snmpd snmpd;
    private static Snmp4jEngine engine;

    @BeforeAll
    static void start() throws IOException {
        snmpd = new Snmpd(folder, Snmpd.freePort(), configuration());
        engine = Snmp4jEngine.open(System::nanoTime);
    }

    @AfterAll
    static void stop() {
        engine.close();
        snmpd.close();
    }

    /// A user for each pair of protocols, called as they are.
    static Stream<SnmpSecurity.Usm> users() {
        return Stream.of(
                        Stream.of(new SnmpSecurity.NoAuthNoPriv("noauth")),
                        Stream.of(AuthProtocol.values()).map(SnmpdUsmTest::signing),
                        Stream.of(AuthProtocol.values())
                                .flatMap(
                                        auth -> Stream.of(PrivProtocol.values()).map(priv -> encrypting(auth, priv))))
                .flatMap(it -> it);
    }

    private static String configuration() {
        var text = new StringBuilder();
        users().forEach(user -> {
            text.append("createUser ").append(user.user());
            switch (user) {
                case SnmpSecurity.NoAuthNoPriv _ -> {}
                case SnmpSecurity.AuthNoPriv signer -> text.append(net(signer.authentication()));
                case SnmpSecurity.AuthPriv both ->
                    text.append(net(both.authentication())).append(net(both.privacy()));
            }
            text.append("\nrwuser ")
                    .append(user.user())
                    .append(' ')
                    .append(level(user))
                    .append(" -V all\n");
        });
        return text.toString();
    }

    private static String net(Authentication auth) {
        return " " + AUTH_NAMES.get(auth.protocol()) + " \"" + auth.password().reveal() + '"';
    }

    private static String net(Privacy priv) {
        return " " + PRIV_NAMES.get(priv.protocol()) + " \"" + priv.password().reveal() + '"';
    }

    private static String level(SnmpSecurity.Usm user) {
        return switch (user) {
            case SnmpSecurity.NoAuthNoPriv _ -> "noauth";
            case SnmpSecurity.AuthNoPriv _ -> "auth";
            case SnmpSecurity.AuthPriv _ -> "priv";
        };
    }

    @ParameterizedTest
    @MethodSource("users")
    void everyPairOfProtocolsReadsWhatSnmpbulkwalkReads(SnmpSecurity.Usm user) throws Exception {
        String root = "1.3.6.1.2.1.1";

        List<String> before = walk(root, user);
        List<String> judge = snmpd.bulkWalk(root, asOptions(user));
        List<String> after = walk(root, user);

        Set<String> steady = new HashSet<>(before);
        steady.retainAll(after);
        assertThat(before).hasSizeGreaterThan(5).hasSameSizeAs(judge);
        assertThat(before)
                .filteredOn(steady::contains)
                .isEqualTo(judge.stream().filter(steady::contains).toList());
        assertThat(before.stream().map(NetSnmpText::typeOnly))
                .isEqualTo(judge.stream().map(NetSnmpText::typeOnly).toList());
    }

    @Test
    void objectsAreReadOverIPv6() throws Exception {
        assertThat(whole(run(get("::1"), encrypting(AuthProtocol.SHA_256, PrivProtocol.AES_128))))
                .hasSize(1);
    }

    @Test
    void setIsCarriedOut() throws Exception {
        SnmpSecurity.Usm user = encrypting(AuthProtocol.SHA, PrivProtocol.AES_128);
        var number = new VarBind(NUMBER, new SnmpValue.Integer32(4711));

        Outcome outcome = run(new Command.SnmpSet(target("127.0.0.1"), List.of(number)), user);

        assertThat(whole(outcome)).containsExactly(number);
        assertThat(whole(run(get("127.0.0.1"), user))).containsExactly(number);
    }

    @Test
    void wrongAuthenticationPasswordIsSaid() {
        var wrong = new Authentication(AuthProtocol.SHA, new Secret("another-password"));

        CommandFailedException failure =
                failureOf(new SnmpSecurity.AuthNoPriv(signing(AuthProtocol.SHA).user(), wrong));

        assertFailure(failure, FailureCode.AUTH_FAILED, "usmStatsWrongDigests");
    }

    /// snmpd says nothing to this one, so it takes all sends.
    @Test
    void wrongPrivacyPasswordIsFoundOut() {
        var right = (SnmpSecurity.AuthPriv) encrypting(AuthProtocol.SHA, PrivProtocol.AES_128);
        var wrong = new Privacy(PrivProtocol.AES_128, new Secret("another-password"));

        CommandFailedException failure =
                failureOf(new SnmpSecurity.AuthPriv(right.user(), right.authentication(), wrong));

        assertFailure(failure, FailureCode.AUTH_FAILED, "another privacy password or protocol");
    }

    @Test
    void unknownUserIsSaid() {
        assertFailure(
                failureOf(new SnmpSecurity.NoAuthNoPriv("nobody")),
                FailureCode.AUTH_FAILED,
                "has no user nobody (usmStatsUnknownUserNames)");
    }

    @Test
    void levelTheUserHasNoKeyForIsSaid() {
        SnmpSecurity.Usm signing = signing(AuthProtocol.SHA);
        var auth = new Authentication(AuthProtocol.SHA, new Secret(Snmpd.AUTH_PASSWORD));
        var priv = new Privacy(PrivProtocol.AES_128, new Secret(Snmpd.PRIV_PASSWORD));

        CommandFailedException failure = failureOf(new SnmpSecurity.AuthPriv(signing.user(), auth, priv));

        assertFailure(failure, FailureCode.AUTH_FAILED, "not for authPriv (usmStatsUnsupportedSecLevels)");
    }

    @Test
    void levelBelowTheOneAskedForMayNothing() {
        SnmpSecurity.Usm user = signing(AuthProtocol.SHA);

        CommandFailedException failure = failureOf(new SnmpSecurity.NoAuthNoPriv(user.user()));

        assertFailure(failure, FailureCode.AUTH_FAILED, "authorizationError (16)");
    }

    /// Boots go up, and the time begins again.
    @Test
    void deviceThatWasRestartedIsReadAtOnce(@TempDir Path own) throws Exception {
        SnmpSecurity.Usm user = encrypting(AuthProtocol.SHA_256, PrivProtocol.AES_128);
        int port = Snmpd.freePort();
        try (var _ = new Snmpd(own, port, configuration())) {
            whole(run(get("127.0.0.1", port), user));
        }

        try (var _ = new Snmpd(own, port, configuration())) {
            assertThat(whole(run(get("127.0.0.1", port), user))).hasSize(1);
        }
    }

    /// Its memory is gone: another engine id, and boots from 1 again.
    @Test
    void deviceThatWasReplacedIsReadAtOnce(@TempDir Path first, @TempDir Path second) throws Exception {
        SnmpSecurity.Usm user = encrypting(AuthProtocol.SHA_256, PrivProtocol.AES_128);
        int port = Snmpd.freePort();
        try (var _ = new Snmpd(first, port, configuration())) {
            whole(run(get("127.0.0.1", port), user));
        }

        try (var _ = new Snmpd(second, port, configuration())) {
            assertThat(whole(run(get("127.0.0.1", port), user))).hasSize(1);
        }
    }

    /// Each with a clock of its own: one has booted three times, the other once.
    @Test
    void clonedDevicesWithOneEngineIdAreReadInTurn(@TempDir Path first, @TempDir Path second) throws Exception {
        SnmpSecurity.Usm user = encrypting(AuthProtocol.SHA_256, PrivProtocol.AES_128);
        String clones = configuration() + "exactEngineID 0x8000000001020304\n";
        int port = Snmpd.freePort();
        for (int boot = 1; boot <= 2; boot++) {
            new Snmpd(first, port, clones).close();
        }
        try (var old = new Snmpd(first, port, clones);
                var young = new Snmpd(second, Snmpd.freePort(), clones)) {
            for (int turn = 0; turn < 3; turn++) {
                assertThat(whole(run(get("127.0.0.1", old.port()), user))).hasSize(1);
                assertThat(whole(run(get("127.0.0.1", young.port()), user))).hasSize(1);
            }
        }
    }

    @Test
    void engineIdIsKeptOverARestartOfTheAgent(@TempDir Path home) throws Exception {
        SnmpSecurity.Usm user = encrypting(AuthProtocol.SHA_256, PrivProtocol.AES_128);
        Path file = home.resolve("snmp-engines");
        whole(run(get("127.0.0.1"), user));
        var before = new EngineIdFile(file);
        before.write(engine.engines());

        try (var restarted = Snmp4jEngine.open(System::nanoTime)) {
            new EngineIdFile(file).read(restarted.engines());

            assertThat(restarted.engines().ids()).isEqualTo(engine.engines().ids());
            assertThat(whole(run(restarted, get("127.0.0.1"), user))).hasSize(1);
        }
        assertThat(Files.readString(file)).contains("127.0.0.1 " + snmpd.port() + " 8000");
    }

    private static SnmpSecurity.Usm signing(AuthProtocol protocol) {
        return new SnmpSecurity.AuthNoPriv(
                protocol.name(), new Authentication(protocol, new Secret(Snmpd.AUTH_PASSWORD)));
    }

    private static SnmpSecurity.Usm encrypting(AuthProtocol auth, PrivProtocol priv) {
        return new SnmpSecurity.AuthPriv(
                auth.name() + "-" + priv.name(),
                new Authentication(auth, new Secret(Snmpd.AUTH_PASSWORD)),
                new Privacy(priv, new Secret(Snmpd.PRIV_PASSWORD)));
    }

    private static List<String> asOptions(SnmpSecurity.Usm user) {
        List<String> options = new ArrayList<>(List.of("-v3", "-u", user.user()));
        switch (user) {
            case SnmpSecurity.NoAuthNoPriv _ -> options.addAll(List.of("-l", "noAuthNoPriv"));
            case SnmpSecurity.AuthNoPriv signer -> {
                options.addAll(List.of("-l", "authNoPriv"));
                options.addAll(asOptions(signer.authentication()));
            }
            case SnmpSecurity.AuthPriv both -> {
                options.addAll(List.of("-l", "authPriv"));
                options.addAll(asOptions(both.authentication()));
                String protocol = PRIV_NAMES.get(both.privacy().protocol());
                options.addAll(List.of("-x", protocol, "-X", Snmpd.PRIV_PASSWORD));
            }
        }
        return options;
    }

    private static List<String> asOptions(Authentication authentication) {
        return List.of("-a", AUTH_NAMES.get(authentication.protocol()), "-A", Snmpd.AUTH_PASSWORD);
    }

    private static List<String> walk(String root, SnmpSecurity.Usm user) throws Exception {
        return NetSnmpText.of(whole(run(new Command.SnmpWalk(target("127.0.0.1"), Oid.parse(root), 25, 10_000), user)));
    }

    private static CommandFailedException failureOf(SnmpSecurity.Usm user) {
        var impatient = new SnmpTarget(
                DeviceAddress.parse("127.0.0.1"), snmpd.port(), new SnmpAccess.Automatic(), Duration.ofMillis(500), 1);
        var get = new Command.SnmpGet(impatient, List.of(NUMBER));
        return catchThrowableOfType(CommandFailedException.class, () -> run(get, user));
    }

    private static Command.SnmpGet get(String address) {
        return new Command.SnmpGet(target(address), List.of(NUMBER));
    }

    private static Command.SnmpGet get(String address, int port) {
        return new Command.SnmpGet(target(address, port), List.of(NUMBER));
    }

    private static Outcome run(Command.Snmp command, SnmpSecurity user) throws Exception {
        return run(engine, command, user);
    }

    private static Outcome run(Snmp4jEngine with, Command.Snmp command, SnmpSecurity user) throws Exception {
        var operations = new SnmpOperations(with, (_, _, _) -> user, new AnswerRoom(1 << 24, 1 << 24), Map.of());
        try (var holdings = new Holdings()) {
            return operations.run(command, Deadline.in(Duration.ofSeconds(50), System::nanoTime), holdings);
        }
    }

    private static SnmpTarget target(String address) {
        return target(address, snmpd.port());
    }

    private static SnmpTarget target(String address, int port) {
        return new SnmpTarget(DeviceAddress.parse(address), port, new SnmpAccess.Automatic(), Duration.ofSeconds(5), 2);
    }
}

package io.pypnm.remote.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.cli.CliConfig;
import io.pypnm.remote.agent.cli.CliOperations;
import io.pypnm.remote.agent.files.FileConfig;
import io.pypnm.remote.agent.files.FileOperations;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Credentials;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.ping.Pinger;
import io.pypnm.remote.agent.pnm.CaptureConfig;
import io.pypnm.remote.agent.pnm.CaptureOperations;
import io.pypnm.remote.agent.policy.Network;
import io.pypnm.remote.agent.policy.Policy;
import io.pypnm.remote.agent.policy.PolicyConfig;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.agent.snmp.command.AnswerRoom;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.agent.testing.NoSsh;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AgentOperationsTest {
    private static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.7.0");
    private static final VarBind VALUE = new VarBind(OBJECT, new SnmpValue.Integer32(72));
    private static final Credentials ALWAYS =
            (_, _, write) -> new SnmpSecurity.Community(new Secret(write ? "for-writing" : "for-reading"));
    private static final Credentials NEVER = (_, _, _) -> {
        throw new CommandRefusedException(RefusalCode.CREDENTIAL_UNKNOWN, "no credential");
    };

    private final List<String> communitiesSent = new ArrayList<>();

    @Test
    void policyIsAskedBeforeTheCredential() {
        CommandRefusedException refusal = refusalOf(NEVER, get("203.0.113.1"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.POLICY);
    }

    @Test
    void missingCredentialIsRefusedBeforeTheStart() {
        CommandRefusedException refusal = refusalOf(NEVER, get("10.1.2.3"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.CREDENTIAL_UNKNOWN);
        assertThat(communitiesSent).isEmpty();
    }

    @Test
    void policyIsAskedForEveryStepOfASequence() {
        var step = new Command.SnmpSetSequence.Step(VALUE, Duration.ZERO);
        var foreign = new Command.SnmpSetSequence.Step(
                new VarBind(Oid.parse("1.3.6.1.2.1.69.1.1.3.0"), new SnmpValue.Integer32(1)), Duration.ZERO);

        CommandRefusedException refusal = catchThrowableOfType(
                CommandRefusedException.class,
                () -> policy().check(new Command.SnmpSetSequence(target("10.1.2.3"), List.of(step, foreign))));

        assertThat(refusal.code()).isEqualTo(RefusalCode.POLICY);
        assertThat(refusal.detail()).contains("1.3.6.1.2.1.69.1.1.3.0");
    }

    @Test
    void policyIsAskedForEveryTargetOfASweep() {
        List<DeviceAddress> targets = List.of(DeviceAddress.parse("10.1.2.3"), DeviceAddress.parse("203.0.113.1"));

        CommandRefusedException refusal = catchThrowableOfType(
                CommandRefusedException.class,
                () -> policy().check(new Command.PingSweep(targets, 1, Duration.ofSeconds(1), 1)));

        assertThat(refusal.code()).isEqualTo(RefusalCode.POLICY);
        assertThat(refusal.detail()).contains("203.0.113.1");
    }

    static Stream<Measurement> measurements() {
        return Stream.of(
                new Measurement.DsRxMer(),
                new Measurement.DsChannelEstimate(),
                new Measurement.DsConstellation(0, 8_192),
                new Measurement.DsHistogram(Duration.ofSeconds(10)),
                new Measurement.DsFecSummary(Measurement.DsFecSummary.Span.DAY),
                new Measurement.DsModulationProfile(),
                new Measurement.DsSpectrum(
                        300_000_000, 900_000_000, 7_500_000, 256, 1, Measurement.DsSpectrum.Retrieval.FILE),
                new Measurement.UsPreEqualization(),
                new Measurement.UsAtdmaPreEqualization(),
                new Measurement.UsRxMer(true, 1));
    }

    @ParameterizedTest
    @MethodSource("measurements")
    void everyMeasurementSetsOnlyWhatIsAllowedByDefault(Measurement measurement) {
        List<Oid> objects = CaptureOperations.objectsSet(capture(measurement));

        assertThatCode(() ->
                        new Policy(new PolicyConfig(List.of(), PolicyConfig.PNM_OIDS, List.of())).checkSets(objects))
                .doesNotThrowAnyException();
        assertThat(objects.isEmpty()).isEqualTo(measurement instanceof Measurement.UsAtdmaPreEqualization);
    }

    @Test
    void measurementIsRefusedIfThePolicyAllowsNotAllItSets() {
        var policy =
                new Policy(new PolicyConfig(List.of(), List.of(Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2.5")), List.of()));

        CommandRefusedException refusal = catchThrowableOfType(
                CommandRefusedException.class,
                () -> policy.checkSets(CaptureOperations.objectsSet(capture(new Measurement.DsRxMer()))));

        assertThat(refusal.code()).isEqualTo(RefusalCode.POLICY);
        assertThat(refusal.detail()).contains("1.3.6.1.4.1.4491.2.1.27.1.1.1");
    }

    private static Command.PnmCapture capture(Measurement measurement) {
        List<Long> channels = measurement instanceof Measurement.UsRxMer ? List.of(488_046L) : List.of();
        return new Command.PnmCapture(
                target("10.1.2.3"),
                MacAddress.parse("a4:b1:c2:00:00:11"),
                measurement,
                channels,
                new Command.PnmCapture.Upload.AsConfigured());
    }

    @Test
    void commandWithoutADeviceNeedsNeither() throws Exception {
        operations(NEVER).check(new Command.Describe());
    }

    @Test
    void readGoesWithTheReadCommunityAndSetWithTheWriteCommunity() throws Exception {
        var set = new Command.SnmpSet(target("10.1.2.3"), List.of(VALUE));
        operations(ALWAYS).check(set);

        Outcome read = operations(ALWAYS).run(get("10.1.2.3"), inASecond(), new Holdings());
        Outcome written = operations(ALWAYS).run(set, inASecond(), new Holdings());

        assertThat(List.of(read, written)).containsOnly(new Outcome.Completed(new Reply.VarBinds(List.of(VALUE))));
        assertThat(communitiesSent).containsExactly("for-reading", "for-writing");
    }

    @Test
    void credentialThatVanishedAfterTheCheckFailsTheCommandAndNothingIsSent() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> operations(NEVER).run(get("10.1.2.3"), inASecond(), new Holdings()));

        assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(communitiesSent).isEmpty();
    }

    /// One command, many SETs: each must be one that the agent may make.
    @Test
    void measurementIsRefusedIfThePolicyForbidsOneOfItsSets() {
        var capture = new Command.PnmCapture(
                target("10.0.0.1"),
                MacAddress.parse("a4:b1:c2:00:00:11"),
                new Measurement.DsRxMer(),
                List.of(),
                new Upload.AsConfigured());

        CommandRefusedException refusal = refusalOf(ALWAYS, capture);

        assertThat(refusal.code()).isEqualTo(RefusalCode.POLICY);
        assertThat(refusal.detail()).contains("policy.set_oids").contains("1.3.6.1.4.1.4491.2.1.27.1.2.5.1.");
    }

    @Test
    void describeTellsEveryCommandItRunsAndItsFacts() throws Exception {
        Outcome outcome = operations(ALWAYS).run(new Command.Describe(), inASecond(), new Holdings());

        assertThat(outcome)
                .isEqualTo(new Outcome.Completed(new Reply.Description(
                        "development",
                        List.of(
                                "describe",
                                "ping",
                                "ping_sweep",
                                "snmp_bulk_get",
                                "snmp_bulk_walk",
                                "snmp_get",
                                "snmp_parallel_walk",
                                "snmp_set",
                                "snmp_set_sequence",
                                "snmp_walk"),
                        Map.of("fact", "value"))));
    }

    private static Policy policy() {
        return new Policy(new PolicyConfig(List.of(Network.parse("10.0.0.0/8")), List.of(OBJECT), PolicyConfig.SHOW));
    }

    private AgentOperations operations(Credentials credentials) {
        var snmp = new SnmpOperations(new AnsweringEngine(), credentials, new AnswerRoom(1_000, 1_000), Map.of());
        var cli = new CliOperations(new CliConfig(Map.of()), NoSsh.sessions());
        var files = FileOperations.of(new FileConfig(List.of(), new FileConfig.Captures.None(), 1), NoSsh.sessions());
        var captures = new CaptureOperations(
                new CaptureConfig(
                        new Upload.AsConfigured(), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                snmp,
                null,
                System::nanoTime,
                InstantSource.system(),
                new Random(1));
        return new AgentOperations(
                policy(), snmp, new Pinger(System::nanoTime), cli, files, captures, Map.of("fact", "value"));
    }

    private CommandRefusedException refusalOf(Credentials credentials, Command command) {
        return catchThrowableOfType(
                CommandRefusedException.class, () -> operations(credentials).check(command));
    }

    private static Command.SnmpGet get(String address) {
        return new Command.SnmpGet(target(address), List.of(OBJECT));
    }

    private static SnmpTarget target(String address) {
        return SnmpTarget.of(DeviceAddress.parse(address), new SnmpAccess.Automatic());
    }

    private static Deadline inASecond() {
        return Deadline.in(Duration.ofSeconds(1), System::nanoTime);
    }

    /// Answers every request at once.
    private final class AnsweringEngine implements SnmpEngine {
        @Override
        public SnmpResponse exchange(SnmpPeer peer, SnmpRequest request, Deadline deadline) {
            communitiesSent.add(
                    ((SnmpSecurity.Community) peer.security()).community().reveal());
            return new SnmpResponse(0, 0, List.of(VALUE));
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}

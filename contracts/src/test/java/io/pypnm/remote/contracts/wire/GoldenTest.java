package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written and read is what the golden samples show, and there is one for everything that can be said.
class GoldenTest {
    private static final Golden COMMANDS = Golden.in("commands");
    private static final Golden OUTCOMES = Golden.in("outcomes");
    private static final Golden VALUES = Golden.in("values");

    private final MessageCodec codec = new MessageCodec();

    static Set<Map.Entry<String, Command>> commands() {
        return Samples.commands().entrySet();
    }

    static Set<Map.Entry<String, OutcomeEnvelope>> outcomes() {
        return Samples.outcomes().entrySet();
    }

    static Set<Map.Entry<String, VarBind>> values() {
        return Samples.values().entrySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandIsItsSample(Map.Entry<String, Command> sample) throws Exception {
        String name = sample.getKey();

        COMMANDS.holds(name, codec.encode(sample.getValue()));

        assertThat(codec.decodeCommand(COMMANDS.read(name))).isEqualTo(sample.getValue());
        assertThat(name).startsWith(sample.getValue().kind().wireName());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void outcomeIsItsSample(Map.Entry<String, OutcomeEnvelope> sample) throws Exception {
        String name = sample.getKey();
        OutcomeKind kind = OutcomeKind.of(sample.getValue().outcome());

        OUTCOMES.holds(name, codec.encode(sample.getValue()));

        assertThat(codec.decodeOutcome(OUTCOMES.read(name))).isEqualTo(sample.getValue());
        assertThat(codec.summarize(new ByteArrayInputStream(OUTCOMES.read(name))))
                .isEqualTo(new OutcomeSummary(kind, Samples.ID));
        assertThat(name).startsWith(kind.wireName());
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueIsItsSample(Map.Entry<String, VarBind> sample) throws Exception {
        String name = sample.getKey();

        VALUES.holds(name, written(sample.getValue()));

        Field read = Field.body(new ObjectMapper().readTree(VALUES.read(name)));
        assertThat(SnmpJson.read(read)).isEqualTo(sample.getValue());
    }

    private static byte[] written(VarBind varBind) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var json = new ObjectMapper().createGenerator(out)) {
            SnmpJson.write(json, varBind);
        }
        return out.toByteArray();
    }

    @Test
    void noSampleIsLeftOver() throws IOException {
        COMMANDS.holdsNothingBut(Samples.commands().keySet());
        OUTCOMES.holdsNothingBut(Samples.outcomes().keySet());
        VALUES.holdsNothingBut(Samples.values().keySet());
    }

    @Test
    void everyCommandHasASample() {
        Collection<Command> samples = Samples.commands().values();

        assertThat(classes(samples.stream())).isEqualTo(leaves(Command.class));
        assertThat(samples.stream().map(Command::kind)).contains(CommandKind.values());
    }

    @Test
    void everyWayToNameACredentialHasASample() {
        Stream<SnmpAccess> accesses = Samples.commands().values().stream()
                .filter(Command.Snmp.class::isInstance)
                .map(command -> ((Command.Snmp) command).target().access());

        assertThat(classes(accesses)).isEqualTo(leaves(SnmpAccess.class));
    }

    @Test
    void everyOutcomeAndReplyAndCodeHasASample() {
        Collection<Outcome> samples = Samples.outcomes().values().stream()
                .map(OutcomeEnvelope::outcome)
                .toList();

        assertThat(classes(samples.stream())).isEqualTo(leaves(Outcome.class));
        assertThat(classes(samples.stream().flatMap(outcome -> reply(outcome).stream())))
                .isEqualTo(leaves(Reply.class));
        assertThat(samples.stream().flatMap(GoldenTest::codes).toList())
                .containsAll(EnumSet.allOf(FailureCode.class))
                .containsAll(EnumSet.allOf(RefusalCode.class))
                .containsAll(EnumSet.allOf(Outcome.Expired.Where.class))
                .containsAll(EnumSet.allOf(Missing.Code.class));
    }

    @Test
    void everyTypeOfValueHasASample() {
        Stream<SnmpValue> samples = Samples.values().values().stream().map(VarBind::value);

        assertThat(classes(samples)).isEqualTo(leaves(SnmpValue.class));
    }

    private static Optional<Reply> reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(Reply reply) -> Optional.of(reply);
            case Outcome.Partial partial -> Optional.of(partial.reply());
            case Outcome.Failed _, Outcome.Refused _, Outcome.Expired _ -> Optional.empty();
            case Outcome.Cancelled _, Outcome.Unknown _ -> Optional.empty();
        };
    }

    private static Stream<Enum<?>> codes(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(FailureCode code, String _) -> Stream.of(code);
            case Outcome.Refused(RefusalCode code, String _) -> Stream.of(code);
            case Outcome.Expired(Outcome.Expired.Where where) -> Stream.of(where);
            case Outcome.Partial partial -> partial.missing().stream().map(Missing::code);
            case Outcome.Completed _, Outcome.Cancelled _, Outcome.Unknown _ -> Stream.empty();
        };
    }

    private static Set<Class<?>> classes(Stream<?> values) {
        return values.map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Arrays.stream(sealed.getPermittedSubclasses())
                        .flatMap(permitted -> leaves(permitted).stream())
                        .collect(Collectors.toSet())
                : Set.of(sealed);
    }
}

package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The OpenAPI document has the names and the bounds of the code.
class OpenApiTermsTest {
    private static final ApiDocument API = ApiDocument.load();

    @Test
    void namesAreThoseOfTheCode() {
        assertThat(enumeration("Kind")).isEqualTo(all(CommandKind.values(), CommandKind::wireName));
        assertThat(names(API.at("/components/schemas/CommandRequest/oneOf"), OpenApiTermsTest::commandOf))
                .isEqualTo(all(CommandKind.values(), CommandKind::wireName));
        assertThat(fieldNames("/components/schemas/CommandRequest/discriminator/mapping"))
                .isEqualTo(all(CommandKind.values(), CommandKind::wireName));
        assertThat(enumeration("OutcomeKind")).isEqualTo(all(OutcomeKind.values(), OutcomeKind::wireName));
        assertThat(fieldNames("/components/schemas/Outcome/discriminator/mapping"))
                .isEqualTo(all(OutcomeKind.values(), OutcomeKind::wireName));
        assertThat(enumeration("Lane")).isEqualTo(all(Lane.values(), Lane::wireName));
        assertThat(enumeration("Effect")).isEqualTo(all(Effect.values(), Effect::wireName));
        assertThat(enumeration("FailureCode")).isEqualTo(all(FailureCode.values(), FailureCode::name));
        assertThat(enumeration("RefusalCode")).isEqualTo(all(RefusalCode.values(), RefusalCode::name));
        assertThat(enumeration("MissingCode")).isEqualTo(all(Missing.Code.values(), Missing.Code::name));
        assertThat(enumeration("ExpiredOutcome/properties/where"))
                .isEqualTo(all(Outcome.Expired.Where.values(), Outcome.Expired.Where::name));
        assertThat(enumeration("SnmpTarget/properties/target_role"))
                .isEqualTo(all(SnmpAccess.DeviceRole.values(), SnmpAccess.DeviceRole::wireName));
    }

    private static JsonNode commandOf(JsonNode reference) {
        return API.at(reference.get("$ref").textValue().substring(1) + "/properties/command/const");
    }

    private static Set<String> enumeration(String schema) {
        return names(API.at("/components/schemas/" + schema + "/enum"), Function.identity());
    }

    private static Set<String> fieldNames(String pointer) {
        Set<String> names = new HashSet<>();
        API.at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> names(JsonNode array, Function<JsonNode, JsonNode> name) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> name.apply(node).textValue())
                .collect(Collectors.toSet());
    }

    private static <E> Set<String> all(E[] constants, Function<E, String> name) {
        return Arrays.stream(constants).map(name).collect(Collectors.toSet());
    }

    @Test
    void boundsAreThoseOfTheCode() {
        assertThat(number("SnmpGetCommand/properties/params/properties/oids/maxItems"))
                .isEqualTo(Command.SnmpGet.MAX_OIDS);
        assertThat(number("SnmpBulkGetCommand/properties/params/properties/oids/maxItems"))
                .isEqualTo(Command.SnmpBulkGet.MAX_OIDS);
        assertThat(number("SnmpSetCommand/properties/params/oneOf/0/properties/varbinds/maxItems"))
                .isEqualTo(Command.SnmpSet.MAX_VARBINDS);
        String walk = "SnmpWalkCommand/properties/params/properties/";
        assertThat(number(walk + "limit/maximum")).isEqualTo(Command.SnmpWalk.MAX_LIMIT);
        assertThat(number(walk + "limit/default")).isEqualTo(Command.SnmpWalk.DEFAULT_LIMIT);
        assertThat(number(walk + "max_repetitions/maximum")).isEqualTo(Command.SnmpWalk.MAX_REPETITIONS);
        assertThat(number(walk + "max_repetitions/default")).isEqualTo(Command.SnmpWalk.DEFAULT_MAX_REPETITIONS);
        assertThat(number(walk + "timeout/default")).isEqualTo(SnmpTarget.WALK_TIMEOUT.toSeconds());
        assertThat(number("SnmpBulkWalkCommand/properties/params/properties/limit/default"))
                .isEqualTo(Command.SnmpBulkWalk.DEFAULT_LIMIT);
        String trees = "SnmpParallelWalkCommand/properties/params/properties/";
        assertThat(number(trees + "oids/maxItems")).isEqualTo(Command.SnmpParallelWalk.MAX_ROOTS);
        assertThat(number(trees + "limit/default")).isEqualTo(Command.SnmpParallelWalk.DEFAULT_LIMIT);
        String sets = "SnmpSetSequenceCommand/properties/params/properties/sets/";
        assertThat(number(sets + "maxItems")).isEqualTo(Command.SnmpSetSequence.MAX_STEPS);
        assertThat(number(sets + "items/allOf/0/properties/sleep_after/maximum"))
                .isEqualTo(Command.SnmpSetSequence.Step.MAX_SLEEP.toSeconds());
        assertThat(number("PingCommand/properties/params/properties/count/maximum"))
                .isEqualTo(Command.Ping.MAX_COUNT);
        String sweep = "PingSweepCommand/properties/params/properties/";
        assertThat(number(sweep + "targets/maxItems")).isEqualTo(Command.PingSweep.MAX_TARGETS);
        assertThat(number(sweep + "timeout/default")).isEqualTo(Command.PingSweep.DEFAULT_TIMEOUT.toSeconds());
        assertThat(number(sweep + "concurrent_tasks/maximum")).isEqualTo(Command.PingSweep.MAX_CONCURRENCY);
        assertThat(number(sweep + "concurrent_tasks/default")).isEqualTo(Command.PingSweep.DEFAULT_CONCURRENCY);
        assertThat(number("CmtsCommandCommand/properties/params/properties/command/maxLength"))
                .isEqualTo(Command.CmtsCommand.MAX_CHARS);
        assertThat(number("FileListCommand/properties/params/properties/prefixes/maxItems"))
                .isEqualTo(Command.FileList.MAX_PREFIXES);
        assertThat(number("FileName/maxLength")).isEqualTo(FileName.MAX_BYTES);
        String target = "SnmpTarget/properties/";
        assertThat(number(target + "port/default")).isEqualTo(SnmpTarget.DEFAULT_PORT);
        assertThat(number(target + "timeout/default")).isEqualTo(SnmpTarget.DEFAULT_TIMEOUT.toSeconds());
        assertThat(number(target + "retries/default")).isEqualTo(SnmpTarget.DEFAULT_RETRIES);
        assertThat(number(target + "community/maxLength")).isEqualTo(SnmpAccess.Community.MAX_BYTES);
        assertThat(number("Hex/maxLength")).isEqualTo(2 * SnmpValue.MAX_OCTETS);
        assertThat(number("PingedReply/properties/sent/maximum")).isEqualTo(Reply.Pinged.MAX_SENT);
        assertThat(number("PartialOutcome/properties/missing/maxItems")).isEqualTo(Outcome.Partial.MAX_MISSING);
    }

    private static int number(String schema) {
        return API.at("/components/schemas/" + schema).intValue();
    }
}

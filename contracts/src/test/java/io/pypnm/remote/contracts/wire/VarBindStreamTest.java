package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarBindStreamTest {
    private static final MessageCodec CODEC = new MessageCodec();
    private static final CommandId ID = CommandId.parse("019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071");

    private static List<VarBind> read(byte[] json) throws IOException, MalformedMessageException {
        List<VarBind> varBinds = new ArrayList<>();
        CODEC.varBinds(new ByteArrayInputStream(json), varBinds::add);
        return varBinds;
    }

    private static byte[] encoded(Outcome outcome) {
        return CODEC.encode(new OutcomeEnvelope(ID, outcome, 1, 2));
    }

    private static List<VarBind> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new VarBind(Oid.of(1, 3, 6, i), new SnmpValue.Integer32(i)))
                .toList();
    }

    @Test
    void moreThanAFrameHoldsIsReadInItsOrder() throws Exception {
        List<VarBind> rows = rows(50_000);
        byte[] json = encoded(new Outcome.Completed(new Reply.VarBinds(rows)));

        assertThat(json.length).isGreaterThan(MessageCodec.MAX_BYTES);
        assertThat(read(json)).isEqualTo(rows);
    }

    @Test
    void partThatIsThereIsReadBesideWhatIsMissing() throws Exception {
        var missing = new Missing("1.3.6", Missing.Code.LIMIT, "there is more");

        assertThat(read(encoded(new Outcome.Partial(new Reply.VarBinds(rows(3)), List.of(missing)))))
                .isEqualTo(rows(3));
    }

    @Test
    void outcomeWithoutVarbindsHasNone() throws Exception {
        assertThat(read(encoded(new Outcome.Failed(FailureCode.DEVICE_TIMEOUT, "no answer"))))
                .isEmpty();
        assertThat(read(encoded(new Outcome.Completed(new Reply.Pinged(1, List.of(), "ping")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"reply\":{\"varbinds\":[{\"oid\":\"1.3.6\"}]}}",
                "{\"reply\":{\"varbinds\":[1]}}",
                "{\"reply\":{\"varbinds\":[{\"oid\":\"1.3.6\",\"type\":\"Null\"}",
            })
    void damageIsNoShortAnswer(String json) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(json.getBytes(StandardCharsets.UTF_8)));
    }
}

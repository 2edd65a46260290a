package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageCodecPropertyTest {
    private static final int MESSAGES = 1_000;

    private final MessageCodec codec = new MessageCodec();

    @Test
    void anyCommandIsReadAsItWasWritten() throws Exception {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 1; seed <= MESSAGES; seed++) {
            Command command = new RandomMessages(seed).command();
            kinds.add(command.getClass());

            byte[] json = codec.encode(command);

            assertThat(codec.decodeCommand(json)).as("seed %d", seed).isEqualTo(command);
            assertThat(codec.encode(codec.decodeCommand(json)))
                    .as("seed %d", seed)
                    .isEqualTo(json);
        }

        assertThat(kinds).hasSize(CommandKind.values().length);
    }

    @Test
    void anyOutcomeIsReadAsItWasWritten() throws Exception {
        for (long seed = 1; seed <= MESSAGES; seed++) {
            OutcomeEnvelope envelope = new RandomMessages(seed).outcome();

            byte[] json = codec.encode(envelope);

            assertThat(codec.decodeOutcome(json)).as("seed %d", seed).isEqualTo(envelope);
            assertThat(codec.summarize(new ByteArrayInputStream(json)))
                    .as("seed %d", seed)
                    .isEqualTo(new OutcomeSummary(OutcomeKind.of(envelope.outcome()), envelope.command()));
        }
    }
}

package io.pypnm.remote.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RecordsTest {
    @Test
    void textsHaveBounds() {
        assertThatThrownBy(() -> command("x".repeat(256), ""))
                .hasMessage("target must have 0 to 255 characters, has 256");
        assertThatThrownBy(() -> command("10.0.0.1", "not-an-id")).hasMessageContaining("UUID");
        assertThatThrownBy(() -> new Idempotency.Key("pypnm", "", "sha"))
                .hasMessage("idempotency key must have 1 to 255 characters, has 0");
    }

    @Test
    void listsHaveBounds() {
        assertThatThrownBy(() -> filter(0)).hasMessage("limit must be 1 to 1000, is 0");
        assertThatThrownBy(() -> filter(1001)).hasMessage("limit must be 1 to 1000, is 1001");
    }

    private static CommandFilter filter(int limit) {
        return new CommandFilter("", new CommandFilter.Phase.Any(), "", "", limit);
    }

    private static NewCommand command(String target, String retryOf) {
        return new NewCommand(
                CommandId.parse("01936e1c-0000-7000-8000-000000000001"),
                new AgentId("jump-01"),
                Lane.BULK,
                "snmp_walk",
                Effect.READ,
                target,
                new byte[0],
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ZERO,
                "pypnm",
                "",
                retryOf,
                Lease.none(),
                new Idempotency.None());
    }
}

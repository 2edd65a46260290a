package io.pypnm.remote.contracts.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final AgentId AGENT = new AgentId("jump-01");

    @ParameterizedTest
    @CsvSource({
        "INTERACTIVE, commands.jump-01.interactive",
        "BULK, commands.jump-01.bulk",
        "LONG, commands.jump-01.long"
    })
    void eachLaneOfAnAgentHasItsQueue(Lane lane, String address) {
        assertThat(Addresses.commands(AGENT, lane)).isEqualTo(address);
    }

    @Test
    void controlAndOutcomesEndInWhomTheyAreFor() {
        assertThat(Addresses.control(AGENT)).isEqualTo("control.jump-01");
        assertThat(Addresses.outcomes(new GatewayId("gw-1"))).isEqualTo("outcomes.gw-1");
    }

    @Test
    void eachFamilyFallsUnderItsWildcard() {
        assertThat(Addresses.commands(AGENT, Lane.BULK)).startsWith(prefix(Addresses.ALL_COMMANDS));
        assertThat(Addresses.control(AGENT)).startsWith(prefix(Addresses.ALL_CONTROL));
        assertThat(Addresses.outcomes(new GatewayId("gw-1"))).startsWith(prefix(Addresses.ALL_OUTCOMES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"outcomes.main", "outcomes.gw-1"})
    void addressOfAGatewaysOutcomesIsKnownAsSuch(String address) {
        assertThat(Addresses.isOutcomes(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "outcomes",
                "outcomes.",
                "outcomes.#",
                "outcomes.*",
                "outcomes.a.b",
                "outcomes.A",
                "Outcomes.main",
                "outcomes.main::commands.jump-01.bulk",
                "commands.jump-01.bulk",
                "outcomes.-"
            })
    void nothingElseIsAnAddressOfOutcomes(String address) {
        assertThat(Addresses.isOutcomes(address)).isFalse();
    }

    private static String prefix(String wildcard) {
        assertThat(wildcard).endsWith(".#");
        return wildcard.substring(0, wildcard.length() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"interactive", "bulk", "long"})
    void laneIsFoundByItsWireName(String name) {
        assertThat(Lane.named(name).map(Lane::wireName)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BULK", "bulk ", "fast"})
    void nothingElseIsALane(String name) {
        assertThat(Lane.named(name)).isEmpty();
    }
}

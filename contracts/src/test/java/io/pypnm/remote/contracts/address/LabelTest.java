package io.pypnm.remote.contracts.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "jump-01", "1-2", "a--b", "123", "xn--bcher-kva"})
    void lettersDigitsAndInnerHyphensAreALabel(String text) {
        assertThat(new AgentId(text)).hasToString(text);
        assertThat(new GatewayId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a", "a-", "-", "A", "a.b", "a/b", "a#", "*", ">", "a b", " a", "a ", "a\n", "a_b", "a%2e", "ä", "а",
                "a\0", "${x}", "..", "١"
            })
    void anythingThatCouldWidenAnAddressIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgentId(text))
                .withMessageStartingWith("agent id must be lower-case letters, digits and inner hyphens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayId(text))
                .withMessageStartingWith("gateway id must be");
    }

    @Test
    void labelHas1To63Characters() {
        assertThat(new AgentId("a".repeat(63)).value()).hasSize(63);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgentId("a".repeat(64)))
                .withMessage("agent id must have 1 to 63 characters, has 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgentId(""))
                .withMessage("agent id must have 1 to 63 characters, has 0");
    }
}

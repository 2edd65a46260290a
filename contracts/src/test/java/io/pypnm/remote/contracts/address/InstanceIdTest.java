package io.pypnm.remote.contracts.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"9f1c2e6a-0b7d-4c55-8f0e-3a1f4f1f2d10", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"})
    void anyUuidIsAnInstance(String text) {
        assertThat(InstanceId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9F1C2E6A-0B7D-4C55-8F0E-3A1F4F1F2D10",
                "0000000001-1-4000-8000-0000000000001",
                "9f1c2e6a-0b7d-4c55-8f0e-3a1f4f1f2d1٣",
                "9f1c2e6a0b7d4c558f0e3a1f4f1f2d10",
                "instance",
                ""
            })
    void anotherSpellingIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstanceId.parse(text))
                .withMessageStartingWith("instance must be a UUID ");
    }
}

package io.pypnm.remote.contracts.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {
    /// RFC 9562 appendix A.6.
    private static final String EXAMPLE = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    @Test
    void exampleOfTheRfcIsReadAndWritten() {
        CommandId id = CommandId.parse(EXAMPLE);

        assertThat(id).hasToString(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                "017f22e279b07cc398c4dc0c0c07398f",
                "17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "0000000001-1-7000-8000-0000000000001",
                "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398٣",
                "017f22e2-79b0-7cc3-98c4 dc0c0c07398f",
                " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "------------------------------------",
                ""
            })
    void anotherSpellingIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandId.parse(text))
                .withMessageStartingWith("command id must be a UUID ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
                "017f22e2-79b0-8cc3-98c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-e8c4-dc0c0c07398f",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            })
    void anotherVersionOrVariantIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandId.parse(text))
                .withMessage("command id must be a UUID of version 7");
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandId(UUID.fromString(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "9", "a", "b"})
    void allFourDigitsOfTheVariantAreOne(String digit) {
        String text = "017f22e2-79b0-7cc3-" + digit + "8c4-dc0c0c07398f";

        assertThat(CommandId.parse(text)).hasToString(text);
    }

    @Test
    void orderIsThatOfTheTextAndSoOfTime() {
        List<CommandId> ordered = Stream.of(
                        "00000000-0000-7000-8000-000000000000",
                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398e",
                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                        "017f22e2-79b0-7cc3-b8c4-000000000000",
                        "017f22e2-79b0-7cc4-80c4-000000000000",
                        "8fffffff-ffff-7fff-bfff-ffffffffffff",
                        "ffffffff-ffff-7000-8000-000000000000")
                .map(CommandId::parse)
                .toList();

        assertThat(ordered.reversed().stream().sorted()).isEqualTo(ordered);
        assertThat(ordered.stream().map(CommandId::toString).sorted())
                .isEqualTo(ordered.stream().map(CommandId::toString).toList());
    }
}

package io.pypnm.remote.contracts.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "utsc_1.bin", "...", ".hidden", "with space", "ü", "-rf", "$(id)", "a;b", "a'b\"c"})
    void bareNameIsTakenAsItIs(String name) {
        assertThat(new FileName(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "/etc/passwd",
                "../secret",
                "a/b",
                "a\\b",
                "..\\a",
                "a*",
                "a?",
                "[a]",
                "a\0",
                "a\nb",
                "a\u001b",
                "a\u0085",
                "a\u202eb",
                "a\u2028",
                "a\ufeff"
            })
    void whatCouldMeanAnotherFileIsNone(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileName(name))
                .withMessage("a file name must be bare: no path, wildcard or control character");
    }

    @Test
    void nameHas1To255BytesOfUtf8() {
        assertThat(new FileName("é".repeat(127)).text()).hasSize(127);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileName("é".repeat(128)))
                .withMessage("a file name must have 1 to 255 bytes, has 256");
        assertThatIllegalArgumentException().isThrownBy(() -> new FileName(""));
    }
}

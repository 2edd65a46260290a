package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StompHeadersTest {
    @Test
    void firstOfARepeatedHeaderCounts() {
        StompHeaders headers = StompHeaders.of("destination", "a", "destination", "b");

        assertThat(headers.first("destination")).contains("a");
        assertThat(headers.size()).isEqualTo(2);
    }

    @Test
    void namesAreCaseSensitive() {
        StompHeaders headers = StompHeaders.of("destination", "a");

        assertThat(headers.first("Destination")).isEmpty();
        assertThat(StompHeaders.NONE.first("destination")).isEmpty();
    }

    @Test
    void orderIsKept() {
        StompHeaders headers = StompHeaders.of("b", "1", "a", "2", "b", "3");

        List<String> seen = new ArrayList<>();
        headers.forEach((name, value) -> seen.add(name + "=" + value));

        assertThat(seen).containsExactly("b=1", "a=2", "b=3");
    }

    @Test
    void headersAreEqualByContentAndOrder() {
        StompHeaders headers = StompHeaders.of("a", "1", "b", "2");

        assertThat(headers).isEqualTo(StompHeaders.of("a", "1", "b", "2")).hasSameHashCodeAs(headers);
        assertThat(headers).isNotEqualTo(StompHeaders.of("b", "2", "a", "1"));
        assertThat(headers).isNotEqualTo(StompHeaders.of("a", "1"));
    }

    @Test
    void builtHeadersDoNotFollowTheirBuilder() {
        StompHeaders.Builder builder = StompHeaders.builder().add("a", "1");
        StompHeaders headers = builder.build();

        builder.add("b", "2");

        assertThat(headers).isEqualTo(StompHeaders.of("a", "1"));
    }

    @Test
    void builderGrowsBeyondItsFirstRoom() {
        StompHeaders.Builder builder = StompHeaders.builder();
        for (int i = 0; i < 100; i++) {
            builder.add("n" + i, "v" + i);
        }

        assertThat(builder.build().size()).isEqualTo(100);
        assertThat(builder.build().first("n99")).contains("v99");
    }

    @Test
    void nameMustNotBeEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StompHeaders.of("a", "1", "", "x"))
                .withMessage("header 1 has no name");
    }

    @Test
    void halfAPairIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> StompHeaders.of("a"));
    }

    @Test
    void contentLengthIsNotTheCallersToSay() {
        assertThatIllegalArgumentException().isThrownBy(() -> StompHeaders.of("content-length", "5"));
    }

    @Test
    void passcodeIsNeverShown() {
        StompHeaders headers = StompHeaders.of("login", "jump-01", "passcode", "hunter2", "Passcode", "hunter3");

        assertThat(headers).hasToString("{login=jump-01, passcode=***, Passcode=***}");
    }

    @Test
    void textForTheLogStaysOnOneShortLine() {
        StompHeaders headers = StompHeaders.of("a\r\nfake log line", "\u001b[31m" + "x".repeat(5_000));

        assertThat(headers.toString()).startsWith("{a??fake log line=?[31mxxx").hasSizeLessThan(200);
        assertThat(headers.toString().chars()).noneMatch(Character::isISOControl);
    }
}

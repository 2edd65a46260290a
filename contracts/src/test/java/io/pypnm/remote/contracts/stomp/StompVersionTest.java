package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StompVersionTest {
    @ParameterizedTest
    @CsvSource({"'1.0,1.1,1.2', V1_2", "'1.2,1.0', V1_2", "'1.1, 1.0', V1_1", "1.0, V1_0", "'2.0,1.1', V1_1"})
    void highestVersionBothSpeakIsChosen(String acceptVersion, StompVersion expected) {
        assertThat(StompVersion.negotiate(acceptVersion)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1", "1.3", "2.0", "1.2.0", "v12.stomp"})
    void withoutACommonVersionNoneIsChosen(String acceptVersion) {
        assertThat(StompVersion.negotiate(acceptVersion)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionIsFoundByItsName(StompVersion version) {
        assertThat(StompVersion.of(version.text())).contains(version);
    }

    @Test
    void namesAreThoseOfTheSpecification() {
        assertThat(StompVersion.values()).extracting(StompVersion::text).containsExactly("1.0", "1.1", "1.2");
        assertThat(StompVersion.values())
                .extracting(StompVersion::subprotocol)
                .containsExactly("v10.stomp", "v11.stomp", "v12.stomp");
    }

    @Test
    void foreignNameIsNoVersion() {
        assertThat(StompVersion.of("1.3")).isEmpty();
    }
}

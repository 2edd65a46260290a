package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightTest {
    @Test
    void smallMessageCountsAsOneAndALargeOneAsSeveral() {
        assertThat(Weight.of(0, 32)).isEqualTo(1);
        assertThat(Weight.of(16 * 1024 - 1, 32)).isEqualTo(1);
        assertThat(Weight.of(16 * 1024, 32)).isEqualTo(2);
        assertThat(Weight.of(256 * 1024, 32)).isEqualTo(17);
    }

    @Test
    void messageLargerThanAllThereIsPassesAlone() {
        assertThat(Weight.of(1024 * 1024, 32)).isEqualTo(32);
        assertThat(Weight.of(Long.MAX_VALUE, 1)).isEqualTo(1);
    }
}

package io.pypnm.remote.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedStreamTest {
    private final AtomicLong nanos = new AtomicLong();

    private InputStream stream(int bytes) {
        return new PacedStream(new ByteArrayInputStream(new byte[bytes]), Duration.ofSeconds(30), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void bodyThatTricklesEndsAfterTheGrace() throws IOException {
        InputStream body = stream(1000);
        for (int second = 1; second <= 30; second++) {
            pass(Duration.ofSeconds(1));
            body.read();
        }

        pass(Duration.ofSeconds(1));

        assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("it comes too slowly");
    }

    @Test
    void largeBodyOverASlowLineIsReadToItsEnd() throws IOException {
        InputStream body = stream(8 << 20);
        long read = 0;
        for (byte[] part = body.readNBytes(8192); part.length > 0; part = body.readNBytes(8192)) {
            read += part.length;
            pass(Duration.ofMillis(1900));
        }

        assertThat(read).isEqualTo(8 << 20);
        assertThat(Duration.ofNanos(nanos.get())).isGreaterThan(Duration.ofMinutes(30));
    }
}

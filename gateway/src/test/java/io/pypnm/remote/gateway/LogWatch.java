package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test in which something was logged at WARNING or above that the test did not [#expect].
public final class LogWatch implements BeforeEachCallback, AfterEachCallback {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> expected = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                lines.add(line.getLevel() + " " + line.getLoggerName() + " " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /// Lines with this text are wanted, or not minded.
    public void expect(String part) {
        expected.add(part);
    }

    /// Whether a line with this text was logged.
    public boolean saw(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ROOT.addHandler(handler);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ROOT.removeHandler(handler);
        assertThat(lines)
                .as("unexpected log lines of %s", context.getDisplayName())
                .allMatch(line -> expected.stream().anyMatch(line::contains));
    }
}

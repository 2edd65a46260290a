package io.pypnm.remote.broker;

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
final class LogWatch implements BeforeEachCallback, AfterEachCallback {
    private static final Logger ROOT = Logger.getLogger("");

    /// What Artemis logs when work of its own meets its stopping thread pools. All of it is about a server that is
    /// going away: its memory, and the lock that its monitor was looking at when it was interrupted.
    private static final List<String> STOPPING = List.of(
            "rejected from org.apache.activemq.artemis.utils.ActiveMQThreadPoolExecutor",
            "AMQ229257: IDGenerator has been stopped",
            "Journal must be in state=LOADED, was [STOPPED]",
            "AMQ224048: Failed to remove temporary resource",
            "\"this.postOffice\" is null",
            "AMQ224166: Server is stopping.",
            "NodeManagerException: java.nio.channels.ClosedByInterruptException",
            "FileLockNodeManager Lost the lock according to the monitor");

    private final List<String> expected = new ArrayList<>(STOPPING);
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                lines.add(line.getLevel() + " " + line.getLoggerName() + " " + line.getMessage() + because(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private static String because(LogRecord line) {
        return line.getThrown() == null ? "" : " because " + line.getThrown();
    }

    /// Lines with this text are wanted, or not minded.
    void expect(String part) {
        expected.add(part);
    }

    boolean saw(String part) {
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

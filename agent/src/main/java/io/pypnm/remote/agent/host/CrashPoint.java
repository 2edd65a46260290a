package io.pypnm.remote.agent.host;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The boundaries between the durable steps of a command's life, at which a test may end the process as a power cut
/// would.
///
/// Armed by the system property `pypnm.crash.at`, read once: `after-started` halts at the first passing,
/// `after-started:3` at the third. Without the property passing costs a comparison.
public enum CrashPoint {
    /// A command has arrived and nothing was done about it.
    AFTER_RECEIVE,
    /// The command is about to be journaled as started.
    BEFORE_STARTED,
    /// It is journaled, and the device untouched.
    AFTER_STARTED,
    /// The device has answered, and nothing of it is kept.
    AFTER_DEVICE,
    /// The outcome is journaled and not sent.
    AFTER_FINISHED,
    /// The outcome has left.
    AFTER_SEND,
    /// The gateway has it, and the journal does not know yet.
    AFTER_RECEIPT,
    /// The acknowledgement has left.
    AFTER_ACK,
    /// The gateway has that too, and the journal knows.
    AFTER_DELIVERED;

    /// As a shell reports a process that was killed.
    private static final int KILLED = 137;

    /// Halts the process if this point is armed and it is time: no shutdown hook, no flush.
    public void pass() {
        if (this == Armed.POINT && Armed.PASSINGS_LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private String propertyName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Read when the first point is passed; a name that is none fails there.
    private static final class Armed {
        private static final String[] PROPERTY =
                System.getProperty("pypnm.crash.at", "").split(":", 2);
        private static final @Nullable CrashPoint POINT = named(PROPERTY[0]);
        private static final AtomicInteger PASSINGS_LEFT =
                new AtomicInteger(PROPERTY.length == 2 ? Integer.parseInt(PROPERTY[1]) : 1);

        private static @Nullable CrashPoint named(String name) {
            if (name.isEmpty()) {
                return null;
            }
            return Arrays.stream(values())
                    .filter(point -> point.propertyName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("pypnm.crash.at names no crash point: " + name));
        }
    }
}

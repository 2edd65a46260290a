package io.pypnm.remote.contracts.outcome;

import java.util.List;

/// How a command ended. Every accepted command gets exactly one.
public sealed interface Outcome {
    /// The device answered and the answer is whole.
    record Completed(Reply reply) implements Outcome {}

    /// Part of the answer is there, and it says what is missing.
    ///
    /// @param missing 1 to 10,000 entries
    record Partial(Reply reply, List<Missing> missing) implements Outcome {
        public static final int MAX_MISSING = 10_000;

        public Partial {
            missing = List.copyOf(missing);
            if (missing.isEmpty() || missing.size() > MAX_MISSING) {
                throw new IllegalArgumentException(
                        "missing must have 1 to " + MAX_MISSING + " entries, has " + missing.size());
            }
        }
    }

    /// The agent started the command and it did not work. The device may have acted on it.
    ///
    /// @param detail for people; cut after 2,000 characters
    record Failed(FailureCode code, String detail) implements Outcome {
        public Failed {
            detail = Detail.cut(detail);
        }
    }

    /// The command was not started.
    ///
    /// @param detail for people; cut after 2,000 characters
    record Refused(RefusalCode code, String detail) implements Outcome {
        public Refused {
            detail = Detail.cut(detail);
        }
    }

    /// Start-by passed and the command was never started.
    record Expired(Where where) implements Outcome {
        /// Where the command was waiting when its time passed.
        public enum Where {
            QUEUE,
            AGENT
        }
    }

    /// Cancelled, and provably never started.
    record Cancelled() implements Outcome {}

    /// A `set` or `act` was started, and nobody can say any more how that went.
    ///
    /// @param detail for people; cut after 2,000 characters
    record Unknown(String detail) implements Outcome {
        public Unknown {
            detail = Detail.cut(detail);
        }
    }

    /// Whether sending the command again cannot repeat its effect on the device.
    default boolean safeToResend() {
        return switch (this) {
            case Refused _, Expired _, Cancelled _ -> true;
            case Completed _, Partial _, Failed _, Unknown _ -> false;
        };
    }
}

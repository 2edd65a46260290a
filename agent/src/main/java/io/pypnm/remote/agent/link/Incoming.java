package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.run.Delivery;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.WireHeaders;
import java.time.Duration;

/// A command message, read as far as it can be.
sealed interface Incoming {
    /// A command that can be run.
    record Legible(Delivery delivery) implements Incoming {}

    /// A command that can be answered and nothing else.
    record Illegible(CommandId id, Effect effect, Lane lane, String replyTo, Outcome.Refused refusal)
            implements Incoming {}

    /// A message that does not say whom to answer, or names an address where no outcome may go.
    record Nameless(String why) implements Incoming {}

    /// Reads MESSAGE frames. Owned by the link thread.
    final class Reader {
        private static final Duration MAX_RUN_FOR = Duration.ofDays(1);

        private final MessageCodec codec;
        private final MonotonicClock clock;

        Reader(MessageCodec codec, MonotonicClock clock) {
            this.codec = codec;
            this.clock = clock;
        }

        /// @param delay how long the frame may have been on its way
        Incoming read(StompFrame frame, Lane lane, Duration delay) {
            StompHeaders headers = frame.headers();
            CommandId id;
            String replyTo;
            try {
                id = CommandId.parse(required(headers, WireHeaders.CORRELATION_ID));
                replyTo = replyTo(headers);
            } catch (IllegalArgumentException e) {
                return new Nameless(String.valueOf(e.getMessage()));
            }
            try {
                return new Legible(delivery(frame, id, lane, replyTo, delay));
            } catch (IllegalArgumentException e) {
                return illegible(headers, id, lane, replyTo, RefusalCode.MALFORMED, String.valueOf(e.getMessage()));
            } catch (MalformedMessageException e) {
                RefusalCode code = switch (e.reason()) {
                    case MALFORMED -> RefusalCode.MALFORMED;
                    case UNKNOWN_TYPE -> RefusalCode.UNKNOWN_COMMAND;
                };
                return illegible(headers, id, lane, replyTo, code, String.valueOf(e.getMessage()));
            }
        }

        private Delivery delivery(StompFrame frame, CommandId id, Lane lane, String replyTo, Duration delay)
                throws MalformedMessageException {
            StompHeaders headers = frame.headers();
            String contract = required(headers, WireHeaders.CONTRACT);
            if (!contract.equals(WireHeaders.CONTRACT_VERSION)) {
                throw new IllegalArgumentException("contract " + contract + " is not known to this agent");
            }
            if (!Checksum.matches(frame.body(), required(headers, WireHeaders.SHA256))) {
                throw new IllegalArgumentException("the body does not have the sha256 it was sent with");
            }
            Command command = codec.decodeCommand(frame.body());
            Effect effect = Effect.named(required(headers, WireHeaders.EFFECT));
            if (effect != command.kind().effect()) {
                throw new IllegalArgumentException(
                        "effect of " + command.kind().wireName() + " is not " + effect.wireName());
            }
            Duration startBy = millis(headers, WireHeaders.START_BY_MILLIS).minus(delay);
            Duration runFor = millis(headers, WireHeaders.RUN_FOR_MILLIS);
            return new Delivery(
                    id,
                    command,
                    lane,
                    replyTo,
                    attempt(headers),
                    Deadline.in(startBy, clock),
                    runFor.compareTo(MAX_RUN_FOR) < 0 ? runFor : MAX_RUN_FOR);
        }

        private static Illegible illegible(
                StompHeaders headers, CommandId id, Lane lane, String replyTo, RefusalCode code, String detail) {
            // What cannot be read may be a SET, and is remembered as one.
            boolean read = headers.first(WireHeaders.EFFECT).orElse("").equals(Effect.READ.wireName());
            return new Illegible(id, read ? Effect.READ : Effect.SET, lane, replyTo, new Outcome.Refused(code, detail));
        }

        private static String replyTo(StompHeaders headers) {
            String replyTo = required(headers, WireHeaders.REPLY_TO);
            if (!Addresses.isOutcomes(replyTo)) {
                throw new IllegalArgumentException("header " + WireHeaders.REPLY_TO + " names no gateway's outcomes");
            }
            return replyTo;
        }

        private static int attempt(StompHeaders headers) {
            long attempt = number(headers, WireHeaders.ATTEMPT);
            if (attempt < 1 || attempt > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "header " + WireHeaders.ATTEMPT + " must be 1 to " + Integer.MAX_VALUE + ", is " + attempt);
            }
            return (int) attempt;
        }

        private static Duration millis(StompHeaders headers, String name) {
            return Duration.ofMillis(number(headers, name));
        }

        private static long number(StompHeaders headers, String name) {
            String text = required(headers, name);
            boolean number =
                    !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number) {
                throw new IllegalArgumentException("header " + name + " must be a whole number");
            }
            return Long.parseLong(text);
        }

        private static String required(StompHeaders headers, String name) {
            return headers.first(name)
                    .orElseThrow(() -> new IllegalArgumentException("header " + name + " is missing"));
        }
    }
}

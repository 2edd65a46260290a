package io.pypnm.remote.bench.client;

import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.run.Delivery;
import io.pypnm.remote.agent.run.Outbox;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/// Plays the link: hands commands to the agent as they come off the wire, so many at once, takes the outcomes as they
/// go onto the wire, and confirms them. Used by one thread.
final class Errand {
    private static final System.Logger log = System.getLogger(Errand.class.getName());
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final MessageCodec CODEC = new MessageCodec();
    /// Enough to see how it ended.
    private static final int HEAD_BYTES = 300;

    private final LocalAgent agent;
    private final Lane lane;
    private final Semaphore ready = new Semaphore(0);
    private long lastId;
    private int failed;

    Errand(LocalAgent agent, Lane lane) {
        this.agent = agent;
        this.lane = lane;
        agent.runner().outbox().onReady(ready::release);
    }

    /// @param bodies of the commands, in turn
    Cost run(List<byte[]> bodies, int operations, int atOnce)
            throws IOException, InterruptedException, MalformedMessageException {
        failed = 0;
        int given = 0;
        int ended = 0;
        Meter meter = Meter.start();
        while (ended < operations) {
            while (given < operations && given - ended < atOnce) {
                give(bodies.get(given % bodies.size()));
                given++;
            }
            ready.acquire();
            for (Optional<Outbox.Outgoing> outcome = agent.runner().outbox().next();
                    outcome.isPresent();
                    outcome = agent.runner().outbox().next()) {
                take(outcome.get());
                ended++;
            }
        }
        return meter.stop(operations, failed);
    }

    private void give(byte[] body) throws IOException, MalformedMessageException {
        var delivery = new Delivery(
                nextId(),
                CODEC.decodeCommand(body),
                lane,
                "outcomes.bench",
                1,
                Deadline.in(LIMIT, agent.clock()),
                LIMIT);
        if (!agent.runner().deliver(delivery)) {
            throw new IOException("the agent takes no more");
        }
    }

    /// RFC 9562 section 5.7, without the time.
    private CommandId nextId() {
        lastId++;
        return new CommandId(new UUID(0x7000L, Long.MIN_VALUE | lastId));
    }

    private void take(Outbox.Outgoing outcome) throws IOException {
        String head = head(outcome.body());
        if (!head.contains("\"completed\"")) {
            failed++;
            log.log(Level.WARNING, head);
        }
        agent.runner().outbox().received(outcome.id());
        agent.runner().outbox().delivered(outcome.id());
    }

    private static String head(OutcomeBody body) throws IOException {
        return switch (body) {
            case OutcomeBody.Inline(byte[] bytes) -> head(bytes);
            case OutcomeBody.WithContent(byte[] bytes, OutcomeBody.Spooled _) -> head(bytes);
            case OutcomeBody.Spooled spooled -> {
                try (InputStream in = Files.newInputStream(spooled.file())) {
                    yield head(in.readNBytes(HEAD_BYTES));
                }
            }
        };
    }

    private static String head(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.UTF_8);
    }
}

package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.agentlink.Frames;
import io.pypnm.remote.gateway.agentlink.RefusedFrameException;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an agent has subscribed to: its lanes and its control queue, and nothing else there is.
final class Subscriptions {
    private static final System.Logger log = System.getLogger(Subscriptions.class.getName());
    private static final int MAX = Lane.values().length + 1;

    private final StompSession session;
    private final int maxPrefetch;
    private final LinkServices services;
    /// Guarded by this.
    private final Map<String, Feed> feeds = new HashMap<>();
    /// Guarded by this.
    private boolean closed;

    Subscriptions(StompSession session, int maxPrefetch, LinkServices services) {
        this.session = session;
        this.maxPrefetch = maxPrefetch;
        this.services = services;
    }

    /// Carries out a SUBSCRIBE.
    void add(StompFrame frame) throws RefusedFrameException, JMSException, InterruptedException {
        String id = Frames.required(frame, StompHeaders.ID);
        String destination = Frames.required(frame, StompHeaders.DESTINATION);
        boolean isControl = destination.equals(Addresses.control(session.agent()));
        Feed feed = isControl ? control(id, frame) : lane(id, destination, frame);
        if (!add(id, feed)) {
            feed.close();
            throw StompSession.malformed("subscription id is taken, or there are too many");
        }
        session.start("subscription " + id, feed::run);
        if (isControl) {
            // What was wished while nobody listened was said to nobody.
            services.cancellations().repeatTo(session.agent());
        }
    }

    private ControlFeed control(String id, StompFrame frame) throws RefusedFrameException, JMSException {
        requireAck(StompHeaders.ACK_AUTO, frame);
        return ControlFeed.open(id, session, services);
    }

    private LaneFeed lane(String id, String destination, StompFrame frame) throws RefusedFrameException, JMSException {
        Lane lane = lane(destination).orElseThrow(() -> {
            services.forbidden(session, "subscribe refused", destination);
            return new RefusedFrameException(ErrorCode.FORBIDDEN, "an agent can subscribe to its own queues only");
        });
        // "auto" would lose what is on its way when a connection breaks; "client" would acknowledge what still runs.
        requireAck(StompHeaders.ACK_CLIENT_INDIVIDUAL, frame);
        return LaneFeed.open(id, lane, prefetch(frame), session, services);
    }

    private Optional<Lane> lane(String destination) {
        for (Lane lane : Lane.values()) {
            if (destination.equals(Addresses.commands(session.agent(), lane))) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    private static void requireAck(String offered, StompFrame frame) throws RefusedFrameException {
        if (!frame.headers()
                .first(StompHeaders.ACK)
                .orElse(StompHeaders.ACK_AUTO)
                .equals(offered)) {
            throw StompSession.malformed("ack must be " + offered);
        }
    }

    private int prefetch(StompFrame frame) throws RefusedFrameException {
        String text = frame.headers().first(WireHeaders.PREFETCH_COUNT).orElse("1");
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= maxPrefetch) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw StompSession.malformed("prefetch-count must be 1 to " + maxPrefetch);
    }

    private synchronized boolean add(String id, Feed feed) {
        return !closed && feeds.size() < MAX && feeds.putIfAbsent(id, feed) == null;
    }

    synchronized Feed remove(String id) throws RefusedFrameException {
        Feed feed = feeds.remove(id);
        if (feed == null) {
            throw StompSession.malformed("no subscription of that id");
        }
        return feed;
    }

    /// Closes what is open; nothing more is taken.
    void close() {
        List<Feed> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(feeds.values());
            feeds.clear();
        }
        for (Feed feed : open) {
            feed.end();
            try {
                feed.close();
            } catch (JMSException e) {
                log.log(System.Logger.Level.WARNING, "a subscription of " + session.agent() + " did not close", e);
            }
        }
    }
}

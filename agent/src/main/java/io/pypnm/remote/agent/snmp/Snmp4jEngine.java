package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.SNMP4JSettings;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;

/// SNMP by snmp4j's transport, codec and message model, with one socket and one listener thread for all devices.
///
/// snmp4j's own session class, `Snmp`, is left out on purpose: its timeouts run on `java.util.Timer`, which follows
/// the wall clock, so a clock set back would stop every retry; it does not look at who answers unless told; and it
/// books each request in three places. Here the waiting thread keeps its own time, and one map says what is
/// outstanding.
public final class Snmp4jEngine implements SnmpEngine {
    private static final int MOST_OUTSTANDING = 4096;
    /// An IPv4 datagram's 65,507 bytes, less the message's head: the longest community, and 13 bytes of tags and
    /// lengths.
    private static final int MAX_PDU_BYTES = 65_507 - 255 - 13;

    static {
        SNMP4JSettings.setSnmp4jStatistics(SNMP4JSettings.Snmp4jStatistics.none);
    }

    private final SnmpSocket socket;
    private final MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
    private final ConcurrentHashMap<Integer, Exchange> outstanding = new ConcurrentHashMap<>();
    private final MonotonicClock clock;
    private final Timekeeper timekeeper;
    private final int mostOutstanding;
    private final int receiveBytes;
    private final Semaphore places;
    private final AtomicInteger lastRequestId =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());
    private volatile boolean closed;

    private Snmp4jEngine(SnmpSocket socket, MonotonicClock clock, int mostOutstanding) throws IOException {
        this.socket = socket;
        this.clock = clock;
        this.timekeeper = new Timekeeper(outstanding.values(), clock);
        this.receiveBytes = socket.grantedReceiveBytes();
        this.mostOutstanding = Math.min(mostOutstanding, socket.answersThatFit());
        this.places = new Semaphore(this.mostOutstanding, true);
    }

    /// Opens the socket on a free port and starts to listen.
    ///
    /// @throws IOException if the host has no socket for it
    public static Snmp4jEngine open(MonotonicClock clock) throws IOException {
        return open(clock, MOST_OUTSTANDING);
    }

    static Snmp4jEngine open(MonotonicClock clock, int mostOutstanding) throws IOException {
        var engine = new Snmp4jEngine(new SnmpSocket(), clock, mostOutstanding);
        engine.listen();
        return engine;
    }

    int port() {
        return socket.getListenAddress().getPort();
    }

    Thread timekeeper() {
        return timekeeper.thread();
    }

    private void listen() throws IOException {
        dispatcher.addMessageProcessingModel(new MPv2c());
        dispatcher.addTransportMapping(socket);
        dispatcher.addCommandResponder(this::receive);
        socket.addTransportListener(dispatcher);
        socket.listen();
        timekeeper.start();
    }

    @Override
    public SnmpResponse exchange(SnmpPeer peer, SnmpRequest request, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        PDU pdu = Snmp4jMapping.pdu(request);
        if (pdu.getBERLength() > MAX_PDU_BYTES) {
            throw failed(
                    FailureCode.TOO_LARGE,
                    "the request must be at most " + MAX_PDU_BYTES + " bytes, has " + pdu.getBERLength());
        }
        if (!places.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw failed(
                    FailureCode.RUN_FOR,
                    "run-for passed before anything was sent to " + peer + ": all " + mostOutstanding
                            + " places for outstanding requests were taken");
        }
        try {
            return converse(new Exchange(peer, request, target(peer), clock), pdu, deadline);
        } finally {
            places.release();
        }
    }

    private SnmpResponse converse(Exchange exchange, PDU pdu, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        int requestId = register(exchange);
        pdu.setRequestID(new Integer32(requestId));
        try {
            while (exchange.maySend() && !deadline.hasPassed()) {
                exchange.countSend(deadline.left());
                send(exchange, pdu);
                if (exchange.await()) {
                    return exchange.response();
                }
            }
            throw exchange.silence(deadline);
        } finally {
            outstanding.remove(requestId);
        }
    }

    /// Ids count up from a random start, so that an answer that comes too late meets no other request. 0 is left out:
    /// snmp4j takes it for "not given".
    private int register(Exchange exchange) {
        while (true) {
            int requestId = lastRequestId.incrementAndGet() & Integer.MAX_VALUE;
            if (requestId != 0 && outstanding.putIfAbsent(requestId, exchange) == null) {
                timekeeper.attend();
                return requestId;
            }
        }
    }

    private void send(Exchange exchange, PDU pdu) throws CommandFailedException {
        // A closed socket would be opened again by snmp4j, with nobody listening.
        if (closed || !socket.isListening()) {
            throw failed(FailureCode.INTERNAL, "the agent's SNMP socket is closed");
        }
        try {
            dispatcher.sendPdu(socket, exchange.target(), pdu, true);
        } catch (MessageException e) {
            throw failed(FailureCode.UNREACHABLE, "cannot send to " + exchange.peer() + ": " + e.getMessage());
        }
    }

    /// Runs on the listener thread, for every readable message that comes in, asked for or not.
    private <A extends Address> void receive(CommandResponderEvent<A> event) {
        event.setProcessed(true);
        PDU pdu = event.getPDU();
        Exchange exchange = outstanding.get(pdu.getRequestID().getValue());
        if (pdu.getType() == PDU.RESPONSE && exchange != null && event.getPeerAddress() instanceof UdpAddress from) {
            exchange.offer(from, event.getSecurityName(), pdu);
        }
    }

    private static CommunityTarget<UdpAddress> target(SnmpPeer peer) {
        return switch (peer.security()) {
            case SnmpPeer.Security.Community(Secret community) -> {
                byte[] name = community.reveal().getBytes(StandardCharsets.UTF_8);
                var address = new UdpAddress(peer.address().toInetAddress(), peer.port());
                var target = new CommunityTarget<UdpAddress>(address, new OctetString(name));
                target.setVersion(SnmpConstants.version2c);
                yield target;
            }
        };
    }

    private static CommandFailedException failed(FailureCode code, String detail) {
        return new CommandFailedException(code, detail);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "snmp_receive_buffer_bytes",
                Integer.toString(receiveBytes),
                "snmp_max_outstanding",
                Integer.toString(mostOutstanding));
    }

    @Override
    public void close() {
        closed = true;
        outstanding.values().forEach(Exchange::abandon);
        timekeeper.stop();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

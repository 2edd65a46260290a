package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.usm.RemoteEngines;
import io.pypnm.remote.agent.snmp.usm.UsmKeys;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.snmp4j.PDU;
import org.snmp4j.SNMP4JSettings;
import org.snmp4j.TransportMapping;
import org.snmp4j.TransportStateReference;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.UdpAddress;

/// SNMP by snmp4j's transport and codec, with one socket and one listener thread for all devices.
///
/// What snmp4j has above these is left out on purpose. `Snmp`: its timeouts run on `java.util.Timer`, which follows the
/// wall clock, so a clock set back would stop every retry; it does not look at who answers unless told; and it books
/// each request in three places. `MPv3` and `USM`: they keep an engine's clock by its id, and cloned modems share one;
/// they never believe a device whose boots start again; and they hash a password anew for every engine. Here the
/// waiting thread keeps its own time, and one map says what is outstanding.
public final class Snmp4jEngine implements SnmpEngine {
    private static final System.Logger log = System.getLogger(Snmp4jEngine.class.getName());
    private static final int MOST_OUTSTANDING = 4096;
    /// An IPv4 datagram's 65,507 bytes, less the message's head: the longest community, and 13 bytes of tags and
    /// lengths; or SNMPv3's, of which the longest has 236.
    private static final int MAX_PDU_BYTES = 65_507 - 255 - 13;

    static {
        SNMP4JSettings.setSnmp4jStatistics(SNMP4JSettings.Snmp4jStatistics.none);
    }

    private final SnmpSocket socket;
    private final RemoteEngines engines;
    /// As many as the agent has users in its settings.
    private final ConcurrentHashMap<SnmpSecurity.Usm, UsmKeys> keys = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Integer, Exchange> outstanding = new ConcurrentHashMap<>();
    private final MonotonicClock clock;
    private final Timekeeper timekeeper;
    private final int mostOutstanding;
    private final int receiveBytes;
    private final Semaphore places;
    private final AtomicInteger lastId =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());
    private volatile boolean closed;

    private Snmp4jEngine(SnmpSocket socket, MonotonicClock clock, int mostOutstanding) throws IOException {
        this.socket = socket;
        this.clock = clock;
        this.engines = new RemoteEngines(clock);
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
        socket.addTransportListener(this::receive);
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
            return converse(peer, request, pdu, deadline);
        } finally {
            places.release();
        }
    }

    private SnmpResponse converse(SnmpPeer peer, SnmpRequest request, PDU pdu, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var address = new UdpAddress(peer.address().toInetAddress(), peer.port());
        Dialogue dialogue = dialogue(peer, request, pdu);
        while (true) {
            // Another id after a report: what still comes for the old one is of no use any more.
            var exchange = new Exchange(peer, request, address, dialogue, clock);
            Dialogue.Answer answer;
            try {
                answer = ask(exchange, deadline);
            } catch (CommandFailedException e) {
                dialogue.endure(e);
                continue;
            }
            if (answer instanceof Dialogue.Answer.Response(PDU response) && dialogue.carriesRequest()) {
                return response(peer, response);
            }
            dialogue.learn(answer);
        }
    }

    private Dialogue dialogue(SnmpPeer peer, SnmpRequest request, PDU pdu) {
        return switch (peer.security()) {
            case SnmpSecurity.Community community -> new CommunityDialogue(community, request, pdu);
            case SnmpSecurity.Usm user -> {
                var address = new InetSocketAddress(peer.address().toInetAddress(), peer.port());
                UsmKeys userKeys = keys.computeIfAbsent(user, UsmKeys::of);
                yield new UsmDialogue(peer, user, userKeys, engines.at(address), request, pdu);
            }
        };
    }

    private Dialogue.Answer ask(Exchange exchange, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        int id = register(exchange);
        try {
            while (exchange.maySend() && !deadline.hasPassed()) {
                exchange.countSend(deadline.left());
                send(exchange, id);
                if (exchange.await()) {
                    return exchange.answer();
                }
            }
            throw exchange.silence(deadline);
        } finally {
            outstanding.remove(id);
        }
    }

    private static SnmpResponse response(SnmpPeer peer, PDU answer) throws CommandFailedException {
        try {
            return Snmp4jMapping.response(answer);
        } catch (IllegalArgumentException e) {
            throw failed(FailureCode.DEVICE_ERROR, peer + " answered what SNMP cannot mean: " + e.getMessage());
        }
    }

    /// Ids count up from a random start, so that an answer that comes too late meets no other request.
    private int register(Exchange exchange) {
        while (true) {
            int id = lastId.incrementAndGet() & Integer.MAX_VALUE;
            if (outstanding.putIfAbsent(id, exchange) == null) {
                timekeeper.attend();
                return id;
            }
        }
    }

    private void send(Exchange exchange, int id) throws CommandFailedException {
        // A closed socket would be opened again by snmp4j, with nobody listening.
        if (closed || !socket.isListening()) {
            throw failed(FailureCode.INTERNAL, "the agent's SNMP socket is closed");
        }
        try {
            socket.sendMessage(exchange.address(), exchange.message(id), null, 0, 0);
        } catch (IOException e) {
            throw failed(FailureCode.UNREACHABLE, "cannot send to " + exchange.peer() + ": " + e.getMessage());
        }
    }

    /// Runs on the listener thread, for every datagram that comes in, asked for or not.
    private <A extends Address> void receive(
            TransportMapping<? super A> transport, A from, ByteBuffer datagram, TransportStateReference state) {
        try {
            Message message = Message.decode(datagram);
            Exchange exchange = outstanding.get(message.id());
            if (exchange != null && from instanceof UdpAddress address) {
                exchange.offer(address, message);
            }
        } catch (IOException | RuntimeException e) {
            // Whatever strangers send must not end the thread; snmp4j's decoder throws what it likes at damage.
            log.log(Level.DEBUG, () -> "a datagram from " + from + " cannot be read: " + e);
        }
    }

    private static CommandFailedException failed(FailureCode code, String detail) {
        return new CommandFailedException(code, detail);
    }

    /// What it has learnt of devices that speak SNMPv3.
    public RemoteEngines engines() {
        return engines;
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

package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/// A device on loopback with objects of its own, told by [Misbehaviour] what to do wrong. Its one thread answers; the
/// rest may be called from any thread.
///
/// Where it stays silent it moves the test's clock by [#onSilence], so a timeout takes no time.
public final class FakeDevice implements AutoCloseable {
    /// The object at which some misbehaviours strike.
    public static final Oid BAD = Oid.parse("1.3.6.1.4.1.9999.2.3.0");

    /// A value that no object has: who reads it was fooled.
    public static final SnmpValue FORGED = new SnmpValue.OctetString(Octets.of((byte) 0xba, (byte) 0xd0));

    /// One message that came in.
    public record Received(int bytes, int type, int requestId, List<Oid> oids, int maxRepetitions) {}

    private final ConcurrentSkipListMap<Oid, SnmpValue> objects = new ConcurrentSkipListMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger setsDone = new AtomicInteger();
    private final DatagramSocket socket;
    private final DatagramSocket otherSocket;
    private final Runnable onSilence;
    private volatile Misbehaviour misbehaviour = Misbehaviour.NONE;
    private volatile int n;
    private volatile byte @Nullable [] late;
    private volatile BeforeAnswer beforeAnswer = _ -> {};

    /// Runs on the device's thread once a request is there and before its answer goes out.
    public interface BeforeAnswer {
        void run(int requestId) throws IOException;
    }

    public FakeDevice(String address, Runnable onSilence) throws IOException {
        this.onSilence = onSilence;
        this.socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
        this.otherSocket = new DatagramSocket(0, InetAddress.ofLiteral(address));
        socket.setReceiveBufferSize(4 * 1024 * 1024);
        Thread.ofPlatform().daemon().name("fake-device").start(this::serve);
    }

    public void misbehaves(Misbehaviour how) {
        misbehaves(how, 0);
    }

    public void misbehaves(Misbehaviour how, int number) {
        n = number;
        misbehaviour = how;
    }

    public void beforeEachAnswer(BeforeAnswer action) {
        beforeAnswer = action;
    }

    public void has(Oid oid, SnmpValue value) {
        objects.put(oid, value);
    }

    /// Gives it that many Integer32 objects, `base.1` being 1.
    public void hasColumn(Oid base, int rows) {
        for (int row = 1; row <= rows; row++) {
            has(base.append(row), new SnmpValue.Integer32(row));
        }
    }

    public SnmpValue holds(Oid oid) {
        SnmpValue value = objects.get(oid);
        return value == null ? new SnmpValue.NoSuchInstance() : value;
    }

    public List<Received> received() {
        return received;
    }

    public int setsDone() {
        return setsDone.get();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String host() {
        return socket.getLocalAddress().getHostAddress();
    }

    /// Sends any bytes, from the device's own address.
    public void sendTo(SocketAddress where, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, where));
    }

    @Override
    public void close() {
        socket.close();
        otherSocket.close();
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                answer(packet);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        var in = new BERInputStream(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        BER.decodeHeader(in, new BER.MutableByte());
        new Integer32().decodeBER(in);
        var community = new OctetString();
        community.decodeBER(in);
        var request = new PDU();
        request.decodeBER(in);
        List<Oid> oids = request.getAll().stream()
                .map(varBind -> Oid.of(varBind.getOid().getValue()))
                .toList();
        int repetitions = request.getType() == PDU.GETBULK ? request.getMaxRepetitions() : 0;
        received.add(new Received(
                packet.getLength(), request.getType(), request.getRequestID().getValue(), oids, repetitions));

        beforeAnswer.run(request.getRequestID().getValue());
        PDU response = respond(request, oids);
        if (response == null) {
            onSilence.run();
            return;
        }
        response.setType(PDU.RESPONSE);
        response.setRequestID(request.getRequestID());
        send(response, community, packet.getSocketAddress());
    }

    private void send(PDU response, OctetString community, SocketAddress where) throws IOException {
        switch (misbehaviour) {
            case FOREIGN_PORT -> {
                send(otherSocket, message(forged(response), community), where);
                onSilence.run();
            }
            case FOREIGN_COMMUNITY -> {
                send(socket, message(forged(response), new OctetString("another")), where);
                onSilence.run();
            }
            case ANSWERS_LATE -> {
                byte[] first = late;
                if (first == null) {
                    late = message(response, community);
                    onSilence.run();
                } else {
                    send(socket, first, where);
                }
            }
            case ANSWERS_TWICE -> {
                send(socket, message(response, community), where);
                send(socket, message(forged(response), community), where);
            }
            default -> send(socket, message(response, community), where);
        }
    }

    private static void send(DatagramSocket from, byte[] bytes, SocketAddress where) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, where));
    }

    private static PDU forged(PDU response) {
        var forged = new PDU(response);
        for (int i = 0; i < forged.size(); i++) {
            forged.set(
                    i,
                    Snmp4jMapping.varBind(
                            new VarBind(Oid.of(forged.get(i).getOid().getValue()), FORGED)));
        }
        return forged;
    }

    static byte[] message(PDU pdu, OctetString community) throws IOException {
        var version = new Integer32(1);
        int length = version.getBERLength() + community.getBERLength() + pdu.getBERLength();
        var out = new BEROutputStream(ByteBuffer.allocate(length + BER.getBERLengthOfLength(length) + 1));
        BER.encodeHeader(out, BER.SEQUENCE, length);
        version.encodeBER(out);
        community.encodeBER(out);
        pdu.encodeBER(out);
        return out.getBuffer().array();
    }

    /// Null is silence.
    private @Nullable PDU respond(PDU request, List<Oid> oids) {
        return request.getType() == PDU.SET ? respondToSet(request) : respondToRead(request, oids);
    }

    private @Nullable PDU respondToSet(PDU request) {
        if (misbehaviour == Misbehaviour.ERROR_STATUS_N) {
            return error(request, n, 1);
        }
        if (misbehaviour == Misbehaviour.DIES_OF_SET) {
            misbehaviour = Misbehaviour.SILENT;
            return null;
        }
        if (misbehaviour == Misbehaviour.SILENT || misbehaviour == Misbehaviour.SILENT_BEFORE_SET) {
            return null;
        }
        setsDone.incrementAndGet();
        for (VariableBinding varBind : request.getAll()) {
            VarBind ours = Snmp4jMapping.varBind(varBind);
            has(ours.oid(), ours.value());
        }
        if (misbehaviour == Misbehaviour.SILENT_AFTER_SET) {
            return null;
        }
        var response = new PDU(request);
        if (misbehaviour == Misbehaviour.SETS_ANOTHER) {
            response.get(0).setOid(new org.snmp4j.smi.OID(BAD.toArray()));
        }
        return response;
    }

    private @Nullable PDU respondToRead(PDU request, List<Oid> oids) {
        List<VarBind> answer = switch (request.getType()) {
            case PDU.GET -> oids.stream().map(this::get).toList();
            case PDU.GETNEXT -> bulk(oids, 1);
            case PDU.GETBULK -> bulk(oids, request.getMaxRepetitions());
            default -> throw new IllegalStateException("no read: " + request);
        };
        int bad = positionOfBad(answer);
        boolean over = answer.size() > n;
        return switch (misbehaviour) {
            case SILENT -> null;
            case DROPS_FIRST_N -> received.size() <= n ? null : response(answer);
            case SILENT_AFTER_N -> received.size() > n ? null : response(answer);
            case SILENT_OVER_N -> over ? null : response(answer);
            case SILENT_AT_BAD -> bad > 0 ? null : response(answer);
            case TOO_BIG_OVER_N -> over ? error(request, 1, 0) : response(answer);
            case TRUNCATES_TO_N -> response(over ? answer.subList(0, n) : answer);
            case EMPTY -> response(List.of());
            case LEAVES_OUT_EVERY_N -> response(oids.size() > 1 ? withoutEveryNth(answer) : answer);
            case LEAVES_OUT_ENDS -> response(oids.size() > 1 ? withoutEnds(answer) : answer);
            case SORTS -> response(oids.size() > 1 ? sorted(answer, Comparator.naturalOrder()) : answer);
            case SORTS_DOWN -> response(oids.size() > 1 ? sorted(answer, Comparator.reverseOrder()) : answer);
            case ONE_TOO_MANY -> response(oneMore(answer));
            case ERROR_STATUS_N -> error(request, n, 1);
            case ERROR_STATUS_N_AT_BAD -> bad > 0 ? error(request, n, request.size() > 1 ? bad : 1) : response(answer);
            case ERROR_STATUS_N_UNNAMED_AT_BAD -> bad > 0 ? error(request, n, 0) : response(answer);
            case SPEAKS_V1 -> speakV1(request, answer);
            case WRONG_OID -> response(answer.stream().map(FakeDevice::besides).toList());
            default -> response(answer);
        };
    }

    private VarBind get(Oid oid) {
        return new VarBind(oid, holds(oid));
    }

    private VarBind next(Oid after) {
        Map.Entry<Oid, SnmpValue> next = objects.higherEntry(after);
        if (next == null && misbehaviour == Misbehaviour.LOOPS) {
            next = objects.firstEntry();
        }
        if (misbehaviour == Misbehaviour.STANDS_STILL_AFTER_N && received.size() > n) {
            return new VarBind(after, new SnmpValue.Integer32(0));
        }
        return next == null
                ? new VarBind(after, new SnmpValue.EndOfMibView())
                : new VarBind(next.getKey(), next.getValue());
    }

    private List<VarBind> bulk(List<Oid> after, int repetitions) {
        if (misbehaviour == Misbehaviour.BY_COLUMN) {
            return after.stream()
                    .flatMap(column -> rows(List.of(column), repetitions).stream())
                    .toList();
        }
        if (misbehaviour == Misbehaviour.FILLS_UP && after.size() > 1) {
            return filled(after, repetitions * after.size());
        }
        return rows(misbehaviour == Misbehaviour.FIRST_COLUMN_ONLY ? after.subList(0, 1) : after, repetitions);
    }

    /// As RFC 3416 section 4.2.3 has it: row by row.
    private List<VarBind> rows(List<Oid> after, int repetitions) {
        List<VarBind> answer = new ArrayList<>();
        List<Oid> at = after;
        for (int i = 0; i < repetitions; i++) {
            List<VarBind> row = at.stream().map(this::next).toList();
            answer.addAll(row);
            at = row.stream().map(VarBind::oid).toList();
        }
        return answer;
    }

    private List<VarBind> filled(List<Oid> after, int size) {
        List<VarBind> answer = new ArrayList<>();
        List<Oid> at = after;
        while (!at.isEmpty() && answer.size() < size) {
            List<VarBind> row =
                    at.stream().flatMap(oid -> nextInColumn(oid).stream()).toList();
            answer.addAll(row);
            at = row.stream().map(VarBind::oid).toList();
        }
        return answer.subList(0, Math.min(size, answer.size()));
    }

    /// As [#next], in the table's column that an OID is or lies in.
    private Optional<VarBind> nextInColumn(Oid after) {
        VarBind next = next(after);
        Oid column = Oid.of(Arrays.copyOf(next.oid().toArray(), next.oid().length() - 1));
        return next.value().isException() || !column.isPrefixOf(after) ? Optional.empty() : Optional.of(next);
    }

    private static List<VarBind> sorted(List<VarBind> answer, Comparator<Oid> order) {
        return answer.stream().sorted(Comparator.comparing(VarBind::oid, order)).toList();
    }

    private List<VarBind> withoutEveryNth(List<VarBind> answer) {
        return IntStream.range(0, answer.size())
                .filter(i -> i % n != n - 1)
                .mapToObj(answer::get)
                .toList();
    }

    private static List<VarBind> withoutEnds(List<VarBind> answer) {
        return answer.stream().filter(it -> !it.value().isException()).toList();
    }

    /// From 1; 0 if it is not there.
    private static int positionOfBad(List<VarBind> answer) {
        return 1 + answer.stream().map(VarBind::oid).toList().indexOf(BAD);
    }

    private static VarBind besides(VarBind varBind) {
        return new VarBind(varBind.oid().append(7), FORGED);
    }

    private static List<VarBind> oneMore(List<VarBind> answer) {
        List<VarBind> more = new ArrayList<>(answer);
        more.add(new VarBind(BAD, FORGED));
        return more;
    }

    private static PDU speakV1(PDU request, List<VarBind> answer) {
        for (int i = 0; i < answer.size(); i++) {
            if (answer.get(i).value().isException()) {
                return error(request, 2, i + 1);
            }
        }
        return response(answer);
    }

    private static PDU response(List<VarBind> answer) {
        var response = new PDU();
        answer.forEach(varBind -> response.add(Snmp4jMapping.varBind(varBind)));
        return response;
    }

    private static PDU error(PDU request, int status, int index) {
        var response = new PDU(request);
        response.setErrorStatus(status);
        response.setErrorIndex(index);
        return response;
    }
}

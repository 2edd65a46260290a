package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Authentication;
import io.pypnm.remote.agent.operation.SnmpSecurity.PrivProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Privacy;
import io.pypnm.remote.agent.snmp.usm.LocalKeys;
import io.pypnm.remote.agent.snmp.usm.UsmKeys;
import io.pypnm.remote.agent.snmp.usm.UsmReport;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/// A device with one SNMPv3 user that echoes what it is asked, and goes wrong where a real one never would on demand.
/// It shares the message codec with the engine; that the codec is right is shown with snmpd.
final class FakeUsmDevice implements AutoCloseable {
    static final SnmpSecurity.AuthPriv USER = new SnmpSecurity.AuthPriv(
            "operator",
            new Authentication(AuthProtocol.SHA_256, new Secret("auth-password")),
            new Privacy(PrivProtocol.AES_128, new Secret("priv-password")));

    enum Fault {
        NONE,
        /// Tells its id and answers nothing else.
        SILENT_TO_REQUESTS,
        SILENT,
        /// Says of every request that it is out of the time window.
        NEVER_IN_TIME,
        /// The same, without a signature.
        UNSIGNED_TIME_REPORT,
        /// Says of the first request that it does not know the engine, and means itself.
        DENIES_ITSELF,
        /// Answers with a signature that does not fit.
        WRONG_SIGNATURE,
        /// Answers signed, not encrypted.
        LOWER_LEVEL,
        /// Answers in the name of another user.
        ANOTHER_USER,
        /// Answers with a clock that lies behind.
        ANSWERS_FROM_THE_PAST,
        /// Reports without saying what.
        EMPTY_REPORT,
        /// Reports a counter that nobody knows.
        STRANGE_REPORT,
        /// Reports that it has no such context.
        UNKNOWN_CONTEXT,
        /// Sends damaged copies of each answer before it.
        STUTTERS,
        /// Carries out what it is asked and says nothing.
        SILENT_AFTER_WORK,
        /// Answers nothing but a question for its uptime.
        SILENT_TO_MORE_THAN_UPTIME,
        /// Carries out what it is asked; somebody says then that it has no such user.
        DENIED_USER_AFTER_WORK,
        /// Carries out what it is asked; somebody says then that it is another.
        DENIED_ENGINE_AFTER_WORK
    }

    /// What says something nobody believes.
    private static final Set<Fault> UNTRUSTED = EnumSet.of(
            Fault.UNSIGNED_TIME_REPORT,
            Fault.DENIES_ITSELF,
            Fault.WRONG_SIGNATURE,
            Fault.LOWER_LEVEL,
            Fault.ANOTHER_USER,
            Fault.ANSWERS_FROM_THE_PAST,
            Fault.EMPTY_REPORT,
            Fault.STRANGE_REPORT,
            Fault.DENIED_USER_AFTER_WORK);

    private static final int WINDOW = 150;
    private static final Octets ANOTHER_ENGINE = Octets.ofHex("80001f88800a0b0c0d");

    final List<String> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger setsDone = new AtomicInteger();
    private final Random random = new Random(5);
    private final DatagramSocket socket;
    private final Runnable onSilence;
    private volatile Octets engineId = Octets.ofHex("80001f888001020304");
    private volatile int boots = 5;
    private volatile int time = 1_000;
    private volatile Fault fault = Fault.NONE;

    FakeUsmDevice(Runnable onSilence) throws IOException {
        this.onSilence = onSilence;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("fake-usm-device").start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    void fails(Fault how) {
        fault = how;
    }

    void clock(int newBoots, int newTime) {
        boots = newBoots;
        time = newTime;
    }

    void is(Octets newEngineId) {
        engineId = newEngineId;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                boolean silent = UNTRUSTED.contains(fault);
                byte[] answer = answer((UsmMessage) Message.decode(ByteBuffer.wrap(buffer, 0, packet.getLength())));
                if (answer != null && fault == Fault.STUTTERS) {
                    for (int i = 0; i < 50; i++) {
                        byte[] damaged = damage(answer);
                        socket.send(new DatagramPacket(damaged, damaged.length, packet.getSocketAddress()));
                    }
                }
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
                if (answer == null || silent) {
                    onSilence.run();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] damage(byte[] answer) {
        byte[] damaged = Arrays.copyOf(answer, random.nextBoolean() ? answer.length : random.nextInt(answer.length));
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    /// Null is silence.
    private byte @Nullable [] answer(UsmMessage message) throws IOException {
        LocalKeys keys = UsmKeys.of(USER).at(engineId);
        UsmMessage.Head head = message.head();
        if (fault == Fault.SILENT) {
            seen.add("dropped");
            return null;
        }
        if (!head.engineId().equals(engineId)) {
            seen.add("unknown engine");
            return report(head, UsmReport.UNKNOWN_ENGINE, 0, keys);
        }
        if (!message.isSignedWith(keys)) {
            seen.add("wrong digest");
            return report(head, UsmReport.WRONG_DIGEST, 0, keys);
        }
        if (fault == Fault.SILENT_TO_REQUESTS) {
            seen.add("dropped");
            return null;
        }
        boolean inTime = head.boots() == boots && Math.abs(head.time() - time) <= WINDOW;
        if (!inTime || fault == Fault.NEVER_IN_TIME || fault == Fault.UNSIGNED_TIME_REPORT) {
            seen.add("not in time");
            int level = fault == Fault.UNSIGNED_TIME_REPORT ? 0 : UsmMessage.AUTH;
            return report(head, UsmReport.NOT_IN_TIME_WINDOW, level, keys);
        }
        PDU pdu;
        try {
            pdu = message.pdu(keys);
        } catch (IOException | RuntimeException _) {
            seen.add("rubbish");
            return null;
        }
        return carryOut(head, pdu, keys);
    }

    private byte @Nullable [] carryOut(UsmMessage.Head head, PDU pdu, LocalKeys keys) throws IOException {
        switch (fault) {
            case EMPTY_REPORT -> {
                return message(head, 0, report(List.of()), keys);
            }
            case STRANGE_REPORT -> {
                return message(head, 0, report(List.of("1.3.6.1.4.1.9999.1.0")), keys);
            }
            case UNKNOWN_CONTEXT -> {
                return report(head, UsmReport.UNKNOWN_CONTEXT, 0, keys);
            }
            case DENIES_ITSELF -> {
                seen.add("denied");
                fault = Fault.NONE;
                return report(head, UsmReport.UNKNOWN_ENGINE, 0, keys);
            }
            case SILENT_TO_MORE_THAN_UPTIME -> {
                seen.add(PDU.getTypeString(pdu.getType()));
                if (!pdu.get(0).getOid().equals(SnmpConstants.sysUpTime)) {
                    return null;
                }
            }
            default -> seen.add(PDU.getTypeString(pdu.getType()));
        }
        if (pdu.getType() == PDU.SET) {
            setsDone.incrementAndGet();
        }
        return switch (fault) {
            case SILENT_AFTER_WORK -> null;
            case DENIED_USER_AFTER_WORK -> report(head, UsmReport.UNKNOWN_USER, 0, keys);
            case DENIED_ENGINE_AFTER_WORK -> {
                var another = new UsmMessage.Head(head.id(), 0, ANOTHER_ENGINE, 0, 0, head.user());
                PDU report = report(List.of(UsmReport.UNKNOWN_ENGINE.counter()));
                yield UsmMessage.encode(another, report, keys, new byte[UsmMessage.SALT_BYTES]);
            }
            default -> respond(head, new PDU(pdu), keys);
        };
    }

    private byte[] respond(UsmMessage.Head head, PDU response, LocalKeys keys) throws IOException {
        response.setType(PDU.RESPONSE);
        int level = head.level();
        byte[] whole = message(head, level, response, keys);
        return switch (fault) {
            case WRONG_SIGNATURE -> {
                whole[whole.length - 1]++;
                yield whole;
            }
            case LOWER_LEVEL -> message(head, UsmMessage.AUTH, response, keys);
            case ANOTHER_USER -> {
                var other = new UsmMessage.Head(head.id(), level, engineId, boots, time, new OctetString("another"));
                yield UsmMessage.encode(other, response, keys, new byte[UsmMessage.SALT_BYTES]);
            }
            case ANSWERS_FROM_THE_PAST -> {
                var past = new UsmMessage.Head(head.id(), level, engineId, boots, time - 2 * WINDOW, head.user());
                yield UsmMessage.encode(past, response, keys, new byte[UsmMessage.SALT_BYTES]);
            }
            default -> whole;
        };
    }

    private byte[] report(UsmMessage.Head head, UsmReport reason, int level, LocalKeys keys) throws IOException {
        return message(head, level, report(List.of(reason.counter())), keys);
    }

    private static PDU report(List<String> counters) {
        var report = new PDU();
        report.setType(PDU.REPORT);
        counters.forEach(counter -> report.add(new VariableBinding(new OID(counter), new Counter32(1))));
        return report;
    }

    private byte[] message(UsmMessage.Head to, int level, PDU pdu, LocalKeys keys) throws IOException {
        if (pdu.getRequestID().getValue() == 0) {
            pdu.setRequestID(new Integer32(to.id()));
        }
        var head = new UsmMessage.Head(to.id(), level, engineId, boots, time, to.user());
        return UsmMessage.encode(head, pdu, keys, new byte[UsmMessage.SALT_BYTES]);
    }
}

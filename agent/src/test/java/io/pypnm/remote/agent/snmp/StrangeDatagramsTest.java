package io.pypnm.remote.agent.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/// Anybody can send to the engine's port. Requests run while it is flooded; each must get the device's own answer.
@Timeout(30)
final class StrangeDatagramsTest {
    private static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final VarBind TRUE_ANSWER = new VarBind(OBJECT, new SnmpValue.OctetString(Octets.of((byte) 1)));
    private static final int REQUESTS = 300;
    private static final int STRANGE_PER_REQUEST = 20;

    private final ManualClock clock = new ManualClock();

    /// From another port: whole answers to the very request, and the same with bytes changed.
    @Test
    void forgedAndDamagedAnswersFromElsewhereAreIgnored() throws Exception {
        flood(StrangeDatagramsTest::forged, true);
    }

    /// From the device's own address: bytes at random, and messages with bytes changed that do not carry a request-id
    /// in use.
    @Test
    void rubbishFromTheDeviceItselfIsIgnored() throws Exception {
        flood(StrangeDatagramsTest::rubbish, false);
    }

    private interface Strange {
        byte[] next(Random random, int requestId) throws IOException;
    }

    private void flood(Strange strange, boolean fromElsewhere) throws Exception {
        try (var device = new FakeDevice("127.0.0.1", () -> {});
                var elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var engine = Snmp4jEngine.open(clock)) {
            device.has(OBJECT, TRUE_ANSWER.value());
            var enginePort = new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.port());
            var random = new Random(7);
            device.beforeEachAnswer(requestId -> {
                for (int i = 0; i < STRANGE_PER_REQUEST; i++) {
                    byte[] bytes = strange.next(random, requestId);
                    if (fromElsewhere) {
                        elsewhere.send(new DatagramPacket(bytes, bytes.length, enginePort));
                    } else {
                        device.sendTo(enginePort, bytes);
                    }
                }
            });

            for (int i = 0; i < REQUESTS; i++) {
                SnmpResponse response = engine.exchange(
                        peer(device), new SnmpRequest.Get(List.of(OBJECT)), clock.deadlineIn(Duration.ofMinutes(1)));

                assertThat(response).isEqualTo(new SnmpResponse(0, 0, List.of(TRUE_ANSWER)));
            }
        }
    }

    private static byte[] forged(Random random, int requestId) throws IOException {
        byte[] bytes = answer(requestId);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] rubbish(Random random, int requestId) throws IOException {
        if (random.nextBoolean()) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = answer(~requestId);
        bytes[random.nextInt(8)] = (byte) random.nextInt();
        bytes[bytes.length - 1 - random.nextInt(16)] = (byte) random.nextInt();
        return bytes;
    }

    private static byte[] answer(int requestId) throws IOException {
        var pdu = new PDU();
        pdu.setType(PDU.RESPONSE);
        pdu.setRequestID(new Integer32(requestId));
        pdu.add(Snmp4jMapping.varBind(new VarBind(OBJECT, FakeDevice.FORGED)));
        return FakeDevice.message(pdu, new OctetString("public"));
    }

    private static SnmpPeer peer(FakeDevice device) {
        return new SnmpPeer(
                DeviceAddress.parse(device.host()),
                device.port(),
                new SnmpSecurity.Community(new Secret("public")),
                Duration.ofSeconds(5),
                0);
    }
}

package io.pypnm.remote.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.lab.SnmpClient.Answer;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.device.Silence;
import io.pypnm.remote.lab.snmp.Messages;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

final class LabTest {
    private static final String SYS_NAME = "1.3.6.1.2.1.1.5.0";
    private static final OID MAC_TO_CM = new OID("1.3.6.1.2.1.10.127.1.3.7.1.2");

    @Test
    void everyDeviceAnswersForItself() throws IOException {
        var access = new LabConfig.Access(
                LabConfig.defaults().access().cmts(),
                LabConfig.defaults().access().modems(),
                1472,
                3);
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(300).withAccess(access))) {
            for (Device device : lab.devices()) {
                try (var client = new SnmpClient(lab, device)) {
                    client.send(Messages.pdu(PDU.GET, SYS_NAME));
                    Answer answer = client.receive();

                    assertThat(answer.from()).isEqualTo(device.address());
                    assertThat(answer.pdu().get(0).toValueString()).isEqualTo(device.name());
                    assertThat(device.counts().pdus()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void tableOfAHundredThousandModemsIsWalkedWhole() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(1).withCmtsRows(100_000));
                var client = new SnmpClient(lab, lab.cmts())) {
            Set<Integer> seen = new HashSet<>();
            OID at = MAC_TO_CM;
            while (at.startsWith(MAC_TO_CM)) {
                PDU answer = client.ask(Messages.bulk(0, 60, at.toDottedString()));
                for (VariableBinding varBind : answer.getVariableBindings()) {
                    assertThat(varBind.getOid()).isGreaterThan(at);
                    at = varBind.getOid();
                    if (at.startsWith(MAC_TO_CM)) {
                        seen.add(varBind.getVariable().toInt());
                    }
                }
            }

            assertThat(seen).hasSize(100_000).contains(5_505_026, 5_605_025);
            assertThat(lab.cmts().counts().varBindsAnswered()).isGreaterThan(100_000);
        }
    }

    @Test
    void takenPortIsRefusedAndNothingStaysBound() throws IOException {
        LabConfig config = LabConfig.defaults();
        try (Lab lab = Lab.start(config.withModems(0))) {
            var free = new InetSocketAddress(lab.plant().address(50), lab.port());
            try (var taken = new DatagramSocket(free)) {
                assertThat(taken.isBound()).isTrue();
                LabConfig other = config.withBase(lab.plant().address(30))
                        .withPort(lab.port())
                        .withModems(40);

                assertThatThrownBy(() -> Lab.start(other)).isInstanceOf(BindException.class);
            }
            try (var first =
                    new DatagramSocket(new InetSocketAddress(lab.plant().address(30), lab.port()))) {
                assertThat(first.isBound()).isTrue();
            }
        }
    }

    @Test
    void silentModemIsSilentAndItsNeighbourIsNot() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(2));
                var silent = new SnmpClient(lab, lab.modem(0));
                var neighbour = new SnmpClient(lab, lab.modem(1))) {
            lab.modem(0).misbehave(Misbehaviour.SILENT.usual());

            silent.send(request(1));
            assertThat(neighbour.ask(request(2)).getRequestID().getValue()).isEqualTo(2);
            await().until(() -> lab.modem(0).counts().silences(Silence.REQUEST_DROPPED) == 1);
            lab.modem(0).misbehave();

            assertThat(silent.ask(request(3)).getRequestID().getValue()).isEqualTo(3);
        }
    }

    @Test
    void slowAnswerComesLateAndHoldsNobodyUp() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(2));
                var slow = new SnmpClient(lab, lab.modem(0));
                var neighbour = new SnmpClient(lab, lab.modem(1))) {
            lab.modem(0).misbehave(Misbehaviour.SLOW.by(300));

            long start = System.nanoTime();
            slow.send(request(1));
            slow.send(Messages.pdu(PDU.GET, "1.3.6.1.2.1.1.7.0"));
            neighbour.ask(request(2));
            Duration neighbourTook = Duration.ofNanos(System.nanoTime() - start);
            PDU first = slow.receive().pdu();
            Duration slowTook = Duration.ofNanos(System.nanoTime() - start);

            assertThat(neighbourTook).isLessThan(slowTook);
            assertThat(slowTook).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(first.getRequestID().getValue()).isEqualTo(1);
            assertThat(slow.receive().pdu().get(0).getVariable()).isEqualTo(new Integer32(2));
        }
    }

    @Test
    void misplacedAnswerComesFromAnAddressOfNobody() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(1));
                var client = new SnmpClient(lab, lab.modem(0))) {
            lab.modem(0).misbehave(Misbehaviour.WRONG_SOURCE.usual());

            client.send(request(1));

            assertThat(client.receive().from()).isEqualTo(lab.plant().elsewhere());
        }
    }

    @Test
    void rubbishIsCountedAndTheNextRequestIsAnswered() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(1));
                var client = new SnmpClient(lab, lab.modem(0))) {
            client.send(Messages.pdu(PDU.TRAP, SYS_NAME));

            PDU answer = client.ask(Messages.pdu(PDU.GET, "1.3.6.1.5"));

            assertThat(answer.get(0).getVariable()).isEqualTo(Null.noSuchObject);
            assertThat(lab.modem(0).counts().silences(Silence.NOT_UNDERSTOOD)).isEqualTo(1);
        }
    }

    @Test
    void closedLabFreesItsPort() throws IOException {
        LabConfig config = LabConfig.defaults();
        int port;
        try (Lab lab = Lab.start(config)) {
            port = lab.port();
        }

        try (Lab again = Lab.start(config.withPort(port))) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    private static PDU request(int requestId) {
        PDU pdu = Messages.pdu(PDU.GET, SYS_NAME);
        pdu.setRequestID(new Integer32(requestId));
        return pdu;
    }
}

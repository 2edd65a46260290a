package io.pypnm.remote.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.snmp.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.PDU;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// PNM over real sockets: the lookup of a modem, and a capture that arrives by TFTP.
final class LabPnmTest {
    private static final String PNM = "1.3.6.1.4.1.4491.2.1.27.1.";
    private static final String REG_STATUS = "1.3.6.1.4.1.4491.2.1.20.1.3.1.";
    private static final String POINTER = "1.3.6.1.2.1.10.127.1.3.7.1.2";
    private static final String CM_STATUS = "1.3.6.1.2.1.10.127.1.3.3.1.";

    @TempDir
    Path directory;

    @Test
    void captureArrivesInTheDirectory() throws IOException {
        LabConfig config = LabConfig.defaults().withModems(2).withTftp(directory, Duration.ofMillis(10));
        try (Lab lab = Lab.start(config);
                var modem = new SnmpClient(lab, lab.modem(1))) {
            modem.ask(set(PNM + "1.1.2.0", new OctetString(new byte[] {127, 0, 0, 1})));
            modem.ask(set(PNM + "2.5.1.8.49", new OctetString("rxmer.bin")));

            PDU answer = modem.ask(set(PNM + "2.5.1.1.49", new Integer32(1)));

            assertThat(answer.getErrorStatus()).isZero();
            await().until(() -> number(modem, PNM + "1.2.1.4.1") == 4);
            assertThat(number(modem, PNM + "2.5.1.7.49")).isEqualTo(4);
            assertThat(directory.resolve("rxmer.bin")).hasSize(7_628);
        }
    }

    @Test
    void uploadWithoutAServerEndsInAnError() throws IOException {
        LabConfig.Pnm usual = LabConfig.defaults().pnm();
        var nowhere = new LabConfig.Pnm(Duration.ofMillis(10), 69, null, usual.landing(), usual.templates());
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(1).withPnm(nowhere));
                var modem = new SnmpClient(lab, lab.modem(0))) {
            modem.ask(set(PNM + "1.1.2.0", new OctetString(new byte[] {(byte) 192, 0, 2, 1})));
            modem.ask(set(PNM + "2.5.1.1.48", new Integer32(1)));

            await().until(() -> number(modem, PNM + "1.2.1.4.1") == 7);
        }
    }

    @Test
    void lookupInTenThousandRowsCostsTwoRequests() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withModems(18).withCmtsRows(10_000));
                var cmts = new SnmpClient(lab, lab.cmts())) {
            int index = number(cmts, POINTER + ".164.177.194.0.0.17");
            PDU row = cmts.ask(Messages.pdu(
                    PDU.GET,
                    CM_STATUS + "2." + index,
                    CM_STATUS + "9." + index,
                    REG_STATUS + "2." + index,
                    REG_STATUS + "3." + index,
                    REG_STATUS + "5." + index,
                    REG_STATUS + "6." + index));

            assertThat(row.get(0).toValueString()).isEqualTo("a4:b1:c2:00:00:11");
            assertThat(row.get(2).toValueString()).isEqualTo("a4:b1:c2:00:00:11");
            assertThat(row.get(4).toValueString()).isEqualTo("7f:14:00:13");
            assertThat(row.get(5).getVariable()).isEqualTo(new Integer32(8));
            assertThat(lab.cmts().counts().pdus()).isEqualTo(2);
        }
    }

    @Test
    void modemIsListedByItsOwnCmts() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withCmtss(2).withModems(5));
                var first = new SnmpClient(lab, lab.cmts(0));
                var second = new SnmpClient(lab, lab.cmts(1))) {
            String modem3 = POINTER + ".164.177.194.0.0.3";

            assertThat(first.ask(Messages.pdu(PDU.GET, modem3)).get(0).isException())
                    .isTrue();
            assertThat(number(second, modem3)).isEqualTo(5_505_029);
            assertThat(lab.cmts(1).address()).isEqualTo(lab.plant().address(5));
            assertThat(lab.cmts(1).name()).isEqualTo("cmts-1");
        }
    }

    @Test
    void cmtsMayHaveNoPointers() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults());
                var cmts = new SnmpClient(lab, lab.cmts())) {
            lab.cmts().misbehave(Misbehaviour.NO_CM_POINTERS.usual());

            PDU pointer = cmts.ask(Messages.pdu(PDU.GET, POINTER + ".164.177.194.0.0.3"));
            PDU next = cmts.ask(Messages.pdu(PDU.GETNEXT, POINTER));

            assertThat(pointer.get(0).getVariable()).isEqualTo(Null.noSuchObject);
            assertThat(next.get(0).getOid().startsWith(new OID(POINTER))).isFalse();
            assertThat(macOf(cmts, 5_505_029)).isEqualTo("a4:b1:c2:00:00:03");
        }
    }

    @Test
    void registrationMayHaveAnotherIdAndOneAbove31Bits() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults());
                var cmts = new SnmpClient(lab, lab.cmts())) {
            lab.cmts().misbehave(Misbehaviour.REG_IDS_SHIFTED.by(1));
            assertThat(macOf(cmts, 5_505_029)).isEqualTo("a4:b1:c2:00:00:02");
            assertThat(macOf(cmts, 5_505_030)).isEqualTo("a4:b1:c2:00:00:03");

            lab.cmts().misbehave(Misbehaviour.REG_IDS_SHIFTED.by(Integer.MAX_VALUE));
            assertThat(macOf(cmts, 5_505_029L + Integer.MAX_VALUE)).isEqualTo("a4:b1:c2:00:00:03");
            assertThat(number(cmts, POINTER + ".164.177.194.0.0.3")).isEqualTo(5_505_029);
        }
    }

    @Test
    void modemMayBeOfflineOrHaveNoIpv4() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults());
                var cmts = new SnmpClient(lab, lab.cmts())) {
            lab.cmts().misbehave(Misbehaviour.LISTS_OFFLINE.by(3), Misbehaviour.LISTS_IPV6_ONLY.by(4));

            assertThat(number(cmts, REG_STATUS + "6.5505029")).isEqualTo(1);
            assertThat(text(cmts, REG_STATUS + "5.5505029")).isEqualTo("00:00:00:00");
            assertThat(number(cmts, REG_STATUS + "6.5505030")).isEqualTo(8);
            assertThat(text(cmts, REG_STATUS + "5.5505030")).isEqualTo("00:00:00:00");
            assertThat(text(cmts, REG_STATUS + "3.5505030")).endsWith(":00:01").hasSize(47);
            assertThat(number(cmts, CM_STATUS + "20.5505030")).isEqualTo(2);
            assertThat(text(cmts, REG_STATUS + "5.5505031")).isEqualTo("7f:14:00:07");
        }
    }

    @Test
    void modemMayBeListedByTwoAndOnlineOnOne() throws IOException {
        try (Lab lab = Lab.start(LabConfig.defaults().withCmtss(2));
                var first = new SnmpClient(lab, lab.cmts(0));
                var second = new SnmpClient(lab, lab.cmts(1))) {
            lab.cmts(0).misbehave(Misbehaviour.LISTS_FORMER_MODEMS.usual());

            assertThat(macOf(first, 5_505_029)).isEqualTo(macOf(second, 5_505_029));
            assertThat(number(first, REG_STATUS + "6.5505029")).isEqualTo(1);
            assertThat(number(second, REG_STATUS + "6.5505029")).isEqualTo(8);
            assertThat(number(first, REG_STATUS + "6.5505028")).isEqualTo(8);
        }
    }

    @Test
    void cmtsSendsTheUpstreamRxMerOfAModem() throws IOException {
        String destination = PNM + "1.3.1.1.";
        String capture = PNM + "3.7.1.";
        LabConfig config = LabConfig.defaults().withTftp(directory, Duration.ofMillis(10));
        try (Lab lab = Lab.start(config);
                var cmts = new SnmpClient(lab, lab.cmts())) {
            assertThat(cmts.ask(Messages.pdu(PDU.GET, destination + "9.1"))
                            .get(0)
                            .isException())
                    .isTrue();
            cmts.ask(Messages.pdu(
                    PDU.SET,
                    varBind(destination + "9.1", new Integer32(4)),
                    varBind(destination + "3.1", new Integer32(1)),
                    varBind(destination + "4.1", new OctetString(new byte[] {127, 0, 0, 1})),
                    varBind(destination + "8.1", new Integer32(2))));
            assertThat(number(cmts, destination + "9.1")).isEqualTo(1);

            PDU answer = cmts.ask(Messages.pdu(
                    PDU.SET,
                    varBind(
                            capture + "2.488046",
                            new OctetString(new byte[] {(byte) 0xa4, (byte) 0xb1, (byte) 0xc2, 0, 0, 3})),
                    varBind(capture + "6.488046", new OctetString("us")),
                    varBind(capture + "7.488046", new Gauge32(1)),
                    varBind(capture + "1.488046", new Integer32(1))));

            assertThat(answer.getErrorStatus()).isZero();
            byte[] file = Files.readAllBytes(await().until(() -> filesOf("us_"), files -> !files.isEmpty())
                    .getFirst());
            assertThat(number(cmts, capture + "5.488046")).isEqualTo(4);
            assertThat(file).hasSize(290 + 1_776);
            assertThat(HexFormat.of().formatHex(file, 0, 6)).isEqualTo("504e4e690100");
            assertThat(HexFormat.of().formatHex(file, 270, 276)).isEqualTo("a4b1c2000003");
            assertThat(HexFormat.of().formatHex(file, 276, 290))
                    .isEqualTo("0001" + "01" + "02285e40" + "0094" + "19" + "000006f0");

            lab.cmts().misbehave(Misbehaviour.WRITES_LONG_HEADERS.usual());
            cmts.ask(Messages.pdu(
                    PDU.SET,
                    varBind(capture + "6.488046", new OctetString("long")),
                    varBind(capture + "1.488046", new Integer32(1))));
            file = Files.readAllBytes(await().until(() -> filesOf("long_"), files -> !files.isEmpty())
                    .getFirst());
            assertThat(HexFormat.of().formatHex(file, 277, 283)).isEqualTo("a4b1c2000003");
            assertThat(file).hasSize(297 + 1_776);
        }
    }

    private List<Path> filesOf(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    private static VariableBinding varBind(String oid, Variable value) {
        return new VariableBinding(new OID(oid), value);
    }

    private static String macOf(SnmpClient cmts, long registration) throws IOException {
        return text(cmts, REG_STATUS + "2." + registration);
    }

    private static String text(SnmpClient device, String oid) throws IOException {
        return device.ask(Messages.pdu(PDU.GET, oid)).get(0).toValueString();
    }

    private static int number(SnmpClient device, String oid) throws IOException {
        return device.ask(Messages.pdu(PDU.GET, oid)).get(0).getVariable().toInt();
    }

    private static PDU set(String oid, Variable value) {
        return Messages.pdu(PDU.SET, varBind(oid, value));
    }
}

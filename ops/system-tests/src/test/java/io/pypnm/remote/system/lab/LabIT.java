package io.pypnm.remote.system.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.Silence;
import io.pypnm.remote.lab.plant.Scratch;
import io.pypnm.remote.lab.snmp.RequestType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs net-snmp's tools (package snmp)")
final class LabIT {
    private static final String MAC_TO_CM = ".1.3.6.1.2.1.10.127.1.3.7.1.2";
    private static final String UP_TIME = ".1.3.6.1.2.1.1.3.0 ";
    private static Lab lab;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabConfig.defaults().withModems(6).withCmtsRows(100_000));
    }

    @AfterAll
    static void stop() throws IOException {
        lab.close();
    }

    @Test
    void tableOfAHundredThousandRowsIsWalkedAndCounted() throws IOException, InterruptedException {
        Run walk = snmp(lab.cmts(), "snmpbulkwalk", "lab-ro", "-Cr50", MAC_TO_CM);

        assertThat(walk.exit).isZero();
        assertThat(walk.lines).hasSize(100_000);
        assertThat(walk.lines.getFirst()).isEqualTo(MAC_TO_CM + ".164.177.194.0.0.0 = INTEGER: 5505026");
        assertThat(walk.lines.getLast()).isEqualTo(MAC_TO_CM + ".164.177.194.1.134.159 = INTEGER: 5605025");
        assertThat(lab.cmts().counts().varBindsAnswered()).isBetween(100_001L, 100_050L);
        assertThat(lab.cmts().counts().pdus())
                .isEqualTo(lab.cmts().counts().pdus(RequestType.GET_BULK))
                .isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void walkByGetNextIsTheWalkByGetBulk() throws IOException, InterruptedException {
        Device modem = lab.modem(0);

        List<String> bulk = withoutUpTime(snmp(modem, "snmpbulkwalk", "lab-ro", "-Cr13", ".1"));
        long bulkVarBinds = modem.counts().varBindsAnswered();
        List<String> next = withoutUpTime(snmp(modem, "snmpwalk", "lab-ro", ".1"));

        assertThat(next).isEqualTo(bulk).hasSizeGreaterThan(350);
        assertThat(bulkVarBinds).isGreaterThan(350);
        assertThat(modem.counts().pdus(RequestType.GET_NEXT))
                .isEqualTo(modem.counts().varBindsAnswered() - bulkVarBinds)
                .isGreaterThan(350);
    }

    @Test
    void specimensReadAsWhatTheyAre() throws IOException, InterruptedException {
        Run get = snmp(lab.modem(1), "snmpget", "lab-ro", specimens(1, 2, 4, 5, 6, 7, 8, 9, 10, 11));

        assertThat(get.lines)
                .containsExactly(
                        ".1.3.6.1.3.9999.2.1.0 = INTEGER: -2147483648",
                        ".1.3.6.1.3.9999.2.2.0 = Hex-STRING: 00 FF 80 7F 0A ",
                        ".1.3.6.1.3.9999.2.4.0 = OID: .2.999.4294967295.0",
                        ".1.3.6.1.3.9999.2.5.0 = IpAddress: 127.0.0.255",
                        ".1.3.6.1.3.9999.2.6.0 = Counter32: 4294967295",
                        ".1.3.6.1.3.9999.2.7.0 = Gauge32: 4294967295",
                        ".1.3.6.1.3.9999.2.8.0 = Timeticks: (4294967295) 497 days, 2:27:52.95",
                        ".1.3.6.1.3.9999.2.9.0 = Opaque: Float: 1.000000",
                        ".1.3.6.1.3.9999.2.10.0 = Counter64: 18446744073709551615",
                        ".1.3.6.1.3.9999.2.11.0 = Counter64: 9007199254740993");
    }

    @Test
    void setIsCarriedOutAndCounted() throws IOException, InterruptedException {
        Device modem = lab.modem(2);
        String number = Scratch.integerSlot(100).toString();
        String octets = Scratch.octetSlot(100).toString();

        Run set = snmp(modem, "snmpset", "lab-rw", number, "i", "-5", octets, "x", "00ff");

        assertThat(set.exit).isZero();
        assertThat(snmp(modem, "snmpget", "lab-ro", number, octets).lines)
                .containsExactly("." + number + " = INTEGER: -5", "." + octets + " = Hex-STRING: 00 FF ");
        assertThat(modem.counts().sets(Scratch.integerSlot(100), new SnmpValue.Integer32(-5)))
                .isEqualTo(1);
        assertThat(modem.counts().sets(Scratch.octetSlot(100), new SnmpValue.OctetString(Octets.ofHex("00ff"))))
                .isEqualTo(1);
    }

    @Test
    void refusedSetNamesTheObjectAndChangesNothing() throws IOException, InterruptedException {
        Device modem = lab.modem(3);
        String number = Scratch.integerSlot(1).toString();

        Run set = snmp(modem, "snmpset", "lab-rw", number, "i", "7", "1.3.6.1.2.1.1.1.0", "s", "x");

        assertThat(set.exit).isEqualTo(2);
        assertThat(set.lines)
                .contains(
                        "Reason: notWritable (That object does not support modification)",
                        "Failed object: .1.3.6.1.2.1.1.1.0");
        assertThat(snmp(modem, "snmpget", "lab-ro", number).lines).containsExactly("." + number + " = INTEGER: 0");
    }

    @Test
    void wrongCommunityTimesOut() throws IOException, InterruptedException {
        Run get = snmp(lab.modem(4), "snmpget", "public", ".1.3.6.1.2.1.1.1.0");

        assertThat(get.exit).isEqualTo(1);
        assertThat(get.lines).singleElement().asString().startsWith("Timeout: No Response");
        assertThat(lab.modem(4).counts().silences(Silence.WRONG_COMMUNITY)).isEqualTo(1);
    }

    private static String[] specimens(int... numbers) {
        String[] oids = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            oids[i] = ".1.3.6.1.3.9999.2." + numbers[i] + ".0";
        }
        return oids;
    }

    private static List<String> withoutUpTime(Run walk) {
        assertThat(walk.exit).isZero();
        return walk.lines.stream().filter(line -> !line.startsWith(UP_TIME)).toList();
    }

    private static Run snmp(Device device, String tool, String community, String... arguments)
            throws IOException, InterruptedException {
        String target = device.address().getHostAddress() + ":" + lab.port();
        int options = arguments.length > 0 && arguments[0].startsWith("-C") ? 1 : 0;
        List<String> command = new ArrayList<>(List.of(tool, "-v2c", "-c", community, "-m", "", "-On"));
        command.addAll(List.of("-r", community.equals("public") ? "0" : "3", "-t", "2"));
        command.addAll(List.of(arguments).subList(0, options));
        command.add(target);
        command.addAll(List.of(arguments).subList(options, arguments.length));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), text.lines().toList());
    }

    private record Run(int exit, List<String> lines) {}
}

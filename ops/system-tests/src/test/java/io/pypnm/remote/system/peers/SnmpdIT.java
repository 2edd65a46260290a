package io.pypnm.remote.system.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Plant;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The whole way, from HTTP to a device that nobody here wrote, and back; judged by net-snmp's own tools.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs snmpd")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SnmpdIT {
    private static final AgentId AGENT = new AgentId("jump-1");
    private static final String SYSTEM = "1.3.6.1.2.1.1";
    private static final String SYS_DESCR = SYSTEM + ".1.0";
    private static final String SYS_UP_TIME = SYSTEM + ".3.0";
    private static final String SYS_CONTACT = SYSTEM + ".4.0";
    private static final String SYS_NAME = SYSTEM + ".5.0";
    private static final String INTERFACES = "1.3.6.1.2.1.2.2.1";

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private Snmpd snmpd;
    private Gateway gateway;

    @BeforeAll
    void start() throws Exception {
        snmpd = Snmpd.start(PLANT);
        gateway = PLANT.gateway().start();
        PLANT.agent(gateway, AGENT.value()).start();
        gateway.awaitOnline(AGENT);
    }

    @Test
    void getAnswersAsNetSnmpDoes() throws Exception {
        CommandView end = run(Commands.get(Snmpd.ADDRESS, snmpd.port(), SYS_DESCR, SYS_NAME, "1.3.6.1.2.1.99.1"));

        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        Map<String, String> values = values(end);
        assertThat(values.get(SYS_DESCR)).isEqualTo(snmpd.get(SYS_DESCR));
        assertThat(values.get(SYS_NAME)).isEqualTo(snmpd.get(SYS_NAME));
        assertThat(values.get("1.3.6.1.2.1.99.1")).isEqualTo("noSuchObject");
    }

    /// More than fit one PDU; those that are not there have their own values.
    @Test
    void bulkGetReadsEachObject() throws Exception {
        List<String> oids = new ArrayList<>(snmpd.walk(SYSTEM).keySet());
        oids.remove(SYS_UP_TIME);
        oids.addAll(
                IntStream.range(0, 200).mapToObj(i -> INTERFACES + ".99." + i).toList());

        CommandView end = run(Commands.bulkGet(Snmpd.ADDRESS, snmpd.port(), oids));

        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        Map<String, String> values = values(end);
        assertThat(values.keySet()).containsExactlyElementsOf(oids);
        Map<String, String> theirs = snmpd.walk(SYSTEM);
        values.forEach(
                (oid, value) -> assertThat(value).as(oid).isIn(theirs.get(oid), "noSuchObject", "noSuchInstance"));
        assertThat(values.get(SYS_DESCR)).isEqualTo(theirs.get(SYS_DESCR));
    }

    /// snmpd says nothing to a community it does not know.
    @Test
    void wrongCommunityIsATimeout() throws Exception {
        ObjectNode command = Commands.get(Snmpd.ADDRESS, snmpd.port(), SYS_NAME);
        command.withObject("params")
                .put("community", "no-such-community")
                .put("timeout", 0.2)
                .put("retries", 1);

        CommandView end = run(command);

        assertThat(end.kind()).isEqualTo(OutcomeKind.FAILED);
        assertThat(end.code()).isEqualTo("DEVICE_TIMEOUT");
        assertThat(end.toString()).doesNotContain("no-such-community");
    }

    /// An address without a device, unlike one whose port is closed: nothing comes back, not even by ICMP.
    @Test
    void deviceThatIsNotThereIsATimeout() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0))) {
            ObjectNode command = Commands.get("127.0.0.2", silent.getLocalPort(), SYS_NAME);
            command.withObject("params").put("timeout", 0.2).put("retries", 1);

            CommandView end = run(command);

            assertThat(end.kind()).isEqualTo(OutcomeKind.FAILED);
            assertThat(end.code()).isEqualTo("DEVICE_TIMEOUT");
            assertThat(end.outcome().path("detail").asText()).contains("127.0.0.2");
        }
    }

    @Test
    void walkReadsWhatNetSnmpReads() throws Exception {
        CommandView end = run(Commands.walk(Snmpd.ADDRESS, snmpd.port(), SYSTEM, 10_000));

        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        Map<String, String> ours = values(end);
        Map<String, String> theirs = snmpd.walk(SYSTEM);
        // These two go on while one reads.
        assertThat(ours.remove(SYS_UP_TIME)).isNotNull();
        assertThat(theirs.remove(SYS_UP_TIME)).isNotNull();
        assertThat(ours).hasSizeGreaterThan(20).containsExactlyEntriesOf(theirs);
    }

    /// Gauges, counters, empty and binary strings.
    @Test
    void tableHasTheSameRowsAndTypes() throws Exception {
        Map<String, String> ours = values(run(Commands.walk(Snmpd.ADDRESS, snmpd.port(), INTERFACES, 10_000)));
        Map<String, String> theirs = snmpd.walk(INTERFACES);

        assertThat(ours.keySet()).containsExactlyElementsOf(theirs.keySet());
        assertThat(types(ours)).isEqualTo(types(theirs));
        assertThat(column(ours, 2)).isNotEmpty().isEqualTo(column(theirs, 2));
        assertThat(column(ours, 6)).isEqualTo(column(theirs, 6));
    }

    @Test
    void setChangesTheDevice() throws Exception {
        CommandView end = run(setText(SYS_CONTACT, "6e6f6340657861"));

        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        assertThat(snmpd.get(SYS_CONTACT)).isEqualTo("Hex-STRING: 6E 6F 63 40 65 78 61");
    }

    @Test
    void setThatTheDeviceRefusesFailsWithItsReason() throws Exception {
        CommandView end = run(setText(SYS_DESCR, "00"));

        assertThat(end.kind()).isEqualTo(OutcomeKind.FAILED);
        assertThat(end.code()).isEqualTo("DEVICE_ERROR");
        assertThat(end.outcome().path("detail").asText()).contains("notWritable");
    }

    private ObjectNode setText(String oid, String hex) {
        ObjectNode command = Commands.get(Snmpd.ADDRESS, snmpd.port()).put("command", "snmp_set");
        ObjectNode varBind = new ObjectMapper().createObjectNode();
        varBind.put("oid", oid).put("type", "OctetString").put("hex", hex);
        command.withObject("params").withArray("varbinds").add(varBind);
        return command;
    }

    private CommandView run(ObjectNode command) throws Exception {
        return gateway.api().run(AGENT, command, UUID.randomUUID().toString(), 30);
    }

    private static Map<String, String> values(CommandView end) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode varBind : end.outcome().path("reply").path("varbinds")) {
            values.put(varBind.path("oid").asText(), printed(varBind));
        }
        return values;
    }

    /// Our typed value as net-snmp prints it.
    private static String printed(JsonNode varBind) {
        String value = varBind.path("value").asText();
        String type = varBind.path("type").asText();
        return switch (type) {
            case "Integer32" -> "INTEGER: " + value;
            case "OctetString" -> octets(varBind.path("hex").asText());
            case "ObjectIdentifier" -> "OID: ." + value;
            case "TimeTicks" -> value;
            case "Counter32", "Gauge32", "Counter64", "IpAddress" -> type + ": " + value;
            default -> type;
        };
    }

    private static String octets(String hex) {
        return hex.isEmpty()
                ? "\"\""
                : "Hex-STRING: " + hex.toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1 ");
    }

    private static Map<String, String> types(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().replaceAll("[: ].*", "")));
    }

    private static Map<String, String> column(Map<String, String> values, int column) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(INTERFACES + "." + column + "."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

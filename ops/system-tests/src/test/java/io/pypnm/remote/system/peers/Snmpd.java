package io.pypnm.remote.system.peers;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Debian's snmpd on a high port of the loopback interface, and net-snmp's own tools to ask it.
final class Snmpd {
    static final String ADDRESS = "127.0.0.1";
    private static final Duration READY_WITHIN = Duration.ofSeconds(20);

    private final int port;

    private Snmpd(int port) {
        this.port = port;
    }

    static Snmpd start(Plant plant) throws IOException {
        Path folder = Files.createDirectories(plant.folder().resolve("snmpd"));
        Path config = folder.resolve("snmpd.conf");
        Files.writeString(config, """
            rocommunity lab-ro 127.0.0.1
            rwcommunity lab-rw 127.0.0.1
            """);
        var snmpd = new Snmpd(freePort());
        // Not as a daemon, without the host's own settings, MIB files and state.
        Program program = plant.run(
                "snmpd",
                List.of(
                        "/usr/bin/env",
                        "MIBS=",
                        "SNMP_PERSISTENT_DIR=" + folder,
                        "/usr/sbin/snmpd",
                        "-f",
                        "-Lo",
                        "-C",
                        "-c",
                        config.toString(),
                        "-p",
                        folder.resolve("pid").toString(),
                        "udp:" + ADDRESS + ":" + snmpd.port));
        await("snmpd answers").atMost(READY_WITHIN).until(() -> {
            if (!program.isAlive()) {
                throw new AssertionError("snmpd ended:\n" + program.log());
            }
            return snmpd.tool("snmpget", "1.3.6.1.2.1.1.5.0").startsWith(".1.3");
        });
        return snmpd;
    }

    int port() {
        return port;
    }

    /// What net-snmp reads there, by OID, as it prints values with `-Onext`.
    Map<String, String> walk(String root) throws IOException, InterruptedException {
        return parse(tool("snmpbulkwalk", root));
    }

    String get(String oid) throws IOException, InterruptedException {
        return requireNonNull(parse(tool("snmpget", oid)).get(oid), () -> "snmpget printed no " + oid);
    }

    private String tool(String name, String oid) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                name,
                "-v2c",
                "-c",
                "lab-ro",
                "-m",
                "",
                "-M",
                "",
                "-t",
                "2",
                "-r",
                "1",
                "-Onext",
                ADDRESS + ":" + port));
        command.add(oid);
        Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    /// A line that begins with no OID goes on with the last value.
    private static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String oid = "";
        for (String line : text.lines().toList()) {
            int equals = line.indexOf(" = ");
            if (line.startsWith(".") && equals > 0) {
                oid = line.substring(1, equals);
                values.put(oid, line.substring(equals + 3).strip());
            } else {
                values.merge(oid, line.strip(), (before, more) -> (before + " " + more).strip());
            }
        }
        return values;
    }

    /// snmpd takes no port 0.
    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0))) {
            return socket.getLocalPort();
        }
    }
}

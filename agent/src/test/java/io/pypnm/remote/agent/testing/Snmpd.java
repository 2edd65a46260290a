package io.pypnm.remote.agent.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Debian's snmpd with a configuration of its own, on a free port of loopback, and its own tools to ask it. The
/// community `public` reads, `private` writes, and so do the SNMPv3 users that a test adds.
public final class Snmpd implements AutoCloseable {
    public static final String AUTH_PASSWORD = "auth-password";
    public static final String PRIV_PASSWORD = "priv-password";

    private static final String CONFIGURATION = """
        agentAddress udp:127.0.0.1:PORT,udp6:[::1]:PORT
        view all included .1
        rocommunity public 127.0.0.1 -V all
        rocommunity6 public ::1 -V all
        rwcommunity private 127.0.0.1 -V all
        sysLocation here
        override .1.3.6.1.4.1.9999.1.1.0 integer -7
        override .1.3.6.1.4.1.9999.1.2.0 uinteger 4294967295
        override .1.3.6.1.4.1.9999.1.3.0 counter 4294967295
        override .1.3.6.1.4.1.9999.1.4.0 octet_str "text that takes more than one line of a hex dump"
        override .1.3.6.1.4.1.9999.1.5.0 object_id .1.3.6.1.4.1.9999.4294967295.0
        override -rw .1.3.6.1.4.1.9999.2.1.0 integer 5
        override -rw .1.3.6.1.4.1.9999.2.2.0 octet_str "old"
        """;

    /// `Timeticks: (522649) 1:27:06.49`
    private static final Pattern TIMETICKS_FOR_PEOPLE = Pattern.compile("(?<=Timeticks: \\(\\d{1,10}\\)).*");

    private final Path folder;
    private final Process process;
    private final int port;

    public Snmpd(Path folder) throws IOException {
        this(folder, freePort(), "");
    }

    /// One that was there before in this folder boots again.
    public Snmpd(Path folder, int port, String more) throws IOException {
        this.folder = folder;
        this.port = port;
        Path configuration = folder.resolve("snmpd.conf");
        Files.writeString(configuration, CONFIGURATION.replace("PORT", Integer.toString(port)) + more);
        Path log = folder.resolve("snmpd.log");
        var builder = new ProcessBuilder("/usr/sbin/snmpd", "-f", "-Lo", "-C", "-c", configuration.toString());
        builder.environment().put("SNMP_PERSISTENT_DIR", folder.resolve("state").toString());
        builder.environment().put("MIBS", "");
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        await().atMost(Duration.ofSeconds(15)).until(() -> Files.readString(log).contains("NET-SNMP version"));
    }

    public int port() {
        return port;
    }

    /// What `snmpbulkwalk` prints of a subtree: one line for each object, such as `.1.3.6.1.2.1.1.7.0 = INTEGER: 72`.
    public List<String> bulkWalk(String root) throws IOException {
        return bulkWalk(root, List.of("-v2c", "-cpublic"));
    }

    /// The same as somebody else.
    public List<String> bulkWalk(String root, List<String> credentials) throws IOException {
        List<String> command = new ArrayList<>(List.of("snmpbulkwalk", "-On", "-Oe", "-Ox"));
        command.addAll(credentials);
        command.addAll(List.of("127.0.0.1:" + port, "." + root));
        var builder = new ProcessBuilder(command);
        builder.environment().put("MIBS", "");
        builder.environment().put("SNMP_PERSISTENT_DIR", folder.resolve("tool").toString());
        Process tool = builder.redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> objects = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.contains(" = No ")) {
                // `No Such Object ...`, `No more variables left ...`: where the walk ended, no object.
                break;
            }
            if (line.startsWith(".")) {
                objects.add(TIMETICKS_FOR_PEOPLE.matcher(line).replaceFirst(""));
            } else if (!objects.isEmpty()) {
                // Octets are 16 to a line.
                objects.addLast(objects.removeLast() + line);
            }
        }
        return objects;
    }

    public static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits for its end: on the way out it writes into the folder, which the test is about to delete.
    @Override
    public void close() {
        process.destroy();
        await().atMost(Duration.ofSeconds(15)).until(() -> !process.isAlive());
    }
}

package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What a request says reaches the hop as data and as nothing else.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd and net-snmp's tools")
final class HopPayloadTest {
    private static final Oid WRITABLE_TEXT = Oid.parse("1.3.6.1.4.1.9999.2.2.0");
    private static final Oid UPTIME = Oid.parse("1.3.6.1.2.1.1.3.0");

    @TempDir
    private static Path folder;

    private static Hop hop;

    @BeforeAll
    static void start() throws Exception {
        hop = new Hop(folder, "hop");
    }

    @AfterAll
    static void stop() {
        hop.close();
    }

    /// Everything a shell, a settings file or a tool could take for more than a name.
    static List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        for (String command : List.of("touch PWNED", "touch${IFS}PWNED", "echo>PWNED")) {
            for (String around : List.of(
                    "; %s",
                    "| %s",
                    "& %s",
                    "&& %s",
                    "|| %s",
                    "$(%s)",
                    "`%s`",
                    "'; %s; '",
                    "\"; %s; \"",
                    "'$(%s)'",
                    "\"$(%s)\"",
                    "\\'; %s #",
                    "\\\"; %s #",
                    ") ; %s ; (",
                    "} ; %s ; {",
                    "> PWNED %s",
                    "< /dev/null; %s",
                    "%%0a%s",
                    "$'\\n'%s",
                    "a' -x '%s",
                    "--; %s",
                    "-c \"%s\"",
                    "${x:=`%s`}",
                    "$((`%s`))",
                    "#\" ; %s",
                    "\\; %s",
                    "!%s",
                    "~; %s",
                    "*; %s",
                    "[a]; %s",
                    "?; %s",
                    "{a,b}; %s",
                    "\\\\\"; %s",
                    "'\"'\"'; %s",
                    "=(%s)",
                    "<(%s)",
                    ">(%s)",
                    "\u00a0; %s",
                    "\u2028%s",
                    "\\$(%s)",
                    "\"'`%s`'\"",
                    "\\`%s\\`",
                    "public #%s",
                    "public; includeFile %s",
                    "\" defVersion 1 \"%s",
                    "\\",
                    "\"",
                    "'",
                    "%s\\",
                    "%s\"")) {
                payloads.add(around.formatted(command));
            }
        }
        return payloads;
    }

    /// Each device is a socket that never answers: it gets the community and the value that were given, and nothing
    /// else happens.
    @Test
    void noPayloadIsAnythingButACommunityAndAValue() throws Exception {
        assertThat(payloads()).hasSizeGreaterThanOrEqualTo(150);

        try (ExecutorService callers =
                Executors.newFixedThreadPool(8, Thread.ofVirtual().factory())) {
            List<Callable<Boolean>> calls = payloads().stream()
                    .<Callable<Boolean>>map(payload -> () -> arrivesAsItIs(payload))
                    .toList();
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(marks()).isEmpty();
    }

    private static boolean arrivesAsItIs(String payload) throws Exception {
        try (var device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            device.setSoTimeout(30_000);
            var peer = new SnmpPeer(
                    DeviceAddress.parse("127.0.0.1"),
                    device.getLocalPort(),
                    new SnmpSecurity.Community(new Secret(payload)),
                    Duration.ofMillis(100),
                    0);
            var set = new SnmpRequest.Set(
                    List.of(new VarBind(WRITABLE_TEXT, new SnmpValue.OctetString(Octets.ofUtf8(payload)))));

            CommandFailedException failure = hop.failure(peer, set, Hop.soon());

            assertThat(failure.code()).as(payload + ": " + failure.detail()).isEqualTo(FailureCode.DEVICE_TIMEOUT);

            var packet = new DatagramPacket(new byte[1500], 1500);
            device.receive(packet);
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            String text = "04%02x%s".formatted(bytes.length, HexFormat.of().formatHex(bytes));
            // Behind the community comes the tag of a SET; the value is the last of the message.
            assertThat(HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength())))
                    .as(payload)
                    .contains(text + "a3")
                    .endsWith(text);
            return true;
        }
    }

    private static List<Path> marks() throws Exception {
        try (Stream<Path> home = Files.list(Path.of(System.getProperty("user.home")))) {
            return home.filter(path -> String.valueOf(path.getFileName()).startsWith("PWNED"))
                    .toList();
        }
    }

    @Test
    void communityWithControlCharactersIsNotSentThroughAHop() {
        CommandFailedException failure = hop.failure(
                Hop.peer("127.0.0.1", "public\ndefVersion 1", 1), new SnmpRequest.GetNext(List.of(UPTIME)), Hop.soon());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).contains("control characters").doesNotContain("defVersion");
    }
}

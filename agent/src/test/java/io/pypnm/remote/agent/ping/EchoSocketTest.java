package io.pypnm.remote.agent.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hosts differ in whether they allow ping sockets, and none may be sent to from a test. So the test runs in a network
/// namespace of its own.
@Timeout(60)
final class EchoSocketTest {
    private static final String IN_A_NETWORK_OF_ITS_OWN =
            "ip link set lo up && echo 0 0 >/proc/sys/net/ipv4/ping_group_range && exec \"$@\"";

    @Test
    void pingsWithoutPrivilegesAndSaysWhatItCannotReach() throws Exception {
        assumeTrue(inItsOwnNetwork("echo", "here").equals("here\n"), "this host allows no network namespace");

        String output = inItsOwnNetwork(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NetworkProbe.class.getName());

        assertThat(output.lines())
                .containsExactly(
                        "v4: completed icmp-socket 3 of 3",
                        "v6: completed icmp-socket 2 of 2",
                        "sweep: partial icmp-socket 3000 of 3001, 6000 answers DEVICE_TIMEOUT",
                        "sweep of both: completed icmp-socket 2 of 2, 4 answers",
                        "slow: completed icmp-socket 1 of 1 implausible [3000000]",
                        "silent: completed icmp-socket 0 of 2",
                        "silent sweep: partial icmp-socket 0 of 101, 0 answers DEVICE_TIMEOUT",
                        "sweep past its deadline: partial icmp-socket 0 of 4001, 0 answers RUN_FOR",
                        "deadline: partial icmp-socket 0 of 2 RUN_FOR sent 2 of 20; the last might still have been"
                                + " answered",
                        "last in flight: partial icmp-socket 0 of 1 RUN_FOR sent 1 of 1; the last might still have"
                                + " been answered",
                        "no time: RUN_FOR run-for passed before anything was sent to 127.0.0.1",
                        "no route: UNREACHABLE cannot send to 192.0.2.1: network is unreachable",
                        "snmp: UNREACHABLE cannot send to 192.0.2.1:161: Network is unreachable");
    }

    private static String inItsOwnNetwork(String... command) {
        List<String> all = new ArrayList<>(List.of("unshare", "-rn", "sh", "-c", IN_A_NETWORK_OF_ITS_OWN, "sh"));
        all.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "cannot start unshare: " + e.getMessage();
        }
    }
}

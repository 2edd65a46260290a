package io.pypnm.remote.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
    private static final String RXMER_ENABLE = "1.3.6.1.4.1.4491.2.1.27.1.2.5.1.1.3";
    private static final String RESET = "1.3.6.1.2.1.69.1.1.3.0";

    private final Policy standard = new Policy(new PolicyConfig(List.of(), PolicyConfig.PNM_OIDS, PolicyConfig.SHOW));

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.9", "203.0.113.4", "2001:db8::1"})
    void modemsAndCmtssAreAllowedWhereverTheyAre(String address) {
        assertThatCode(() -> standard.check(get(address))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "169.254.169.254",
                "fe80::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16"
            })
    void agentsOwnHostAndMetadataServicesAreNotUnlessNamed(String address) {
        assertRefused(standard, get(address), "policy.networks");
        Policy named = policy(address.contains(":") ? "::/0" : "0.0.0.0/0");
        assertThatCode(() -> named.check(get(address))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.1", "0.255.1.1", "240.0.0.1", "255.255.255.254"})
    void whatIsNoDeviceIsNeverAllowed(String address) {
        assertRefused(standard, get(address), "no address of a device");
        assertRefused(policy("0.0.0.0/0", "::/0"), get(address), "no address of a device");
    }

    /// An IPv4 address written as IPv6 must not slip through the rules for IPv4.
    @Test
    void mappedAddressIsTheAddressItStandsFor() {
        assertRefused(standard, get("::ffff:127.0.0.1"), "127.0.0.1");
    }

    @Test
    void namedNetworksAreTheOnlyOnes() {
        Policy policy = policy("10.0.0.0/8", "192.0.2.0/24");

        assertThatCode(() -> policy.check(get("192.0.2.7"))).doesNotThrowAnyException();
        assertRefused(policy, get("192.0.3.7"), "in none of policy.networks");
    }

    @Test
    void pingIsHeldToTheSameNetworks() {
        assertRefused(policy("10.0.0.0/8"), new Command.Ping(DeviceAddress.parse("192.0.2.1"), 1), "policy.networks");
    }

    @Test
    void describeTouchesNoDevice() {
        assertThatCode(() -> policy("10.0.0.0/8").check(new Command.Describe())).doesNotThrowAnyException();
    }

    @Test
    void measurementsMayBeSetAndAModemMayNotBeReset() {
        assertThatCode(() -> standard.check(set(RXMER_ENABLE))).doesNotThrowAnyException();
        assertRefused(standard, set(RESET), RESET);
    }

    @Test
    void everyObjectOfASetMustBeAllowed() {
        assertRefused(standard, set(RXMER_ENABLE, RESET), RESET);
    }

    /// By whole arcs: column 1 allows its rows, not column 10.
    @Test
    void allowedObjectDoesNotAllowOneWhoseTextBeginsAlike() {
        assertRefused(standard, set("1.3.6.1.4.1.4491.2.1.27.1.2.5.1.10.3"), "policy.set_oids");
        assertRefused(standard, set("1.3.6.1.4.1.4491.2.1.20.1.3.1"), "policy.set_oids");
    }

    @Test
    void noPnmObjectIsMissingOrDoubled() {
        assertThat(PolicyConfig.PNM_OIDS)
                .doesNotHaveDuplicates()
                .contains(
                        Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.1.1.4"),
                        Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.3.7"),
                        Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.34"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show cable modem",
                "show cable modem 0010.95ff.fe01 verbose",
                "show cable modem | include w-online",
                "show interfaces cable 1/0:3 | section Upstream | count online"
            })
    void showAndItsFiltersAreAllowed(String line) throws Exception {
        standard.check(new Command.CmtsCommand(DeviceAddress.parse("10.0.0.1"), line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh run",
                "clear cable modem all reset",
                "show",
                " show version",
                "show version | redirect tftp://192.0.2.1/x",
                "show version | tee flash:x",
                "show version | append flash:x",
                "show version > flash:x",
                "show version ; reload",
                "show version && reboot",
                "show $(reboot)",
                "show `reboot`",
                "show version ?",
                "show | include x",
                "configure terminal"
            })
    void whatChangesSomethingIsNot(String line) {
        assertRefused(standard, new Command.CmtsCommand(DeviceAddress.parse("10.0.0.1"), line), "policy.cli_commands");
    }

    private static Policy policy(String... networks) {
        return new Policy(new PolicyConfig(
                Stream.of(networks).map(Network::parse).toList(), PolicyConfig.PNM_OIDS, PolicyConfig.SHOW));
    }

    private static void assertRefused(Policy policy, Command command, String detail) {
        assertThatThrownBy(() -> policy.check(command))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.POLICY))
                .hasMessageContaining(detail);
    }

    private static Command get(String address) {
        return new Command.SnmpGet(target(address), List.of(Oid.parse("1.3.6.1.2.1.1.1.0")));
    }

    private static Command set(String... oids) {
        return new Command.SnmpSet(
                target("10.0.0.1"),
                Stream.of(oids)
                        .map(oid -> new VarBind(Oid.parse(oid), new SnmpValue.Integer32(1)))
                        .toList());
    }

    private static SnmpTarget target(String address) {
        return SnmpTarget.of(DeviceAddress.parse(address), new SnmpAccess.Automatic());
    }
}

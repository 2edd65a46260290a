package io.pypnm.remote.agent.policy;

import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.stream.Stream;

/// Says no. Immutable.
public final class Policy {
    /// "This network" and the reserved ones (RFC 6890 section 2.2.2): no device is there, whatever the operator allows.
    private static final List<Network> NEVER = networks("0.0.0.0/8", "240.0.0.0/4");

    /// What only the agent's own host can reach: loopback, link-local with the clouds' metadata service
    /// (169.254.169.254), and the metadata services of AWS (IPv6), Alibaba and Azure.
    private static final List<Network> ONLY_IF_NAMED = networks(
            "127.0.0.0/8",
            "::1/128",
            "169.254.0.0/16",
            "fe80::/10",
            "fd00:ec2::254/128",
            "100.100.100.200/32",
            "168.63.129.16/32");

    private final PolicyConfig config;

    public Policy(PolicyConfig config) {
        this.config = config;
    }

    /// Returns if the command may be run.
    ///
    /// @throws CommandRefusedException `POLICY`, naming the rule
    public void check(Command command) throws CommandRefusedException {
        for (DeviceAddress address : command.addresses()) {
            check(address);
        }
        if (command instanceof Command.SnmpSet set) {
            for (VarBind varBind : set.varBinds()) {
                check(varBind.oid());
            }
        } else if (command instanceof Command.SnmpSetSequence sequence) {
            for (Command.SnmpSetSequence.Step step : sequence.steps()) {
                check(step.varBind().oid());
            }
        } else if (command instanceof Command.CmtsCommand typed) {
            check(typed);
        }
    }

    /// Returns if each of these objects may be set.
    ///
    /// @throws CommandRefusedException `POLICY`, naming the first that may not
    public void checkSets(List<Oid> objects) throws CommandRefusedException {
        for (Oid object : objects) {
            check(object);
        }
    }

    private void check(DeviceAddress address) throws CommandRefusedException {
        if (isIn(NEVER, address)) {
            throw refused("target " + address + " is no address of a device");
        }
        if (config.networks().isEmpty()) {
            if (isIn(ONLY_IF_NAMED, address)) {
                throw refused("target " + address + " is allowed only if policy.networks names it");
            }
        } else if (!isIn(config.networks(), address)) {
            throw refused("target " + address + " is in none of policy.networks");
        }
    }

    private void check(Command.CmtsCommand command) throws CommandRefusedException {
        if (config.cliCommands().stream()
                .noneMatch(allowed -> allowed.matcher(command.line()).matches())) {
            throw refused("\"" + command.line() + "\" is allowed by none of policy.cli_commands");
        }
    }

    private void check(Oid oid) throws CommandRefusedException {
        if (config.setOids().stream().noneMatch(allowed -> allowed.isPrefixOf(oid))) {
            throw refused("a SET of " + oid + " is allowed by none of policy.set_oids");
        }
    }

    private static boolean isIn(List<Network> networks, DeviceAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }

    private static CommandRefusedException refused(String detail) {
        return new CommandRefusedException(RefusalCode.POLICY, detail);
    }
}

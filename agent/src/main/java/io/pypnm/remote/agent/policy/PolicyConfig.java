package io.pypnm.remote.agent.policy;

import io.pypnm.remote.contracts.config.Settings;
import io.pypnm.remote.contracts.snmp.Oid;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which devices and objects the agent may touch.
///
/// @param networks    targets must lie in one of them; empty: anywhere a modem or CMTS can be, which is not loopback,
///                 link-local, multicast or the clouds' metadata services
/// @param setOids     objects at or below which a SET may go
/// @param cliCommands what may be typed at a CMTS; one of them must match the whole line
public record PolicyConfig(List<Network> networks, List<Oid> setOids, List<Pattern> cliCommands) {
    private static final String PNM = "1.3.6.1.4.1.4491.2.1.27.1.";
    private static final String IF3 = "1.3.6.1.4.1.4491.2.1.20.1.";

    /// What PNM measurements need and nothing else: a write community could also reboot a modem. DOCS-PNM-MIB and the
    /// spectrum analyser of DOCS-IF3-MIB.
    public static final List<Oid> PNM_OIDS = Stream.of(
                    // Where captures are uploaded to, and the upload of one file.
                    below(PNM, "1.1.1 1.1.2 1.1.3 1.1.4 1.2.1.3"),
                    // Trigger, parameters and file name of: channel estimate, constellation, RxMER, MER margin, FEC,
                    // histogram, upstream pre-equaliser, modulation profile.
                    below(PNM, "2.3.1.1 2.3.1.8 2.4.1.1 2.4.1.2 2.4.1.3 2.4.1.6 2.5.1.1 2.5.1.2 2.5.1.8"),
                    below(PNM, "2.6.1.1 2.6.1.2 2.6.1.3 2.6.1.4 2.6.1.5 2.7.1.1 2.7.1.2 2.7.1.4"),
                    below(PNM, "2.9.1.1 2.9.1.2 2.9.1.4 2.10.1.1 2.10.1.9 2.10.1.10 2.11.1.1 2.11.1.3"),
                    // On a CMTS: upstream OFDMA RxMER, and where it is uploaded to.
                    below(PNM, "3.7 1.3.1"),
                    below(IF3, "34"))
            .flatMap(it -> it)
            .toList();

    /// `show`, and what filters its output. Nothing that writes a file on the device (`| redirect`, `| tee`, `>`), and
    /// no character that means something to a Unix shell.
    public static final List<Pattern> SHOW = List.of(Pattern.compile(
            "show [A-Za-z0-9 ./:_,-]+( \\| (include|exclude|begin|section|count) [A-Za-z0-9 ./:_,-]+)*"));

    public PolicyConfig {
        cliCommands = List.copyOf(cliCommands);
        networks = List.copyOf(networks);
        setOids = List.copyOf(setOids);
    }

    /// Reads `policy.networks`, `policy.set_oids` and `policy.cli_commands`.
    public static PolicyConfig from(Settings settings) {
        Settings policy = settings.section("policy");
        return new PolicyConfig(
                policy.key("networks").list(Network::parse).orElse(List.of()),
                policy.key("set_oids").list(Oid::parse).orElse(PNM_OIDS),
                policy.key("cli_commands").list(Pattern::compile).orElse(SHOW));
    }

    private static Stream<Oid> below(String root, String suffixes) {
        return Stream.of(suffixes.split(" ")).map(suffix -> Oid.parse(root + suffix));
    }
}

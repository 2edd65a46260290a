package io.pypnm.remote.agent;

import io.pypnm.remote.agent.cli.CliConfig;
import io.pypnm.remote.agent.files.FileConfig;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.link.LinkConfig;
import io.pypnm.remote.agent.pnm.CaptureConfig;
import io.pypnm.remote.agent.policy.CredentialConfig;
import io.pypnm.remote.agent.policy.PolicyConfig;
import io.pypnm.remote.agent.run.LaneConfig;
import io.pypnm.remote.agent.run.RunConfig;
import io.pypnm.remote.agent.snmp.command.SnmpLimits;
import io.pypnm.remote.agent.snmp.hop.RouteConfig;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.tunnel.TunnelConfig;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Everything an agent can be told: upstream's `agent_config.json` with our additions.
///
/// @param stopWithin what running commands get to end when the agent is stopped
public record AgentConfig(
        LinkConfig link,
        RunConfig run,
        JournalConfig journal,
        PolicyConfig policy,
        FileConfig files,
        CaptureConfig captures,
        CredentialConfig credentials,
        SshConfig ssh,
        RouteConfig routes,
        SnmpLimits snmp,
        CliConfig cli,
        TunnelConfig tunnels,
        Duration stopWithin) {
    private static final int CMTS_WIDTH = 4;
    private static final int MAX_WIDTH = 64;
    private static final long MIB = 1L << 20;

    /// Reads all of it.
    ///
    /// @param home what `~` stands for
    public static AgentConfig from(Settings settings, Path home) {
        LaterFeatures.read(settings, home);
        Map<DeviceAddress, Settings> cmtss = new HashMap<>();
        Map<DeviceAddress, Integer> widths = new HashMap<>();
        Map<DeviceAddress, Integer> repetitions = new HashMap<>();
        for (Settings entry : settings.key("cmts_list").sections()) {
            Optional<DeviceAddress> address =
                    entry.key("ip").as(DeviceAddress::parse).optional();
            for (String forPeople : new String[] {"name", "vendor", "type"}) {
                var _ = entry.key(forPeople).text().optional();
            }
            int width = entry.key("in_flight").integer(1, MAX_WIDTH).orElse(CMTS_WIDTH);
            Optional<Integer> most = entry.key("max_repetitions")
                    .integer(1, SnmpLimits.MOST_REPETITIONS)
                    .optional();
            address.ifPresent(it -> {
                most.ifPresent(number -> repetitions.put(it, number));
                cmtss.put(it, entry);
                widths.put(it, width);
            });
        }
        TunnelConfig tunnels = TunnelConfig.from(settings, home);
        FileConfig files = FileConfig.from(settings, home);
        return new AgentConfig(
                link(settings, home, tunnels),
                new RunConfig(
                        lanes(settings),
                        settings.key("targets.in_flight").integer(1, MAX_WIDTH).orElse(1),
                        widths),
                journal(settings, files),
                PolicyConfig.from(settings),
                files,
                CaptureConfig.from(settings),
                CredentialConfig.from(settings, cmtss),
                SshConfig.from(settings, home),
                RouteConfig.from(settings, home, widths.keySet()),
                new SnmpLimits(
                        settings.key("snmp.max_answer").bytes(MIB, 64 * MIB).orElse(48 * MIB), repetitions),
                CliConfig.from(settings, home, cmtss),
                tunnels,
                settings.key("stop_within")
                        .duration(Duration.ZERO, Duration.ofMinutes(5))
                        .orElse(Duration.ofSeconds(5)));
    }

    private static JournalConfig journal(Settings settings, FileConfig files) {
        JournalConfig standard = JournalConfig.STANDARD;
        long contents =
                settings.key("journal.max_contents").bytes(MIB, 16_384 * MIB).orElse(standard.maxContentBytes());
        settings.check(contents >= files.maxBytes(), "must be at least files.max_size", "journal.max_contents");
        return JournalConfig.ofMaxBytes(
                settings.key("journal.max_size").bytes(MIB, 16_384 * MIB).orElse(standard.maxBytes()), contents);
    }

    private static LinkConfig link(Settings settings, Path home, TunnelConfig tunnels) {
        return tunnels.gatewayPort().isPresent()
                ? LinkConfig.throughTunnel(settings, home, tunnels.gatewayPort().getAsInt())
                : LinkConfig.from(settings, home);
    }

    private static Map<Lane, LaneConfig> lanes(Settings settings) {
        Map<Lane, LaneConfig> lanes = new EnumMap<>(Lane.class);
        lanes.put(
                Lane.INTERACTIVE,
                LaneConfig.ofWorkers(settings.key("workers.interactive")
                        .alias("workers.gui")
                        .env("AGENT_INTERACTIVE_THREADS")
                        .integer(1, LaneConfig.MAX_WORKERS)
                        .orElse(50)));
        lanes.put(
                Lane.BULK,
                LaneConfig.ofWorkers(settings.key("workers.bulk")
                        .env("AGENT_BULK_THREADS")
                        .integer(1, LaneConfig.MAX_WORKERS)
                        .orElse(10)));
        lanes.put(
                Lane.LONG,
                LaneConfig.ofWorkers(settings.key("workers.long")
                        .env("AGENT_LONG_THREADS")
                        .integer(1, LaneConfig.MAX_WORKERS)
                        .orElse(10)));
        settings.ignore("workers.identity", "there is no identity lane");
        return lanes;
    }
}

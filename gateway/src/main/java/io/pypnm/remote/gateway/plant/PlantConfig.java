package io.pypnm.remote.gateway.plant;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Settings;
import io.pypnm.remote.gateway.plant.Cmts.Modems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The plant that this gateway serves.
///
/// @param cmtss in the order of the settings, at most 256, each name once
public record PlantConfig(List<Cmts> cmtss) {
    /// No CMTS: modems cannot be found by their MAC.
    public static final PlantConfig NONE = new PlantConfig(List.of());

    private static final int MAX_CMTSS = 256;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_RETRIES = 10;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
    /// Reading goes on with these where one is wrong; a program that runs never sees them.
    private static final DeviceAddress NO_ADDRESS = DeviceAddress.parse("127.0.0.1");

    private static final AgentChoice NO_CHOICE = new AgentChoice.Named(new AgentId("missing"));

    public PlantConfig {
        cmtss = List.copyOf(cmtss);
        Set<String> names = new HashSet<>();
        if (cmtss.size() > MAX_CMTSS || !cmtss.stream().allMatch(cmts -> names.add(cmts.name()))) {
            throw new IllegalArgumentException("cmts must have at most " + MAX_CMTSS + " entries, each name once");
        }
    }

    /// Reads the list `cmts`.
    public static PlantConfig from(Settings settings) {
        List<Cmts> cmtss = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Settings> entries = settings.key("cmts").sections();
        for (Settings entry : entries) {
            Cmts cmts = cmts(entry);
            boolean fits = cmtss.size() < MAX_CMTSS && names.add(cmts.name());
            entry.check(fits, "must be another for each CMTS, of which there can be " + MAX_CMTSS, "name");
            if (fits) {
                cmtss.add(cmts);
            }
        }
        return new PlantConfig(cmtss);
    }

    private static Cmts cmts(Settings entry) {
        String name = entry.key("name").as(Cmts::requireName).required("missing");
        DeviceAddress address = entry.key("address").as(DeviceAddress::parse).required(NO_ADDRESS);
        Optional<AgentChoice> chosen = choice(entry);
        entry.check(chosen.isPresent(), "or capability must say which agent reaches the CMTS", "agent", "capability");
        AgentChoice agent = chosen.orElse(NO_CHOICE);
        var snmp = new SnmpTarget(
                address,
                port(entry),
                access(entry, SnmpAccess.DeviceRole.CMTS),
                timeout(entry, Cmts.DEFAULT_TIMEOUT),
                retries(entry, Cmts.DEFAULT_RETRIES));
        int maxRepetitions = entry.key("max-repetitions")
                .integer(1, Command.SnmpWalk.MAX_REPETITIONS)
                .orElse(Cmts.DEFAULT_MAX_REPETITIONS);
        return new Cmts(name, snmp, agent, maxRepetitions, modems(entry.section("modems"), agent));
    }

    private static Modems modems(Settings settings, AgentChoice agentOfCmts) {
        return new Modems(
                choice(settings).orElse(agentOfCmts),
                port(settings),
                access(settings, SnmpAccess.DeviceRole.CM),
                timeout(settings, SnmpTarget.DEFAULT_TIMEOUT),
                retries(settings, SnmpTarget.DEFAULT_RETRIES));
    }

    /// By id or by capability, not both.
    private static Optional<AgentChoice> choice(Settings settings) {
        Optional<AgentChoice> named =
                settings.key("agent").as(AgentId::new).optional().map(AgentChoice.Named::new);
        Optional<AgentChoice> capable = settings.key("capability")
                .as(AgentChoice.Capable::new)
                .optional()
                .map(choice -> choice);
        settings.check(
                named.isEmpty() || capable.isEmpty(), "and capability exclude each other", "agent", "capability");
        return named.or(() -> capable);
    }

    private static SnmpAccess access(Settings settings, SnmpAccess.DeviceRole role) {
        return settings.key("profile")
                .as(SnmpAccess.Profile::new)
                .optional()
                .map(SnmpAccess.class::cast)
                .orElse(new SnmpAccess.ByRole(role));
    }

    private static int port(Settings settings) {
        return settings.key("port").integer(1, MAX_PORT).orElse(SnmpTarget.DEFAULT_PORT);
    }

    private static Duration timeout(Settings settings, Duration standard) {
        return settings.key("timeout").duration(MIN_TIMEOUT, MAX_TIMEOUT).orElse(standard);
    }

    private static int retries(Settings settings, int standard) {
        return settings.key("retries").integer(0, MAX_RETRIES).orElse(standard);
    }
}

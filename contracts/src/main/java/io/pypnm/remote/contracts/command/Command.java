package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One piece of work for an agent. An invalid one cannot exist: the constructors throw [IllegalArgumentException] with
/// the parameter's wire name, its value and its bound.
public sealed interface Command {
    /// Which one it is.
    default CommandKind kind() {
        return switch (this) {
            case SnmpGet _ -> CommandKind.SNMP_GET;
            case SnmpBulkGet _ -> CommandKind.SNMP_BULK_GET;
            case SnmpWalk _ -> CommandKind.SNMP_WALK;
            case SnmpBulkWalk _ -> CommandKind.SNMP_BULK_WALK;
            case SnmpParallelWalk _ -> CommandKind.SNMP_PARALLEL_WALK;
            case SnmpSet _ -> CommandKind.SNMP_SET;
            case SnmpSetSequence _ -> CommandKind.SNMP_SET_SEQUENCE;
            case Ping _ -> CommandKind.PING;
            case PingSweep _ -> CommandKind.PING_SWEEP;
            case CmtsCommand _ -> CommandKind.CMTS_COMMAND;
            case PnmCapture _ -> CommandKind.PNM_CAPTURE;
            case FileGet _ -> CommandKind.FILE_GET;
            case PnmFileGet _ -> CommandKind.PNM_FILE_GET;
            case TftpGet _ -> CommandKind.TFTP_GET;
            case FileList _ -> CommandKind.FILE_LIST;
            case Describe _ -> CommandKind.DESCRIBE;
        };
    }

    /// The device it works on; commands on one device are run one after another.
    default Optional<DeviceAddress> device() {
        return Optional.empty();
    }

    /// Every device it touches, for whoever says which may be touched.
    default List<DeviceAddress> addresses() {
        return device().stream().toList();
    }

    /// Work that speaks SNMP with one device.
    sealed interface Snmp extends Command {
        SnmpTarget target();

        @Override
        default Optional<DeviceAddress> device() {
            return Optional.of(target().address());
        }
    }

    /// GET of 1 to 128 objects in as few PDUs as fit (RFC 3416 section 4.2.1). All or nothing: one PDU without answer
    /// fails it.
    record SnmpGet(SnmpTarget target, List<Oid> oids) implements Snmp {
        public static final int MAX_OIDS = 128;

        public SnmpGet {
            oids = List.copyOf(oids);
            Limits.requireSize("oids", oids.size(), 1, MAX_OIDS);
        }
    }

    /// GET of 1 to 4096 objects, each for itself: what could not be read is named beside what could.
    record SnmpBulkGet(SnmpTarget target, List<Oid> oids) implements Snmp {
        public static final int MAX_OIDS = 4096;

        public SnmpBulkGet {
            oids = List.copyOf(oids);
            Limits.requireSize("oids", oids.size(), 1, MAX_OIDS);
        }
    }

    /// GETBULK from `root` to the end of its subtree (RFC 3416 section 4.2.3).
    ///
    /// @param maxRepetitions rows asked for in one PDU, 1 to 500; the agent lowers it for a device that cannot
    /// @param limit          varbinds after which the walk stops and says so, 1 to 1,000,000
    record SnmpWalk(SnmpTarget target, Oid root, int maxRepetitions, int limit) implements Snmp {
        public static final int DEFAULT_MAX_REPETITIONS = 25;
        public static final int DEFAULT_LIMIT = 100_000;
        public static final int MAX_REPETITIONS = 500;
        public static final int MAX_LIMIT = 1_000_000;

        public SnmpWalk {
            Limits.require("max_repetitions", maxRepetitions, 1, MAX_REPETITIONS);
            Limits.require("limit", limit, 1, MAX_LIMIT);
        }
    }

    /// The same under upstream's name for a large table, with upstream's lower limit.
    ///
    /// @param maxRepetitions as of [SnmpWalk]
    /// @param limit          as of [SnmpWalk]
    record SnmpBulkWalk(SnmpTarget target, Oid root, int maxRepetitions, int limit) implements Snmp {
        public static final int DEFAULT_LIMIT = 10_000;

        public SnmpBulkWalk {
            Limits.require("max_repetitions", maxRepetitions, 1, SnmpWalk.MAX_REPETITIONS);
            Limits.require("limit", limit, 1, SnmpWalk.MAX_LIMIT);
        }
    }

    /// Several walks of one device as one piece of work, a request at a time: modems drop what comes while they are
    /// busy. Trees that are columns of one table are read in one GETBULK where the device can.
    ///
    /// @param roots          1 to 64, no two the same
    /// @param maxRepetitions rows asked for in one PDU, as of [SnmpWalk]
    /// @param limit          varbinds after which one tree's walk stops and says so, as of [SnmpWalk]
    record SnmpParallelWalk(SnmpTarget target, List<Oid> roots, int maxRepetitions, int limit) implements Snmp {
        public static final int MAX_ROOTS = 64;
        public static final int DEFAULT_LIMIT = 10_000;

        public SnmpParallelWalk {
            roots = List.copyOf(roots);
            Limits.requireSize("oids", roots.size(), 1, MAX_ROOTS);
            Limits.require("max_repetitions", maxRepetitions, 1, SnmpWalk.MAX_REPETITIONS);
            Limits.require("limit", limit, 1, SnmpWalk.MAX_LIMIT);
            if (Set.copyOf(roots).size() < roots.size()) {
                throw new IllegalArgumentException("oids must not have an entry twice");
            }
        }
    }

    /// SET of 1 to 128 objects in one PDU: the device applies all or none (RFC 3416 section 4.2.5). Sent once, never
    /// repeated. A value is of a type that an object can have: no exception, and not NULL.
    record SnmpSet(SnmpTarget target, List<VarBind> varBinds) implements Snmp {
        public static final int MAX_VARBINDS = 128;

        public SnmpSet {
            varBinds = List.copyOf(varBinds);
            Limits.requireSize("varbinds", varBinds.size(), 1, MAX_VARBINDS);
            varBinds.forEach(Limits::requireSettable);
        }
    }

    /// SETs of one object each, one after the other; the first that does not work is the last. What a measurement needs
    /// before it can be started.
    ///
    /// @param steps 1 to 64
    record SnmpSetSequence(SnmpTarget target, List<Step> steps) implements Snmp {
        public static final int MAX_STEPS = 64;

        public SnmpSetSequence {
            steps = List.copyOf(steps);
            Limits.requireSize("sets", steps.size(), 1, MAX_STEPS);
        }

        /// One SET and the rest after it.
        ///
        /// @param varBind    as of [SnmpSet]
        /// @param sleepAfter 0 to 60 s
        public record Step(VarBind varBind, Duration sleepAfter) {
            public static final Duration MAX_SLEEP = Duration.ofSeconds(60);

            public Step {
                Limits.requireSettable(varBind);
                Limits.require("sleep_after", sleepAfter, Duration.ZERO, MAX_SLEEP);
            }
        }
    }

    /// ICMP echo.
    ///
    /// @param count requests sent, one second apart at most, 1 to 20
    record Ping(DeviceAddress target, int count) implements Command {
        public static final int MAX_COUNT = 20;

        public Ping {
            Limits.require("count", count, 1, MAX_COUNT);
        }

        @Override
        public Optional<DeviceAddress> device() {
            return Optional.of(target);
        }
    }

    /// ICMP echo to many devices.
    ///
    /// @param targets     0 to 4,096
    /// @param count       requests sent to each, 1 to 20
    /// @param timeout     wait for each answer, 0.1 to 10 s
    /// @param concurrency requests that may be unanswered at once, 1 to 1,000
    record PingSweep(List<DeviceAddress> targets, int count, Duration timeout, int concurrency) implements Command {
        public static final int MAX_TARGETS = 4_096;
        public static final int MAX_CONCURRENCY = 1_000;
        public static final int DEFAULT_CONCURRENCY = 100;
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
        private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
        private static final Duration MAX_TIMEOUT = Duration.ofSeconds(10);

        public PingSweep {
            targets = List.copyOf(targets);
            Limits.requireSize("targets", targets.size(), 0, MAX_TARGETS);
            Limits.require("count", count, 1, Ping.MAX_COUNT);
            Limits.require("timeout", timeout, MIN_TIMEOUT, MAX_TIMEOUT);
            Limits.require("concurrent_tasks", concurrency, 1, MAX_CONCURRENCY);
        }

        @Override
        public List<DeviceAddress> addresses() {
            return targets;
        }
    }

    /// One line for a CMTS's command line, with the agent's own login. What it does there nobody knows, so it is never
    /// run twice.
    ///
    /// @param line 1 to 1,000 printable ASCII characters
    record CmtsCommand(DeviceAddress cmts, String line) implements Command {
        public static final int MAX_CHARS = 1_000;

        public CmtsCommand {
            boolean printable = line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
            if (line.isBlank() || line.length() > MAX_CHARS || !printable) {
                throw new IllegalArgumentException(
                        "command must be one line of 1 to " + MAX_CHARS + " printable ASCII characters");
            }
        }

        @Override
        public Optional<DeviceAddress> device() {
            return Optional.of(cmts);
        }
    }

    /// One PNM measurement of one modem, from its settings to the capture files: the modem's MAC address is checked,
    /// the upload's destination set, each channel measured in turn, the modem's upload awaited and the file fetched. It
    /// runs beside the modem, so that its many small steps do not cross the WAN. A measurement is never started twice.
    ///
    /// @param target   the modem; of [Measurement.UsRxMer] its CMTS
    /// @param mac      that of the modem
    /// @param channels ifIndex of the channels to measure, 0 to 64, 1 to 2^31-1 each, no two the same; none for all
    ///     that the modem has. None for a measurement that is not of a channel, at least one for [Measurement.UsRxMer]
    /// @param upload   where the modem sends its files
    record PnmCapture(SnmpTarget target, MacAddress mac, Measurement measurement, List<Long> channels, Upload upload)
            implements Command {
        public static final int MAX_CHANNELS = 64;

        public PnmCapture {
            channels = List.copyOf(channels);
            Limits.requireSize("channels", channels.size(), 0, MAX_CHANNELS);
            for (long ifIndex : channels) {
                Limits.require("channels", ifIndex, 1, Integer.MAX_VALUE);
            }
            if (Set.copyOf(channels).size() < channels.size()) {
                throw new IllegalArgumentException("channels must not have an entry twice");
            }
            if (!measurement.hasChannels() && !channels.isEmpty()) {
                throw new IllegalArgumentException("channels must be empty: the measurement is not of a channel");
            }
            if (measurement instanceof Measurement.UsRxMer && channels.isEmpty()) {
                throw new IllegalArgumentException("channels must name a channel of the CMTS");
            }
        }

        @Override
        public Optional<DeviceAddress> device() {
            return Optional.of(target.address());
        }

        @Override
        public List<DeviceAddress> addresses() {
            return switch (upload) {
                case Upload.AsConfigured() -> List.of(target.address());
                case Upload.To to -> List.of(target.address(), to.server());
            };
        }

        /// Where a modem sends its files.
        public sealed interface Upload {
            /// Where the agent's settings say.
            record AsConfigured() implements Upload {}

            /// A TFTP server as the modem sees it (docsPnmBulkDestIpAddr, docsPnmBulkDestPath).
            ///
            /// @param path directory, empty or with all its delimiters, for example `/pnm/`; at most 200 printable
            ///     ASCII characters
            record To(DeviceAddress server, String path) implements Upload {
                private static final int MAX_PATH = 200;

                public To {
                    if (path.length() > MAX_PATH || !path.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                        throw new IllegalArgumentException(
                                "path must be at most " + MAX_PATH + " printable ASCII characters without blanks");
                    }
                }
            }
        }
    }

    /// Work on capture files, which lie on the agent's host or on the TFTP host that it can reach.
    sealed interface Files extends Command {}

    /// A file from the first of the agent's directories that has it, then from the TFTP host.
    record FileGet(FileName name, Match match) implements Files {}

    /// A file from the directory that modems upload their captures to, and from nowhere else.
    record PnmFileGet(FileName name, Match match) implements Files {}

    /// A file from the TFTP host.
    record TftpGet(FileName name) implements Files {}

    /// Names, sizes and times of the files whose names begin with one of these.
    ///
    /// @param prefixes 1 to 64
    record FileList(List<FileName> prefixes) implements Files {
        public static final int MAX_PREFIXES = 64;

        public FileList {
            prefixes = List.copyOf(prefixes);
            Limits.requireSize("prefixes", prefixes.size(), 1, MAX_PREFIXES);
        }
    }

    /// Which file a name means.
    enum Match {
        /// The one of that name.
        EXACT,
        /// The one modified last among those whose names begin so.
        NEWEST_WITH_PREFIX
    }

    /// What this agent is and can do.
    record Describe() implements Command {
        @Override
        public CommandKind kind() {
            return CommandKind.DESCRIBE;
        }
    }
}

package io.pypnm.remote.contracts.outcome;

import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a device or agent answered.
public sealed interface Reply {
    /// The answer to GETs, walks and SETs, in the order of the request or of the walk.
    record VarBinds(List<VarBind> varBinds) implements Reply {
        public VarBinds {
            varBinds = List.copyOf(varBinds);
        }
    }

    /// The answer to a ping.
    ///
    /// @param sent            echo requests sent, 1 to 1,000
    /// @param roundTripMicros of each echo that came back, in order; at most `sent` entries, none below 0
    /// @param method          how it was done, for example `icmp-socket` or `ping`
    record Pinged(int sent, List<Integer> roundTripMicros, String method) implements Reply {
        public static final int MAX_SENT = 1_000;

        public Pinged {
            roundTripMicros = List.copyOf(roundTripMicros);
            require(sent, roundTripMicros);
        }

        private static void require(int sent, List<Integer> roundTripMicros) {
            if (sent < 1 || sent > MAX_SENT) {
                throw new IllegalArgumentException("sent must be 1 to " + MAX_SENT + ", is " + sent);
            }
            if (roundTripMicros.size() > sent) {
                throw new IllegalArgumentException(
                        "round_trip_micros must have at most " + sent + " entries, has " + roundTripMicros.size());
            }
            if (roundTripMicros.stream().anyMatch(micros -> micros < 0)) {
                throw new IllegalArgumentException("round_trip_micros must not be negative");
            }
        }

        public boolean reachable() {
            return !roundTripMicros.isEmpty();
        }
    }

    /// The answer to a walk of several trees.
    ///
    /// @param trees in the order of the request; what one lacks is named by its root
    record Trees(List<Tree> trees) implements Reply {
        public Trees {
            trees = List.copyOf(trees);
        }

        /// One tree.
        ///
        /// @param varBinds       in the order of the walk
        /// @param durationMillis from the first request that asked for it to the last, at least 0
        public record Tree(Oid root, List<VarBind> varBinds, long durationMillis) {
            public Tree {
                varBinds = List.copyOf(varBinds);
                if (durationMillis < 0) {
                    throw new IllegalArgumentException("duration_millis must not be negative");
                }
            }
        }
    }

    /// The answer to a ping of many devices.
    ///
    /// @param sent   echo requests sent to each, 1 to 1,000
    /// @param echoes one for each device, in the order of the request
    /// @param method as of [Pinged]
    record Swept(int sent, List<Echo> echoes, String method) implements Reply {
        public Swept {
            echoes = List.copyOf(echoes);
            for (Echo echo : echoes) {
                Pinged.require(sent, echo.roundTripMicros());
            }
        }

        /// One device's answers.
        ///
        /// @param roundTripMicros as of [Pinged]
        public record Echo(DeviceAddress target, List<Integer> roundTripMicros) {
            public Echo {
                roundTripMicros = List.copyOf(roundTripMicros);
            }

            public boolean reachable() {
                return !roundTripMicros.isEmpty();
            }
        }
    }

    /// What a command line printed. Text that is not UTF-8 has U+FFFD in it.
    ///
    /// @param lines      without their ends; of an interactive session without echo, prompt and pager
    /// @param errorLines of standard error, where the two are told apart
    record CliOutput(List<String> lines, List<String> errorLines, End end) implements Reply {
        public CliOutput {
            lines = List.copyOf(lines);
            errorLines = List.copyOf(errorLines);
        }

        /// How it came to its end.
        public sealed interface End {
            /// The command ended by itself.
            ///
            /// @param status 0 to 2^32-1 (RFC 4254 section 6.10)
            record Exited(long status) implements End {
                public Exited {
                    if (status < 0 || status > 0xffff_ffffL) {
                        throw new IllegalArgumentException("exit_status must be 0 to 2^32-1, is " + status);
                    }
                }
            }

            /// A signal ended the command.
            ///
            /// @param signal its name without `SIG`
            record Killed(String signal) implements End {}

            /// The prompt came back: an interactive session says nothing else.
            record Prompted() implements End {}
        }
    }

    /// A file.
    ///
    /// @param origin   where it was found, for people: a directory of the agent's host, or one of the TFTP host
    /// @param bytes    its size, at least 0
    /// @param modified to the millisecond
    /// @param sha256   of the content, lower-case hexadecimal
    record FileContent(FileName name, String origin, long bytes, Instant modified, String sha256, Content content)
            implements Reply {
        private static final int SHA256_DIGITS = 64;

        public FileContent {
            FileEntry.requireSize(bytes);
            modified = modified.truncatedTo(ChronoUnit.MILLIS);
            if (sha256.length() != SHA256_DIGITS || !sha256.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits");
            }
            if (content instanceof Content.Inline(Octets octets) && octets.length() != bytes) {
                throw new IllegalArgumentException(
                        "size must be that of the content, " + octets.length() + ", is " + bytes);
            }
        }

        /// Where the bytes are.
        public sealed interface Content {
            /// Here: fewer than 64 KiB of a file asked for by name, at most 256 KiB of a capture.
            record Inline(Octets octets) implements Content {}

            /// With the gateway, which got them as a claim.
            record Claimed() implements Content {}
        }
    }

    /// Files that are there.
    ///
    /// @param files by name
    record FileListing(List<FileEntry> files) implements Reply {
        public FileListing {
            files = List.copyOf(files);
        }
    }

    /// One file of a listing; the parameters are those of [FileContent].
    record FileEntry(FileName name, String origin, long bytes, Instant modified) {
        public FileEntry {
            requireSize(bytes);
            modified = modified.truncatedTo(ChronoUnit.MILLIS);
        }

        private static void requireSize(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("size must not be negative");
            }
        }
    }

    /// The answer to a measurement.
    ///
    /// @param modem    its sysDescr; of an upstream measurement the CMTS's
    /// @param captures one for each channel measured, in the order of measurement
    /// @param steps    all that was said to the device and done with its files, in order, for people
    record Captured(String modem, List<Capture> captures, List<Step> steps) implements Reply {
        public static final int MAX_FILES = 2;

        public Captured {
            captures = List.copyOf(captures);
            steps = List.copyOf(steps);
        }

        /// What came of one channel.
        ///
        /// @param ifIndex   the channel's, 0 to 2^31-1; of a measurement of the whole modem 0
        /// @param channelId the operator's number of it, 0 to 255; 0 if it has none
        /// @param status    how the measurement ended
        /// @param figures   what the device says of its result by SNMP, for example mean and deviation
        /// @param files     0 to 2, inline
        public record Capture(
                long ifIndex, int channelId, MeasStatus status, List<VarBind> figures, List<FileContent> files) {
            public Capture {
                figures = List.copyOf(figures);
                files = List.copyOf(files);
                if (ifIndex < 0 || ifIndex > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("if_index must be 0 to 2^31-1, is " + ifIndex);
                }
                if (channelId < 0 || channelId > 255) {
                    throw new IllegalArgumentException("channel_id must be 0 to 255, is " + channelId);
                }
                if (files.size() > MAX_FILES) {
                    throw new IllegalArgumentException("files must have at most " + MAX_FILES + " entries");
                }
            }
        }

        /// MeasStatusType of DOCS-PNM-MIB, and one more.
        public enum MeasStatus {
            /// The device was not told to measure.
            NOT_BEGUN,
            OTHER,
            INACTIVE,
            BUSY,
            SAMPLE_READY,
            ERROR,
            RESOURCE_UNAVAILABLE,
            SAMPLE_TRUNCATED,
            INTERFACE_MODIFICATION;

            /// The constant of an INTEGER of the MIB, 1 to 8; [#OTHER] for what it does not name.
            public static MeasStatus of(long value) {
                return value >= 1 && value < values().length ? values()[(int) value] : OTHER;
            }
        }

        /// One step.
        ///
        /// @param atMillis since the command was started, at least 0
        /// @param action   for example `SET docsPnmCmDsOfdmRxMerFileEnable.48 = 1`
        /// @param result   what came of it
        public record Step(long atMillis, String action, String result) {
            public Step {
                action = Detail.cut(action);
                result = Detail.cut(result);
                if (atMillis < 0) {
                    throw new IllegalArgumentException("at_millis must not be negative");
                }
            }
        }
    }

    /// What an agent says of itself.
    ///
    /// @param capabilities wire names of the commands it runs, in alphabetical order
    /// @param facts        names and values for people, in the names' order: host, runtime, limits; never a secret
    record Description(String version, List<String> capabilities, Map<String, String> facts) implements Reply {
        public Description {
            capabilities = capabilities.stream().sorted().toList();
            facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        }
    }
}

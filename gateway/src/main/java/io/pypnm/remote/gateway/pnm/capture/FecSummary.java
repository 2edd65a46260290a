package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Type 8: codewords per profile over time (DOCS-PNM-MIB docsPnmCmDsOfdmFecTable).
///
/// @param channelId of the OFDM channel, 0 to 255
/// @param span      what the modem was asked to sum up
/// @param profiles  in the order of the file
public record FecSummary(CaptureHeader header, int channelId, CapturedMac cableModem, Span span, List<Profile> profiles)
        implements Capture.File {
    public FecSummary {
        profiles = List.copyOf(profiles);
    }

    /// The MIB's `FecSummaryType`.
    public enum Span {
        OTHER(1),
        /// 600 sets of a second.
        INTERVAL_10_MIN(2),
        /// 1440 sets of a minute.
        INTERVAL_24_HR(3);

        private final int code;

        Span(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public static Optional<Span> of(int code) {
            return Stream.of(values()).filter(span -> span.code == code).findFirst();
        }
    }

    /// One profile's codewords.
    ///
    /// @param id   0 to 15, or 255 for the next codeword pointer (NCP)
    /// @param sets oldest first, as modems send them
    public record Profile(int id, CodewordSets sets) {
        public static final int NCP = 255;
        /// Before the sets: id and number.
        public static final int HEADER_BYTES = 3;

        /// `0` to `15`, or `NCP`.
        public String name() {
            return id == NCP ? "NCP" : Integer.toString(id);
        }
    }
}

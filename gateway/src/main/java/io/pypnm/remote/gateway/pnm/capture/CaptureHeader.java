package io.pypnm.remote.gateway.pnm.capture;

import java.time.Instant;

/// The head that all capture files begin with.
///
/// @param magic         how the file begins
/// @param type          what the file holds
/// @param time          when it was captured, if the file says so
/// @param headerBytes   before the first value
/// @param trailingBytes behind the last value; they mean nothing that is known
public record CaptureHeader(Magic magic, FileType type, Time time, int headerBytes, int trailingBytes) {
    /// The two forms of the first bytes. Versions came with issue I11 of CM-SP-CM-OSSIv3.1.
    public sealed interface Magic {
        /// `PNN`, type, major and minor version.
        record Versioned(int major, int minor) implements Magic {}

        /// `PNM` and type.
        record Unversioned() implements Magic {}

        default String text() {
            return switch (this) {
                case Versioned _ -> "PNN";
                case Unversioned _ -> "PNM";
            };
        }
    }

    /// The modem's own idea of when it measured.
    public sealed interface Time {
        /// Many modems count from their start: the number is told, and whether it can be a date.
        ///
        /// @param epochSecond 0 to 4,294,967,295
        record Told(long epochSecond) implements Time {
            private static final Instant FIRST_MODEMS = Instant.parse("2015-01-01T00:00:00Z");

            /// Whether this can be the date of a measurement by a DOCSIS 3.1 modem.
            public boolean isPlausible() {
                return epochSecond >= FIRST_MODEMS.getEpochSecond();
            }
        }

        /// The file has none.
        record Absent() implements Time {}
    }
}

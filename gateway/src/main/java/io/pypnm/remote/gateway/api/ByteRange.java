package io.pypnm.remote.gateway.api;

import io.pypnm.remote.gateway.http.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of bytes of a content (RFC 9110 section 14).
///
/// @param first  offset, bytes
/// @param length at least 1
record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    /// What a `Range` header asks for. Empty if it asks for the whole, or for something that a server may take as if it
    /// were not there: several ranges, other units, a wrong syntax.
    ///
    /// @throws Problem if nothing of the content is in the range
    static Optional<ByteRange> of(String header, long bytes) throws Problem {
        Matcher range = SINGLE.matcher(header.strip());
        if (!range.matches() || header.strip().equals("bytes=-")) {
            return Optional.empty();
        }
        boolean suffix = range.group(1).isEmpty();
        long from = suffix ? Math.max(0, bytes - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long last = suffix || range.group(2).isEmpty() ? bytes - 1 : Long.parseLong(range.group(2));
        if (last < from && !suffix && !range.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (from >= bytes) {
            throw new Problem(
                    Problem.Code.RANGE_NOT_SATISFIABLE,
                    "the content has " + bytes + " bytes",
                    Map.of("Content-Range", "bytes */" + bytes));
        }
        return Optional.of(new ByteRange(from, Math.min(last, bytes - 1) - from + 1));
    }

    /// As the header `Content-Range` of an answer says it.
    String of(long bytes) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + bytes;
    }
}

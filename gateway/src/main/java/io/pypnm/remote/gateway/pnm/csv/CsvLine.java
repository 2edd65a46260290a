package io.pypnm.remote.gateway.pnm.csv;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Writes records of RFC 4180, field by field.
final class CsvLine {
    private static final int DECIMALS = 9;

    private final Appendable out;
    private boolean begun;

    CsvLine(Appendable out) {
        this.out = out;
    }

    CsvLine text(String value) throws IOException {
        separate();
        boolean quoted = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        out.append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
        return this;
    }

    CsvLine whole(long value) throws IOException {
        separate();
        out.append(Long.toString(value));
        return this;
    }

    /// With a point and at most 9 decimals; an empty field if it is not a number.
    CsvLine number(double value) throws IOException {
        separate();
        if (value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE) {
            out.append(Long.toString((long) value));
        } else if (Double.isFinite(value)) {
            out.append(BigDecimal.valueOf(value)
                    .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros()
                    .toPlainString());
        }
        return this;
    }

    void end() throws IOException {
        out.append("\r\n");
        begun = false;
    }

    private void separate() throws IOException {
        if (begun) {
            out.append(',');
        }
        begun = true;
    }
}

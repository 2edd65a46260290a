package io.pypnm.remote.contracts.config;

import static io.pypnm.remote.contracts.config.Node.Leaf.Type.NUMBER;
import static io.pypnm.remote.contracts.config.Node.Leaf.Type.TEXT;

import io.pypnm.remote.contracts.config.Setting.Format;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers with units, read and written: `10s`, `64MiB`.
final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,3})?");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB)?");

    private Quantities() {}

    static Format<Duration> duration(Duration min, Duration max) {
        String expected = "a duration (ms, s, m, h, d) from " + show(min) + " to " + show(max);
        Function<String, Duration> parser = text -> {
            Matcher parts = matched(DURATION, text, expected);
            long count = Long.parseLong(parts.group(1));
            return within(min, unit(parts.group(2)).multipliedBy(count), max, expected, text);
        };
        return new Format.Scalar<>(expected, Set.of(TEXT), parser, Quantities::show);
    }

    static Format<Duration> seconds(Duration min, Duration max) {
        String expected = "a number of seconds from " + inSeconds(min) + " to " + inSeconds(max);
        Function<String, Duration> parser = text -> {
            BigDecimal seconds = new BigDecimal(matched(SECONDS, text, expected).group());
            Duration value = Duration.ofMillis(seconds.movePointRight(3).longValueExact());
            return within(min, value, max, expected, text);
        };
        return new Format.Scalar<>(expected, Set.of(NUMBER), parser, Quantities::show);
    }

    static Format<Long> bytes(long min, long max) {
        String expected = "a size (B, KiB, MiB, GiB) from " + show(min) + " to " + show(max);
        Function<String, Long> parser = text -> {
            Matcher parts = matched(BYTES, text, expected);
            String unit = parts.group(2);
            BigDecimal value =
                    new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit == null ? 1 : size(unit)));
            return within(BigDecimal.valueOf(min), value, BigDecimal.valueOf(max), expected, text)
                    .longValueExact();
        };
        return new Format.Scalar<>(expected, Set.of(TEXT, NUMBER), parser, Quantities::show);
    }

    /// In the largest unit that needs no fraction.
    static String show(Duration value) {
        for (String unit : new String[] {"d", "h", "m", "s", "ms"}) {
            long count = value.dividedBy(unit(unit));
            if (count > 0 && unit(unit).multipliedBy(count).equals(value)) {
                return count + unit;
            }
        }
        return value.isZero() ? "0s" : value.toString();
    }

    /// In the largest unit that needs no fraction.
    static String show(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            if (bytes >= size(unit) && bytes % size(unit) == 0) {
                return bytes / size(unit) + unit;
            }
        }
        return bytes + "B";
    }

    private static String inSeconds(Duration value) {
        return BigDecimal.valueOf(value.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException("no unit of time: " + name);
        };
    }

    private static long size(String unit) {
        return switch (unit) {
            case "B" -> 1;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> throw new IllegalArgumentException("no unit of size: " + unit);
        };
    }

    private static Matcher matched(Pattern pattern, String text, String expected) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw Scalars.wrong(expected, text);
        }
        return matcher;
    }

    private static <C extends Comparable<C>> C within(C min, C value, C max, String expected, String text) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw Scalars.wrong(expected, text);
        }
        return value;
    }
}

package io.pypnm.remote.gateway.pnm.plot;

import io.pypnm.remote.gateway.pnm.plot.Axis.Scale;
import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Finds where an axis has its ticks: at round values, or at round times of day, not more of them than asked for.
final class Ticks {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] ROUND_SECONDS = {
        1,
        2,
        5,
        10,
        15,
        30,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        14 * DAY,
        28 * DAY,
        91 * DAY,
        364 * DAY
    };
    /// A range that is tiny beside its values has no ticks at all rather than millions.
    private static final int MAX_TICKS = 200;
    /// In steps from one round value to the next.
    private static final double ROOM_AT_ENDS = 0.8;

    private Ticks() {}

    static List<Tick> of(Axis axis, int atMost) {
        return switch (axis.scale()) {
            case Scale.Numbers() -> numbers(axis, Math.max(1, atMost));
            case Scale.WithEnds(int decimals) -> withEnds(axis, numbers(axis, Math.max(1, atMost)), decimals);
            case Scale.Utc() -> times(axis, Math.max(1, atMost));
            case Scale.Names(List<Tick> ticks) ->
                ticks.stream()
                        .filter(tick -> tick.at() >= axis.min() && tick.at() <= axis.max())
                        .toList();
        };
    }

    private static List<Tick> numbers(Axis axis, int atMost) {
        double least = (axis.max() - axis.min()) / atMost;
        if (least < Double.MIN_NORMAL || Double.isInfinite(least)) {
            return List.of();
        }
        BigDecimal step = roundStep(least);
        long first = (long) Math.ceil(axis.min() / step.doubleValue() - 1e-9);
        long last = (long) Math.floor(axis.max() / step.doubleValue() + 1e-9);
        return LongStream.rangeClosed(first, last)
                .limit(MAX_TICKS)
                .mapToObj(index -> step.multiply(BigDecimal.valueOf(index)))
                .map(value -> new Tick(value.doubleValue(), number(value)))
                .toList();
    }

    /// Round values that have no room beside an end give way to it.
    private static List<Tick> withEnds(Axis axis, List<Tick> round, int decimals) {
        double step = round.size() < 2
                ? axis.max() - axis.min()
                : round.get(1).at() - round.get(0).at();
        double room = ROOM_AT_ENDS * step;
        return Stream.of(
                        Stream.of(new Tick(axis.min(), fixed(axis.min(), decimals))),
                        round.stream().filter(tick -> tick.at() - axis.min() >= room && axis.max() - tick.at() >= room),
                        Stream.of(new Tick(axis.max(), fixed(axis.max(), decimals))))
                .flatMap(ticks -> ticks)
                .toList();
    }

    private static String fixed(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /// 1, 2 or 5 times a power of ten: the smallest that is not below `least`.
    private static BigDecimal roundStep(double least) {
        int exponent = (int) Math.floor(Math.log10(least));
        for (int factor : new int[] {1, 2, 5}) {
            BigDecimal step = BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent);
            if (step.doubleValue() >= least * (1 - 1e-9)) {
                return step;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
    }

    private static String number(BigDecimal value) {
        double size = Math.abs(value.doubleValue());
        if (size >= 1e7 || (size > 0 && size < 1e-5)) {
            return value.stripTrailingZeros().toString().replace('E', 'e');
        }
        if (size >= 10_000 && value.scale() <= 0) {
            return String.format(Locale.ROOT, "%,d", value.toBigIntegerExact());
        }
        return size == 0 && value.scale() > 5 ? "0" : value.toPlainString();
    }

    private static List<Tick> times(Axis axis, int atMost) {
        double least = (axis.max() - axis.min()) / atMost;
        long step = LongStream.of(ROUND_SECONDS)
                .filter(seconds -> seconds >= least)
                .findFirst()
                .orElseGet(() -> Math.ceilDiv((long) least, 364 * DAY) * 364 * DAY);
        long first = (long) Math.ceil(axis.min() / step);
        long last = (long) Math.floor(axis.max() / step);
        DateTimeFormatter format = DateTimeFormatter.ofPattern(
                        step >= DAY ? "yyyy-MM-dd" : step >= MINUTE ? "MM-dd HH:mm" : "HH:mm:ss", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        return LongStream.rangeClosed(first, last)
                .limit(MAX_TICKS)
                .mapToObj(index -> new Tick(index * step, format.format(Instant.ofEpochSecond(index * step))))
                .toList();
    }
}

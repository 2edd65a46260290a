package io.pypnm.remote.lab.device;

import java.util.Arrays;
import java.util.List;

/// One misbehaviour with its number. Made by [Misbehaviour] or read from text.
public final class Fault {
    private final Misbehaviour kind;
    private final int number;

    Fault(Misbehaviour kind, int number) {
        this.kind = kind;
        this.number = number;
    }

    /// Reads `SILENT`, `SLOW:200`, several as `SLOW:200+DROPS_FIRST`, or `NONE`.
    ///
    /// @throws IllegalArgumentException if it is anything else; the message lists what there is
    public static List<Fault> parse(String text) {
        return text.equals("NONE")
                ? List.of()
                : Arrays.stream(text.split("\\+", -1)).map(Fault::one).toList();
    }

    private static Fault one(String text) {
        String[] parts = text.split(":", 2);
        Misbehaviour kind = Arrays.stream(Misbehaviour.values())
                .filter(known -> known.name().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("misbehaviour must be NONE or one of "
                        + Arrays.toString(Misbehaviour.values()) + ", is " + parts[0]));
        if (parts.length == 1) {
            return kind.usual();
        }
        try {
            return kind.by(Integer.parseInt(parts[1]));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("number of " + kind + " must be a whole one, is " + parts[1]);
        }
    }

    public Misbehaviour kind() {
        return kind;
    }

    public int number() {
        return number;
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        return number == kind.usual().number ? kind.name() : kind.name() + ":" + number;
    }
}

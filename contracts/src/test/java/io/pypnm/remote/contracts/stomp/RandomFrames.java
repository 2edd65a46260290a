package io.pypnm.remote.contracts.stomp;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Frames by chance, the same ones for the same seed.
final class RandomFrames {
    private static final List<String> ODD_TEXTS = List.of(
            ":",
            "\\",
            "\n",
            "\r",
            "\\n",
            "\\c",
            "\\r",
            "\\\\",
            "\t",
            "\u0001",
            "\u007f",
            "\u0085",
            " ",
            "°",
            "\u07ff",
            "\u0800",
            "\u2028",
            "\uFEFF",
            "\uFFFD",
            "\uFFFF",
            "🌡",
            Character.toString(0x10FFFF));
    private static final List<String> NEVER_WRITABLE = List.of("\0", "\ud83c", "\udf21");
    private static final List<String> NAMES = List.of("destination", "id", "receipt", "a", "content-type", "passcode");
    private static final int MAX_HEADERS = 12;

    private final RandomGenerator random;

    RandomFrames(long seed) {
        this.random = new SplittableRandom(seed);
    }

    RandomGenerator random() {
        return random;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    StompVersion version() {
        return oneOf(List.of(StompVersion.values()));
    }

    /// A frame that `version` can express.
    StompFrame writable(StompVersion version) {
        StompCommand command = command();
        StompVersion escaping = command.escaping(version);
        StompHeaders.Builder headers = StompHeaders.builder();
        for (int i = random.nextInt(MAX_HEADERS + 1); i > 0; i--) {
            String name = writable(escaping, text(ODD_TEXTS));
            if (escaping == StompVersion.V1_0) {
                name = name.replace(":", "");
            }
            headers.add(
                    random.nextBoolean() || name.isEmpty() ? oneOf(NAMES) : name, writable(escaping, text(ODD_TEXTS)));
        }
        return new StompFrame(command, headers.build(), body(command));
    }

    /// A frame with anything in its headers.
    StompFrame wild() {
        StompCommand command = command();
        StompHeaders.Builder headers = StompHeaders.builder();
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.add("n" + text(random.nextInt(10) == 0 ? NEVER_WRITABLE : ODD_TEXTS), text(ODD_TEXTS));
        }
        return new StompFrame(command, headers.build(), body(command));
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private StompCommand command() {
        return oneOf(List.of(StompCommand.values()));
    }

    private byte[] body(StompCommand command) {
        return bytes(command.mayHaveBody() ? random.nextInt(random.nextInt(20) == 0 ? 3000 : 100) : 0);
    }

    /// Words with odd texts between them.
    private String text(List<String> odd) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(random.nextInt(3) == 0 ? oneOf(odd) : Integer.toString(random.nextInt(100_000), 36));
        }
        return text.toString();
    }

    private static String writable(StompVersion escaping, String text) {
        return switch (escaping) {
            case V1_0 -> text.replace("\n", "").replace("\r", "");
            case V1_1 -> text.replace("\r", "");
            case V1_2 -> text;
        };
    }
}

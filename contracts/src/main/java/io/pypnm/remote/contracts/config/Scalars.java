package io.pypnm.remote.contracts.config;

import static io.pypnm.remote.contracts.config.Node.Leaf.Type.FLAG;
import static io.pypnm.remote.contracts.config.Node.Leaf.Type.NUMBER;
import static io.pypnm.remote.contracts.config.Node.Leaf.Type.TEXT;

import io.pypnm.remote.contracts.config.Setting.Format;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The grammar of each single value. Messages name the value only where it cannot be a secret.
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final int MAX_SECRET_BYTES = 1 << 16;

    private Scalars() {}

    static <T> Format<T> text(Function<String, T> type) {
        return new Format.Scalar<>(
                "a text in double quotes",
                Set.of(TEXT),
                text -> {
                    if (text.isBlank()) {
                        throw new IllegalArgumentException("must not be blank");
                    }
                    return type.apply(text);
                },
                String::valueOf);
    }

    static Format<Integer> integer(int min, int max) {
        String expected = "an integer from " + min + " to " + max;
        Function<String, Integer> parser = text -> {
            if (INTEGER.matcher(text).matches()) {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return (int) value;
                }
            }
            throw wrong(expected, text);
        };
        return new Format.Scalar<>(expected, Set.of(NUMBER), parser, String::valueOf);
    }

    static Format<Boolean> flag() {
        String expected = "true or false";
        Function<String, Boolean> parser = text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(expected, text);
        };
        return new Format.Scalar<>(expected, Set.of(FLAG), parser, String::valueOf);
    }

    static Format<URI> uri(List<String> schemes) {
        String expected = "an absolute URI with a host and scheme " + String.join(" or ", schemes);
        Function<String, URI> parser = text -> {
            try {
                URI uri = new URI(text);
                if (uri.getRawUserInfo() != null) {
                    throw new IllegalArgumentException("must not have a user or password in it");
                }
                if (uri.getHost() != null && schemes.contains(uri.getScheme())) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Its message quotes the URI, password and all.
                throw new IllegalArgumentException("must be " + expected + ", is not a URI at all");
            }
            throw new IllegalArgumentException("must be " + expected);
        };
        return new Format.Scalar<>(expected, Set.of(TEXT), parser, URI::toString);
    }

    static Format<Path> path(Path home) {
        return new Format.Scalar<>("a path in double quotes", Set.of(TEXT), text -> toPath(text, home), Path::toString);
    }

    static <E extends Enum<E>> Format<E> choice(Class<E> type) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            constants.put(nameOf(constant), constant);
        }
        String expected = "one of " + String.join(", ", constants.keySet());
        Function<String, E> parser = text -> {
            E constant = constants.get(text);
            if (constant == null) {
                throw wrong(expected, text);
            }
            return constant;
        };
        return new Format.Scalar<>(expected, Set.of(TEXT), parser, Scalars::nameOf);
    }

    static Format<Secret> secret() {
        return new Format.Scalar<>("a text in double quotes", Set.of(TEXT), Secret::new, Secret::toString);
    }

    static Format<Secret> secretFile(Path home) {
        return new Format.Scalar<>(
                "a path in double quotes", Set.of(TEXT), text -> secretIn(toPath(text, home)), Secret::toString);
    }

    static IllegalArgumentException wrong(String expected, String text) {
        return new IllegalArgumentException("must be " + expected + ", is " + text);
    }

    private static <E extends Enum<E>> String nameOf(E constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Path toPath(String text, Path home) {
        try {
            Path path = text.equals("~") || text.startsWith("~/")
                    ? home.resolve(text.substring(Math.min(2, text.length())))
                    : Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
        throw wrong("an absolute path or one that begins with ~/", text);
    }

    private static Secret secretIn(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            FilePermissions.requirePrivate(file).ifPresent(problem -> {
                throw new IllegalArgumentException(file + " " + problem.message());
            });
            byte[] bytes = in.readNBytes(MAX_SECRET_BYTES + 1);
            String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            if (text.isEmpty() || bytes.length > MAX_SECRET_BYTES) {
                throw new IllegalArgumentException(file + " must hold 1 to " + MAX_SECRET_BYTES + " bytes");
            }
            return new Secret(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " " + Configuration.reason(e), e);
        }
    }
}

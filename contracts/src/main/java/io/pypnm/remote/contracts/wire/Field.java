package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.wire.MalformedMessageException.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A JSON value being read, and where it stands. Each getter says which field is wrong and why; it quotes no value but
/// names of commands, types and codes, since any other could be a secret.
final class Field {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");
    private static final long MAX_SECONDS = 86_400;
    private static final int NO_INDEX = -1;

    private final JsonNode value;
    private final @Nullable Field parent;
    private final String name;
    private final int index;

    private Field(JsonNode value, @Nullable Field parent, String name, int index) {
        this.value = value;
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    static Field body(JsonNode root) {
        return new Field(root, null, "", NO_INDEX);
    }

    static MalformedMessageException malformedBody(String what) {
        return new MalformedMessageException(Reason.MALFORMED, "the body " + what);
    }

    JsonNode value() {
        return value;
    }

    /// `params.varbinds[3].oid`; empty for the body itself. Made only when something is wrong.
    private String path() {
        if (parent == null) {
            return name;
        }
        String before = parent.path();
        if (index != NO_INDEX) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? name : before + "." + name;
    }

    MalformedMessageException malformed(String what) {
        String path = path();
        return path.isEmpty()
                ? malformedBody(what)
                : new MalformedMessageException(Reason.MALFORMED, path + " " + what);
    }

    /// Something made of this was not possible, for the reason given.
    MalformedMessageException wrong(IllegalArgumentException reason) {
        String path = path();
        String message = String.valueOf(reason.getMessage());
        return new MalformedMessageException(Reason.MALFORMED, path.isEmpty() ? message : path + ": " + message);
    }

    /// This text is none of the names we know.
    MalformedMessageException unknown() {
        String text = value.asText();
        String shown = NAME.matcher(text).matches() ? text : "a text of " + text.length() + " characters";
        return new MalformedMessageException(Reason.UNKNOWN_TYPE, path() + " is unknown: " + shown);
    }

    /// What a field of this object must be.
    Field get(String field) throws MalformedMessageException {
        JsonNode found = object().value.get(field);
        if (found == null || found.isNull()) {
            throw at(field, value).malformed("is missing");
        }
        return at(field, found);
    }

    /// The first of several fields of this object that is there and not null: upstream has aliases for most parameters.
    Optional<Field> find(String... names) throws MalformedMessageException {
        for (String field : names) {
            JsonNode found = object().value.get(field);
            if (found != null && !found.isNull()) {
                return Optional.of(at(field, found));
            }
        }
        return Optional.empty();
    }

    private Field at(String field, JsonNode found) {
        return new Field(found, this, field, NO_INDEX);
    }

    Field object() throws MalformedMessageException {
        if (!value.isObject()) {
            throw malformed("must be an object");
        }
        return this;
    }

    List<Field> entries(int max) throws MalformedMessageException {
        if (!value.isArray()) {
            throw malformed("must be an array");
        }
        if (value.size() > max) {
            throw malformed("must have at most " + max + " entries, has " + value.size());
        }
        List<Field> entries = new ArrayList<>(value.size());
        for (JsonNode entry : value) {
            entries.add(new Field(entry, this, "", entries.size()));
        }
        return entries;
    }

    /// The names of this object's fields, whatever they are.
    List<String> names(int max) throws MalformedMessageException {
        if (object().value.size() > max) {
            throw malformed("must have at most " + max + " fields, has " + value.size());
        }
        return value.properties().stream().map(Map.Entry::getKey).toList();
    }

    String text() throws MalformedMessageException {
        if (!value.isTextual()) {
            throw malformed("must be a string");
        }
        return value.textValue();
    }

    /// What `parser` makes of this text, or why it does not.
    <T> T parsed(Function<String, T> parser) throws MalformedMessageException {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    /// The constant of this name.
    <E extends Enum<E>> E constant(Class<E> type) throws MalformedMessageException {
        String text = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw unknown();
    }

    boolean flag() throws MalformedMessageException {
        if (!value.isBoolean()) {
            throw malformed("must be true or false");
        }
        return value.booleanValue();
    }

    int integer() throws MalformedMessageException {
        if (!value.isIntegralNumber()) {
            throw malformed("must be a whole number");
        }
        if (!value.canConvertToInt()) {
            throw malformed("is out of range");
        }
        return value.intValue();
    }

    int integer(String field, int absent) throws MalformedMessageException {
        Optional<Field> found = find(field);
        return found.isPresent() ? found.get().integer() : absent;
    }

    /// A whole number as JSON number, or as string of decimal digits.
    BigInteger wholeNumber() throws MalformedMessageException {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (value.isTextual() && DECIMAL.matcher(value.textValue()).matches()) {
            return new BigInteger(value.textValue());
        }
        throw malformed("must be a whole number");
    }

    /// A whole number that fits into 63 bits and is not negative.
    long unsigned() throws MalformedMessageException {
        BigInteger number = wholeNumber();
        if (number.signum() < 0 || number.bitLength() > Long.SIZE - 1) {
            throw malformed("is out of range");
        }
        return number.longValue();
    }

    /// Seconds with a fraction, as upstream writes time.
    Duration seconds(String field, Duration absent) throws MalformedMessageException {
        Optional<Field> found = find(field);
        return found.isPresent() ? found.get().seconds() : absent;
    }

    private Duration seconds() throws MalformedMessageException {
        if (!value.isNumber()) {
            throw malformed("must be a number of seconds");
        }
        // 1e400 is Infinity here, and BigDecimal has none.
        if (!(Math.abs(value.doubleValue()) <= MAX_SECONDS)) {
            throw malformed("is out of range");
        }
        BigDecimal seconds = value.decimalValue();
        return Duration.ofNanos(seconds.movePointRight(9).longValue());
    }
}

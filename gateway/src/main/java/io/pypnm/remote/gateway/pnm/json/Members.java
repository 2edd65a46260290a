package io.pypnm.remote.gateway.pnm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/// Writes members of the object that is open.
record Members(JsonGenerator json) {
    private static final double DIGITS = 1e9;

    /// Writes something that is not one line.
    @FunctionalInterface
    interface Writing {
        void write() throws IOException;
    }

    /// Writes one of many.
    @FunctionalInterface
    interface Element {
        void write(int k) throws IOException;
    }

    void text(String name, String value) throws IOException {
        json.writeStringField(name, value);
    }

    void flag(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
    }

    void none(String name) throws IOException {
        json.writeNullField(name);
    }

    void whole(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    void number(String name, double value) throws IOException {
        json.writeFieldName(name);
        number(value);
    }

    /// With at most 9 decimals; null if it is not a number.
    void number(double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else {
            json.writeNumber(Math.abs(value) < Long.MAX_VALUE / DIGITS ? Math.round(value * DIGITS) / DIGITS : value);
        }
    }

    void object(String name, Writing members) throws IOException {
        json.writeObjectFieldStart(name);
        members.write();
        json.writeEndObject();
    }

    /// An object among others of an array.
    void object(Writing members) throws IOException {
        json.writeStartObject();
        members.write();
        json.writeEndObject();
    }

    void array(String name, int from, int to, Element element) throws IOException {
        json.writeArrayFieldStart(name);
        for (int k = from; k < to; k++) {
            element.write(k);
        }
        json.writeEndArray();
    }

    void numbers(String name, int from, int to, IntToDoubleFunction values) throws IOException {
        array(name, from, to, k -> number(values.applyAsDouble(k)));
    }

    void wholes(String name, int from, int to, IntToLongFunction values) throws IOException {
        array(name, from, to, k -> json.writeNumber(values.applyAsLong(k)));
    }
}

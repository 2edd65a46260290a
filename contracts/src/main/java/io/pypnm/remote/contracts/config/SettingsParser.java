package io.pypnm.remote.contracts.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns the text of a configuration file into nodes that know their places.
///
/// The language is JSON with `//` and `/* */` comments and trailing commas. A duplicate key, a raw control
/// character and text after the closing brace are problems, and reading goes on; a syntax error ends it,
/// and what was read so far is kept. The messages are our own, since Jackson's quote the text they stumble
/// over, which may be a secret; so is the search for duplicates, since Jackson's stops at the first.
final class SettingsParser {
    /// A parsed file.
    ///
    /// @param whole false if the end of the file was not understood, so that a missing key proves nothing
    record Parsed(Node.Branch root, boolean whole, List<Problem> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    private static final int MAX_DEPTH = 32;
    private static final String NO_OBJECT = "the file must hold one object in braces";
    private static final String AFTER_THE_END =
            "nothing but comments may follow the closing brace of the configuration";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final String file;
    private final String text;
    private final JsonParser parser;
    private final List<Problem> problems = new ArrayList<>();
    private boolean whole = true;

    private SettingsParser(String file, String text) throws IOException {
        this.file = file;
        this.text = withoutControlCharacters(text);
        this.parser = JSON.createParser(this.text);
    }

    static Parsed parse(String file, String text) {
        try {
            SettingsParser parser = new SettingsParser(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
            Node.Branch root = parser.root();
            return new Parsed(root, parser.whole, parser.problems);
        } catch (IOException e) {
            throw new IllegalStateException("a parser over a string does no I/O", e);
        }
    }

    private Node.Branch root() throws IOException {
        JsonToken token = next();
        if (token != JsonToken.START_OBJECT) {
            if (whole) {
                boolean empty = token == JsonToken.NOT_AVAILABLE;
                syntax(empty ? parser.currentLocation() : parser.currentTokenLocation(), NO_OBJECT);
            }
            return new Node.Branch(Map.of(), new Origin.InFile(file, 1, 1));
        }
        Node.Branch root = branch("");
        if (next() != JsonToken.NOT_AVAILABLE) {
            syntax(parser.currentTokenLocation(), AFTER_THE_END);
        }
        return root;
    }

    private Node value(JsonToken token, String path) throws IOException {
        Origin.InFile place = place(parser.currentTokenLocation());
        return switch (token) {
            case START_OBJECT -> branch(path);
            case START_ARRAY -> items(path);
            case VALUE_STRING -> new Node.Leaf(Node.Leaf.Type.TEXT, parser.getText(), place);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Leaf(Node.Leaf.Type.NUMBER, parser.getText(), place);
            case VALUE_TRUE, VALUE_FALSE -> new Node.Leaf(Node.Leaf.Type.FLAG, parser.getText(), place);
            case VALUE_NULL, NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                new Node.Leaf(Node.Leaf.Type.NULL, "", place);
        };
    }

    private Node.Branch branch(String path) throws IOException {
        Origin.InFile place = place(parser.currentTokenLocation());
        Map<String, Node.Member> members = new LinkedHashMap<>();
        while (next() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Origin.InFile keyPlace = place(parser.currentTokenLocation());
            String memberPath = Slot.member(path, name);
            Node.Member first = members.putIfAbsent(name, new Node.Member(keyPlace, value(next(), memberPath)));
            if (first != null && !KnownKeys.isComment(name)) {
                int line = first.place().line();
                problems.add(new Problem(keyPlace, memberPath, "is given twice, first on line " + line));
            }
        }
        return new Node.Branch(members, place);
    }

    private Node.Items items(String path) throws IOException {
        Origin.InFile place = place(parser.currentTokenLocation());
        List<Node> nodes = new ArrayList<>();
        for (JsonToken token = next(); isValue(token); token = next()) {
            nodes.add(value(token, Slot.element(path, nodes.size())));
        }
        return new Node.Items(nodes, place);
    }

    private static boolean isValue(JsonToken token) {
        return token.isScalarValue() || token.isStructStart();
    }

    /// The next token, complete; `NOT_AVAILABLE` at the end and for ever after a syntax error, which ends all loops.
    private JsonToken next() {
        if (!whole) {
            return JsonToken.NOT_AVAILABLE;
        }
        try {
            JsonToken token = parser.nextToken();
            parser.finishToken();
            return token == null ? JsonToken.NOT_AVAILABLE : token;
        } catch (IOException e) {
            JsonLocation location = e instanceof JsonProcessingException bad ? bad.getLocation() : null;
            JsonLocation known = location == null ? parser.currentLocation() : location;
            syntax(known, explain(e, known));
            return JsonToken.NOT_AVAILABLE;
        }
    }

    private String explain(IOException e, JsonLocation location) {
        var context = parser.getParsingContext();
        int offset = (int) location.getCharOffset();
        if (e instanceof StreamConstraintsException) {
            return "is nested deeper than " + MAX_DEPTH + " levels, or has a number of over 1000 digits";
        } else if (e instanceof JsonEOFException || offset >= text.length()) {
            return "the file ends before it is complete: a closing brace, bracket, quote or */ is missing";
        } else if (text.charAt(offset) == '\n' || text.charAt(offset) == '\r') {
            return "a text must end on the line it begins on: its closing quote is missing";
        } else if (offset > 0 && text.charAt(offset - 1) == '\\') {
            return "JSON has no such escape: a backslash in a text is written twice";
        } else if (context.inRoot()) {
            return parser.currentToken() == null ? NO_OBJECT : AFTER_THE_END;
        } else if (parser.currentToken() == JsonToken.FIELD_NAME) {
            return "a colon and a value must come here; a text needs double quotes, true and false lower case";
        }
        return context.inArray()
                ? "a comma, a value or a closing bracket must come here"
                : "a comma, a key in double quotes or a closing brace must come here";
    }

    private void syntax(JsonLocation location, String message) {
        problems.add(new Problem(place(location), "", message));
        whole = false;
    }

    private Origin.InFile place(JsonLocation location) {
        return new Origin.InFile(file, location.getLineNr(), location.getColumnNr());
    }

    /// Notes each damaged character and puts a space in its place, so that the places of all others stay true.
    private String withoutControlCharacters(String damaged) {
        StringBuilder clean = new StringBuilder(damaged);
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < damaged.length(); i++) {
            char c = damaged.charAt(i);
            if (c == '\n' || (c == '\r' && !damaged.startsWith("\n", i + 1))) {
                line++;
                lineStart = i + 1;
            } else if (c == '\uFFFD' || (Character.isISOControl(c) && c != '\t' && c != '\r')) {
                String what = c == '\uFFFD'
                        ? "bytes that are not UTF-8"
                        : String.format("raw control character U+%04X", (int) c);
                problems.add(new Problem(new Origin.InFile(file, line, i - lineStart + 1), "", what));
                clean.setCharAt(i, ' ');
            }
        }
        return clean.toString();
    }
}

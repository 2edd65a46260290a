package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Turns commands and outcomes into JSON (RFC 8259, UTF-8) and back. Strict on what decides (command, outcome, types,
/// codes, bounds), tolerant of fields it does not know. Every wire name is written in this package. Safe for use by
/// many threads.
public final class MessageCodec {
    /// What is decoded is at most this long, as is a STOMP frame; a larger outcome travels as a claim.
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_DEPTH = 32;
    /// A factory keeps up to 12,000 names it has met.
    private static final int MAX_NAME_CHARS = 200;

    private static final int MAX_STRING_CHARS = 512 * 1024;
    private static final int MAX_NUMBER_CHARS = 40;

    /// The shortest varbind, `{"oid":"1.3","type":"Null"}`, has 27 bytes and 6 tokens. Without this bound a body of
    /// `{},{},...` would become a tree 30 times its size.
    private static final int MAX_TOKENS = MAX_BYTES / 4;

    private final JsonFactory whole = JsonFactory.builder()
            .streamReadConstraints(constraints().maxTokenCount(MAX_TOKENS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private final ObjectMapper mapper = JsonMapper.builder(whole)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// One value out of many.
    private final ObjectReader entries = mapper.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// Does not look for duplicates: it would have to remember all names.
    private final JsonFactory streaming = JsonFactory.builder()
            .streamReadConstraints(constraints().build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static StreamReadConstraints.Builder constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(MAX_NAME_CHARS)
                .maxStringLength(MAX_STRING_CHARS)
                .maxNumberLength(MAX_NUMBER_CHARS);
    }

    /// The command with its inline community, if it has one: for the queue and the agent only.
    public byte[] encode(Command command) {
        return bytes(json -> CommandJson.write(json, command, TargetJson.Secrets.REVEALED));
    }

    /// The command with `***` in place of an inline community: for everything that is kept or shown. Such a copy of a
    /// command with a community is not one that can be decoded.
    public byte[] encodeRedacted(Command command) {
        return bytes(json -> CommandJson.write(json, command, TargetJson.Secrets.REDACTED));
    }

    public byte[] encode(OutcomeEnvelope envelope) {
        return bytes(json -> OutcomeJson.write(json, envelope));
    }

    /// Writes an outcome of any size without holding its JSON, and closes the stream.
    ///
    /// @throws IOException if the stream cannot be written
    public void encode(OutcomeEnvelope envelope, OutputStream out) throws IOException {
        try (JsonGenerator json = whole.createGenerator(out)) {
            OutcomeJson.write(json, envelope);
        }
    }

    /// Reads a command.
    ///
    /// @param json at most [#MAX_BYTES]
    public Command decodeCommand(byte[] json) throws MalformedMessageException {
        return CommandJson.read(Field.body(tree(json)));
    }

    /// Reads an outcome.
    ///
    /// @param json at most [#MAX_BYTES]
    public OutcomeEnvelope decodeOutcome(byte[] json) throws MalformedMessageException {
        return OutcomeJson.read(Field.body(tree(json)));
    }

    /// Reads an outcome of any size without holding it, and closes the stream: proves that it is whole JSON and says
    /// what kind it is and of which command. The reply itself is not looked into.
    ///
    /// @throws IOException if the stream cannot be read
    public OutcomeSummary summarize(InputStream json) throws IOException, MalformedMessageException {
        var text = new InputStreamReader(json, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = streaming.createParser(text)) {
            return OutcomeSummary.read(parser);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        } catch (CharacterCodingException _) {
            throw Field.malformedBody("is not UTF-8");
        }
    }

    /// Reads the varbinds of an outcome of any size, one at a time and without holding the others, and closes the
    /// stream. An outcome whose reply is of another kind has none.
    ///
    /// @param each gets them in their order; what comes before an error is real
    /// @throws IOException if the stream cannot be read
    public void varBinds(InputStream json, Consumer<VarBind> each) throws IOException, MalformedMessageException {
        var text = new InputStreamReader(json, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = streaming.createParser(text)) {
            VarBindStream.read(parser, entries, each);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        } catch (CharacterCodingException _) {
            throw Field.malformedBody("is not UTF-8");
        }
    }

    private JsonNode tree(byte[] json) throws MalformedMessageException {
        if (json.length > MAX_BYTES) {
            throw Field.malformedBody("must have at most " + MAX_BYTES + " bytes, has " + json.length);
        }
        try {
            // Given bytes, Jackson also reads UTF-16, UTF-32 and overlong UTF-8, which nobody after us would.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        } catch (CharacterCodingException _) {
            throw Field.malformedBody("is not UTF-8");
        }
    }

    /// Jackson's own message quotes the source, which may hold a secret; the place is enough.
    private static MalformedMessageException unreadable(JsonProcessingException e) {
        var at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String what = e instanceof StreamConstraintsException
                ? "is too deep or too long"
                : "is not valid JSON, or has a field twice,";
        return Field.malformedBody(what + place);
    }

    private byte[] bytes(Writing writing) {
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = whole.createGenerator(out)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}

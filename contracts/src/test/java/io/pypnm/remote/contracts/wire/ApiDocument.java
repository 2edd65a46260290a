package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/// The OpenAPI document, and its schemas at work (JSON Schema 2020-12, as OpenAPI 3.1 wants).
final class ApiDocument {
    private static final String RESOURCE = "/io/pypnm/remote/contracts/openapi.json";
    private static final String IRI = "https://pypnm.invalid/openapi.json";

    private final JsonNode root;
    private final SchemaRegistry schemas;

    private ApiDocument(JsonNode root) {
        this.root = root;
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getDraft202012(), builder -> builder.schemas(Map.of(IRI, root.toString())));
    }

    static ApiDocument load() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (InputStream in = Objects.requireNonNull(ApiDocument.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new ApiDocument(mapper.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    JsonNode at(String pointer) {
        JsonNode found = root.at(pointer);
        if (found.isMissingNode()) {
            throw new AssertionError("the document has no " + pointer);
        }
        return found;
    }

    /// What a schema of `components` finds wrong.
    List<String> problems(String schema, JsonNode value) {
        return problemsAt("/components/schemas/" + schema, value);
    }

    /// What the schema at a pointer finds wrong.
    List<String> problemsAt(String pointer, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(IRI + "#" + pointer)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /// The places of all fields of that name that are not themselves names of something, in any depth.
    List<String> places(String field) {
        List<String> places = new ArrayList<>();
        visit(root, "", (pointer, node) -> {
            if (node.has(field)) {
                places.add(pointer + "/" + field);
            }
        });
        return places;
    }

    private static void visit(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(pointer, node);
            node.properties()
                    .forEach(entry -> visit(entry.getValue(), pointer + "/" + escaped(entry.getKey()), visitor));
        } else {
            for (int i = 0; i < node.size(); i++) {
                visit(node.get(i), pointer + "/" + i, visitor);
            }
        }
    }

    /// RFC 6901 section 3.
    static String escaped(String name) {
        return JsonPointer.empty().appendProperty(name).toString().substring(1);
    }
}

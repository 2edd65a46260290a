package io.pypnm.remote.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The OpenAPI document, held against what a running gateway answers (JSON Schema 2020-12, as OpenAPI 3.1 wants).
public final class ApiContract {
    private static final String RESOURCE = "/io/pypnm/remote/contracts/openapi.json";
    private static final String IRI = "https://pypnm.invalid/openapi.json";
    private static final String PROBLEM = "/components/schemas/Problem";
    /// What any path may answer, whether the document knows it or not.
    private static final Set<Integer> EVERYWHERE = Set.of(404, 405);

    /// It warns of every field of the document that is no schema. Held here, since a logger nobody holds forgets its
    /// level.
    private static final Logger VALIDATOR = Logger.getLogger("com.networknt");

    static {
        VALIDATOR.setLevel(Level.SEVERE);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = load();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(
            Dialects.getDraft202012(), builder -> builder.schemas(Map.of(IRI, DOCUMENT.toString())));

    private ApiContract() {}

    private static JsonNode load() {
        try (InputStream in = Objects.requireNonNull(ApiContract.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode document() {
        return DOCUMENT;
    }

    /// Fails unless the document says that this request can be answered so.
    static void check(HttpResponse<String> response) {
        String method = response.request().method().toLowerCase(Locale.ROOT);
        String path = response.request().uri().getRawPath();
        Optional<String> template = template(path);
        Optional<String> operation = template.flatMap(found -> operation(found, method));
        if (operation.isEmpty()
                || (EVERYWHERE.contains(response.statusCode()) && !isGiven(operation.get(), response))) {
            requireProblem(method, path, response);
            return;
        }
        if (!isGiven(operation.get(), response)) {
            throw new AssertionError(at(method, path, response) + " is not in the document");
        }
        requireHeaders(method, path, answer(operation.get(), response), response);
        if (!response.body().isEmpty()) {
            requireContent(method, path, answer(operation.get(), response), response);
        }
    }

    private static Optional<String> template(String path) {
        return DOCUMENT.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+")))
                .findFirst();
    }

    /// HEAD is GET without its content.
    private static Optional<String> operation(String template, String method) {
        String place = "/paths" + JsonPointer.empty().appendProperty(template);
        return List.of(method, method.equals("head") ? "get" : method).stream()
                .map(name -> place + "/" + name)
                .filter(name -> !DOCUMENT.at(name).isMissingNode())
                .findFirst();
    }

    private static boolean isGiven(String operation, HttpResponse<String> response) {
        return !DOCUMENT.at(operation + "/responses/" + response.statusCode()).isMissingNode();
    }

    /// Where the document describes the answer.
    private static String answer(String operation, HttpResponse<String> response) {
        return resolve(operation + "/responses/" + response.statusCode());
    }

    private static String resolve(String place) {
        JsonNode reference = DOCUMENT.at(place + "/$ref");
        return reference.isMissingNode() ? place : reference.textValue().substring(1);
    }

    private static void requireProblem(String method, String path, HttpResponse<String> response) {
        String type = contentType(response);
        boolean problem =
                response.statusCode() >= 400 && (type.equals("application/problem+json") || method.equals("head"));
        if (!problem) {
            throw new AssertionError(at(method, path, response) + " is neither in the document nor a problem");
        }
        if (!response.body().isEmpty()) {
            requireFits(method, path, PROBLEM, response);
        }
    }

    private static void requireHeaders(String method, String path, String answer, HttpResponse<String> response) {
        DOCUMENT.at(answer + "/headers").fieldNames().forEachRemaining(name -> {
            String header = resolve(answer + "/headers/" + name);
            boolean missing = response.headers().firstValue(name).isEmpty();
            if (missing && DOCUMENT.at(header + "/required").asBoolean()) {
                throw new AssertionError(at(method, path, response) + " lacks the header " + name);
            }
        });
    }

    private static void requireContent(String method, String path, String answer, HttpResponse<String> response) {
        String type = contentType(response);
        String place = answer + "/content" + JsonPointer.empty().appendProperty(type);
        if (DOCUMENT.at(place).isMissingNode()) {
            throw new AssertionError(at(method, path, response) + " has content of type " + type);
        }
        if (type.endsWith("json")) {
            requireFits(method, path, place + "/schema", response);
        }
    }

    private static void requireFits(String method, String path, String schema, HttpResponse<String> response) {
        List<Error> problems;
        try {
            problems =
                    SCHEMAS.getSchema(SchemaLocation.of(IRI + "#" + schema)).validate(JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(at(method, path, response) + " is not JSON: " + response.body(), e);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    at(method, path, response) + " does not fit: " + start(problems) + " in " + start(response.body()));
        }
    }

    private static String start(Object text) {
        String whole = text.toString();
        return whole.length() > 500 ? whole.substring(0, 500) + "..." : whole;
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    }

    private static String at(String method, String path, HttpResponse<String> response) {
        return method + " " + path + " answering " + response.statusCode();
    }
}

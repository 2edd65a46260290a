package io.pypnm.remote.gateway.pnm.api;

import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// In which form a measurement is shown.
enum Form {
    JSON("json", "application/json"),
    CSV("csv", "text/csv"),
    SVG("svg", "image/svg+xml"),
    PNG("png", "image/png"),
    /// The file as the modem wrote it.
    RAW("raw", "application/octet-stream");

    private static final int MAX_RANGES = 20;

    private final String wireName;
    private final String mediaType;

    Form(String wireName, String mediaType) {
        this.wireName = wireName;
        this.mediaType = mediaType;
    }

    String wireName() {
        return wireName;
    }

    String mediaType() {
        return mediaType;
    }

    /// The form that `format` names, else the one that `Accept` likes best, else JSON.
    static Form of(Call call) throws Problem {
        Optional<String> name = call.query("format");
        if (name.isPresent()) {
            return Stream.of(values())
                    .filter(form -> form.wireName.equals(name.get()))
                    .findFirst()
                    .orElseThrow(() -> Problem.badRequest("format must be " + all(Form::wireName)));
        }
        Optional<String> accept = call.header("Accept");
        return accept.isEmpty()
                ? JSON
                : best(accept.get())
                        .orElseThrow(
                                () -> new Problem(Problem.Code.NOT_ACCEPTABLE, "there are " + all(Form::mediaType)));
    }

    private static String all(Function<Form, String> name) {
        return Arrays.stream(values()).map(name).collect(Collectors.joining(", "));
    }

    /// RFC 9110 section 12.5.1; of ranges of one weight the first counts.
    private static Optional<Form> best(String accept) {
        Optional<Form> best = Optional.empty();
        double bestWeight = 0;
        for (String range : accept.split(",", MAX_RANGES)) {
            String[] parts = range.strip().split(";");
            double weight = weight(parts);
            Optional<Form> form = within(parts[0].strip());
            if (form.isPresent() && weight > bestWeight) {
                best = form;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static double weight(String[] parts) {
        for (String parameter : parts) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException _) {
                    return 0;
                }
            }
        }
        return 1;
    }

    private static Optional<Form> within(String range) {
        String prefix = range.endsWith("/*") ? range.substring(0, range.length() - 1) : range;
        return Stream.of(values())
                .filter(form -> range.equals("*/*")
                        || (prefix.equals(range) ? form.mediaType.equals(range) : form.mediaType.startsWith(prefix)))
                .findFirst();
    }
}

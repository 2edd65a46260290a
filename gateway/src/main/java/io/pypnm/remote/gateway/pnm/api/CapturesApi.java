package io.pypnm.remote.gateway.pnm.api;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Disposition;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.pnm.archive.CaptureFilter;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.measure.CaptureReading;
import io.pypnm.remote.gateway.pnm.measure.OpenedCapture;
import io.pypnm.remote.gateway.pnm.measure.OpenedMeasurement;
import io.pypnm.remote.gateway.pnm.picture.CapturePictures;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.store.Captures;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/pnm/captures` and the history of a modem: what is kept, for viewers.
public final class CapturesApi {
    private static final int LISTED = 100;
    /// A picture of more rows than it has pixels shows no more.
    private static final int DRAWN = 400;
    /// Each of them has up to 7,680 lines, and all are made in memory.
    private static final int WRITTEN = 50;

    private final Captures captures;
    private final CaptureReading reading;
    private final InstantSource clock;

    public CapturesApi(Captures captures, CaptureReading reading, InstantSource clock) {
        this.captures = captures;
        this.reading = reading;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.needs(Role.VIEWER, "GET", "/api/pnm/modem/{mac}/{type}/history", this::history),
                Route.needs(Role.VIEWER, "GET", "/api/pnm/captures/{id}", this::capture),
                Route.needs(Role.VIEWER, "GET", "/api/pnm/captures/{id}/raw", this::raw));
    }

    /// A measurement in the form that is asked for.
    static Answer show(
            OpenedMeasurement measurement, Form form, CaptureReading reading, Instant now, boolean measuredNow)
            throws Problem {
        List<OpenedCapture> captures = measurement.captures();
        return switch (form) {
            case JSON ->
                Answer.json(200, Json.bytes(json -> MeasurementJson.write(json, measurement, now, measuredNow)));
            case CSV -> CaptureForms.csv(CaptureForms.labelled(captures), name(measurement));
            case SVG -> CaptureForms.svg(CaptureForms.picture(CaptureForms.labelled(captures)));
            case PNG -> CaptureForms.png(CaptureForms.picture(CaptureForms.labelled(captures)));
            case RAW -> onlyFile(captures, reading);
        };
    }

    private static String name(OpenedMeasurement measurement) {
        return measurement.stored().head().type().wireName() + "_"
                + measurement.stored().head().mac().bare();
    }

    private static Answer onlyFile(List<OpenedCapture> captures, CaptureReading reading) throws Problem {
        List<OpenedCapture.File> files =
                captures.stream().flatMap(capture -> capture.files().stream()).toList();
        if (files.size() != 1) {
            throw new Problem(
                    Problem.Code.NOT_ACCEPTABLE,
                    "a file is of one channel, and this has " + files.size()
                            + ": choose with channel or if_index, or follow href of a file");
        }
        OpenedCapture capture = captures.stream()
                .filter(one -> !one.files().isEmpty())
                .findFirst()
                .orElseThrow();
        return file(capture.stored(), 0, reading);
    }

    private static Answer file(StoredCapture capture, int number, CaptureReading reading) {
        byte[] content = reading.content(capture.id(), number);
        StoredCapture.StoredFile file = capture.files().get(number);
        return new Answer(
                200,
                Map.of(Disposition.HEADER, Disposition.attachment(file.name()), "ETag", "\"" + file.sha256() + "\""),
                new Answer.Body.Bytes(Form.RAW.mediaType(), content));
    }

    private Answer capture(Call call) throws Exception {
        StoredCapture capture = find(call);
        StoredMeasurement whole =
                captures.find(capture.head().command()).orElseThrow(() -> Problem.notFound("capture " + capture.id()));
        var one = new StoredMeasurement(whole.head(), whole.request(), whole.outcome(), List.of(capture));
        return show(reading.open(one), Form.of(call), reading, clock.instant(), false);
    }

    private Answer raw(Call call) throws Exception {
        StoredCapture capture = find(call);
        Optional<String> number = call.query("file");
        int file = number.isEmpty() ? 1 : (int) MeasurementQuery.whole("file", number.get(), 1, 2);
        if (file > capture.files().size()) {
            throw Problem.notFound("file " + file + " of capture " + capture.id());
        }
        return file(capture, file - 1, reading);
    }

    private StoredCapture find(Call call) throws Problem {
        long id = MeasurementQuery.whole("id", call.path("id"), 1, Long.MAX_VALUE);
        return captures.capture(id).orElseThrow(() -> Problem.notFound("capture " + id));
    }

    private Answer history(Call call) throws Exception {
        Form form = Form.of(call);
        return switch (form) {
            case JSON -> list(call);
            case CSV -> {
                var query = new MeasurementQuery(call);
                String name = query.type().wireName() + "_" + query.mac().bare() + "_history";
                yield CaptureForms.csv(series(call, WRITTEN), name);
            }
            case SVG -> CaptureForms.svg(heatMap(call));
            case PNG -> CaptureForms.png(heatMap(call));
            case RAW -> throw new Problem(Problem.Code.NOT_ACCEPTABLE, "a history has no file; its captures have");
        };
    }

    private Answer list(Call call) throws Problem {
        CaptureFilter filter = filter(call, LISTED, CaptureFilter.MAX_LIMIT);
        List<StoredCapture> found = captures.history(filter);
        Instant now = clock.instant();
        return Answer.json(200, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("captures");
            for (StoredCapture capture : found) {
                json.writeStartObject();
                MeasurementJson.head(json, capture.head(), now);
                MeasurementJson.capture(json, capture);
                json.writeArrayFieldStart("files");
                int number = 0;
                for (StoredCapture.StoredFile file : capture.files()) {
                    json.writeStartObject();
                    MeasurementJson.file(json, capture, file, number);
                    json.writeEndObject();
                    number++;
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            if (found.size() == filter.limit()) {
                json.writeNumberField("next_before", found.getLast().id());
            }
            json.writeEndObject();
        }));
    }

    private Sheet heatMap(Call call) throws Problem {
        MeasurementType type = new MeasurementQuery(call).type();
        if (type != MeasurementType.RXMER && type != MeasurementType.US_RXMER) {
            throw new Problem(
                    Problem.Code.NOT_ACCEPTABLE, "only rxmer and us-rxmer are drawn over time; there are json, csv");
        }
        return CapturePictures.history(series(call, DRAWN));
    }

    /// The captures that can be believed, decoded one by one so that only what is drawn is held.
    private List<LabelledCapture> series(Call call, int most) throws Problem {
        List<OpenedCapture> opened = captures.history(filter(call, most, most)).stream()
                .filter(StoredCapture::sound)
                .map(reading::open)
                .toList();
        return CaptureForms.labelled(opened);
    }

    private static CaptureFilter filter(Call call, int usual, int most) throws Problem {
        var query = new MeasurementQuery(call);
        MacAddress mac = query.mac();
        Optional<String> limit = call.query("limit");
        Optional<String> channel = call.query("channel");
        Optional<String> before = call.query("before");
        return new CaptureFilter(
                mac,
                query.type(),
                instant(call, "from", Instant.EPOCH),
                instant(call, "to", Instant.ofEpochMilli(Long.MAX_VALUE)),
                channel.isEmpty() ? 0 : (int) MeasurementQuery.whole("channel", channel.get(), 1, 255),
                before.isEmpty() ? 0 : MeasurementQuery.whole("before", before.get(), 1, Long.MAX_VALUE),
                limit.isEmpty() ? usual : (int) MeasurementQuery.whole("limit", limit.get(), 1, most));
    }

    private static Instant instant(Call call, String name, Instant absent) throws Problem {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            return Instant.parse(text.get());
        } catch (DateTimeException _) {
            throw Problem.badRequest(name + " must be a time such as 2026-03-02T10:15:30Z");
        }
    }
}

package io.pypnm.remote.gateway.pnm.api;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Prefer;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.pnm.measure.CaptureReading;
import io.pypnm.remote.gateway.pnm.measure.MeasureOrder;
import io.pypnm.remote.gateway.pnm.measure.MeasureResult;
import io.pypnm.remote.gateway.pnm.measure.Measurements;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/pnm/modem` and `/api/pnm/measurements`: measures a modem, or shows what is kept.
public final class PnmApi {
    /// A measurement takes about 3 s for each channel of a healthy modem.
    private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

    private final Measurements measurements;
    private final CaptureReading reading;
    private final InstantSource clock;

    public PnmApi(Measurements measurements, CaptureReading reading, InstantSource clock) {
        this.measurements = measurements;
        this.reading = reading;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.needs(Role.VIEWER, "GET", "/api/pnm/modem/{mac}/{type}", this::modem),
                Route.needs(Role.VIEWER, "GET", "/api/pnm/measurements/{id}", this::measurement));
    }

    private Answer modem(Call call) throws Exception {
        var query = new MeasurementQuery(call);
        var order = new MeasureOrder(
                query.mac(),
                query.measurement(query.type()),
                query.channelsOf(query.type()),
                call.caller().name(),
                "");
        Form form = Form.of(call);
        Optional<Duration> maxAge = query.maxAge();
        if (maxAge.isPresent()) {
            Optional<StoredMeasurement> kept = measurements.kept(order, maxAge.get());
            if (kept.isPresent()) {
                return show(kept.get(), form, false);
            }
        }
        if (!call.caller().may(Role.OPERATOR)) {
            throw new Problem(Problem.Code.FORBIDDEN, "to measure needs the role operator; max_age shows what is kept");
        }
        if (call.isHead()) {
            throw Problem.badRequest("HEAD does not measure");
        }
        return answer(measurements.measure(order, Prefer.wait(call).orElse(USUAL_WAIT)), form, true);
    }

    private Answer measurement(Call call) throws Exception {
        CommandId id = MeasurementQuery.parsed("id", call.path("id"), CommandId::parse);
        MeasureResult result = measurements
                .find(id, Prefer.wait(call).orElse(Duration.ZERO))
                .orElseThrow(() -> Problem.notFound("measurement " + id));
        return answer(result, Form.of(call), false);
    }

    private Answer answer(MeasureResult result, Form form, boolean measuredNow) throws Problem {
        return switch (result) {
            case MeasureResult.Done(StoredMeasurement measurement) -> show(measurement, form, measuredNow);
            case MeasureResult.Underway(CommandRow command) -> underway(command);
            case MeasureResult.Held(CommandRow by) -> throw PnmProblems.held(by);
            case MeasureResult.NotFound(var why) -> throw PnmProblems.notFound(why);
            case MeasureResult.NoSuchChannel(String detail) -> throw new Problem(Problem.Code.NO_SUCH_CHANNEL, detail);
            case MeasureResult.Unavailable unavailable -> throw PnmProblems.unavailable(unavailable);
            case MeasureResult.Failed failed -> throw PnmProblems.failed(failed);
            case MeasureResult.Unanswered(CommandRow command) -> throw PnmProblems.unanswered(command);
            case MeasureResult.Unreadable(CommandId command) -> throw PnmProblems.unreadable(command);
        };
    }

    private Answer show(StoredMeasurement measurement, Form form, boolean measuredNow) throws Problem {
        return CapturesApi.show(reading.open(measurement), form, reading, clock.instant(), measuredNow);
    }

    private static Answer underway(CommandRow command) {
        String href = "/api/pnm/measurements/" + command.id();
        byte[] body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("command", command.id().toString());
            json.writeStringField("command_href", "/api/commands/" + command.id());
            json.writeStringField("href", href);
            json.writeStringField("agent", command.agent().value());
            json.writeStringField("caller", command.caller());
            json.writeStringField(
                    "since", command.acceptedAt().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeEndObject();
        });
        return Answer.json(202, body, Map.of("Location", href));
    }
}

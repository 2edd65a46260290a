package io.pypnm.remote.gateway.pnm.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.LiveContent;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.pnm.archive.JobHead;
import io.pypnm.remote.gateway.pnm.archive.JobItem;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.job.JobOrder;
import io.pypnm.remote.gateway.pnm.job.JobRunner;
import io.pypnm.remote.gateway.store.Jobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// `/api/pnm/jobs`: measurements of many modems.
public final class JobsApi {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int LISTED = 1_000;
    private static final int MAX_LISTED = 10_000;
    private static final int MAX_STREAMS = 100;
    /// Changes sent before the sum of the job is sent again.
    private static final int AT_ONCE = 500;
    /// Shorter than what proxies and the server allow a connection to say nothing.
    private static final Duration HEART_BEAT = Duration.ofSeconds(10);

    private final Jobs jobs;
    private final JobRunner runner;
    private final Semaphore streams = new Semaphore(MAX_STREAMS);

    public JobsApi(Jobs jobs, JobRunner runner) {
        this.jobs = jobs;
        this.runner = runner;
    }

    public List<Route> routes() {
        return List.of(
                Route.needs(Role.OPERATOR, "POST", "/api/pnm/jobs", this::begin),
                Route.needs(Role.VIEWER, "GET", "/api/pnm/jobs/{id}", this::job),
                Route.needs(Role.OPERATOR, "DELETE", "/api/pnm/jobs/{id}", this::cancel),
                Route.needs(Role.VIEWER, "GET", "/api/pnm/jobs/{id}/events", this::events));
    }

    private Answer begin(Call call) throws Problem {
        JobOrder order = order(Json.object(call.body()), call.caller().name());
        JobHead job = runner.begin(order)
                .orElseThrow(() -> new Problem(
                        Problem.Code.UNAVAILABLE,
                        JobRunner.MAX_OPEN + " jobs are open already",
                        Map.of("Retry-After", "60")));
        return Answer.json(202, body(job, List.of()), Map.of("Location", href(job.id())));
    }

    private static JobOrder order(JsonNode root, String caller) throws Problem {
        List<MeasurementType> types = new ArrayList<>();
        for (String name : texts(root, "types", MeasurementType.values().length)) {
            types.add(MeasurementType.named(name)
                    .orElseThrow(() -> Problem.badRequest("types has an unknown entry: " + name)));
        }
        try {
            return new JobOrder(
                    texts(root, "macs", JobOrder.MAX_MACS).stream()
                            .map(MacAddress::parse)
                            .toList(),
                    types,
                    integer(root, "max_per_cmts", JobOrder.DEFAULT_PER_CMTS),
                    integer(root, "max_errors", JobOrder.MAX_ERRORS),
                    caller);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> texts(JsonNode root, String field, int max) throws Problem {
        JsonNode entries = root.path(field);
        if (!entries.isArray() || entries.isEmpty() || entries.size() > max) {
            throw Problem.badRequest(field + " must be an array of 1 to " + max + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : entries) {
            texts.add(entry.asText());
        }
        return texts;
    }

    private static int integer(JsonNode root, String field, int absent) throws Problem {
        JsonNode value = root.path(field);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw Problem.badRequest(field + " must be a whole number");
        }
        return value.intValue();
    }

    private Answer job(Call call) throws Problem {
        JobHead job = find(call);
        Optional<String> from = call.query("from");
        Optional<String> limit = call.query("limit");
        List<JobItem> items = jobs.items(
                job.id(),
                from.isEmpty() ? 0 : (int) MeasurementQuery.whole("from", from.get(), 0, Integer.MAX_VALUE),
                limit.isEmpty() ? LISTED : (int) MeasurementQuery.whole("limit", limit.get(), 1, MAX_LISTED));
        return Answer.json(200, body(job, items));
    }

    private Answer cancel(Call call) throws Problem {
        JobHead job = find(call);
        boolean open = runner.cancel(job.id());
        return Answer.json(open ? 202 : 200, body(find(call), List.of()), Map.of("Location", href(job.id())));
    }

    private JobHead find(Call call) throws Problem {
        CommandId id = MeasurementQuery.parsed("id", call.path("id"), CommandId::parse);
        return jobs.find(id).orElseThrow(() -> Problem.notFound("job " + id));
    }

    /// Each change as an event whose id is its number, so that a client that lost the connection goes on where it was.
    private Answer events(Call call) throws Problem {
        JobHead job = find(call);
        Optional<String> last = call.header("Last-Event-ID");
        long seen = last.isEmpty() ? 0 : MeasurementQuery.whole("Last-Event-ID", last.get(), 0, Long.MAX_VALUE);
        return new Answer(200, Map.of(), new Answer.Body.Live(EVENT_STREAM, sink -> {
            if (!streams.tryAcquire()) {
                sink.send(event("busy", "", "{\"detail\":\"" + MAX_STREAMS + " clients are listening\"}"));
                return;
            }
            try {
                tell(job.id(), seen, sink);
            } finally {
                streams.release();
            }
        }));
    }

    private void tell(CommandId id, long last, LiveContent.Sink sink) throws IOException, InterruptedException {
        long told = last;
        long seen = 0;
        while (!runner.isStopped()) {
            seen = runner.awaitChange(id, seen, HEART_BEAT);
            Optional<JobHead> job = jobs.find(id);
            List<JobItem> changes = jobs.changes(id, told, AT_ONCE);
            for (JobItem item : changes) {
                sink.send(event("item", Long.toString(item.change()), text(json -> item(json, item))));
                told = item.change();
            }
            if (changes.size() == AT_ONCE) {
                seen = 0;
                continue;
            }
            if (job.isEmpty()) {
                return;
            }
            sink.send(event("job", "", text(json -> head(json, job.get()))));
            if (!job.get().isOpen()) {
                return;
            }
        }
    }

    /// HTML Living Standard section 9.2.
    private static byte[] event(String name, String id, String data) {
        String text = (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Json.Writing writing) {
        return new String(Json.bytes(writing), StandardCharsets.UTF_8);
    }

    private byte[] body(JobHead job, List<JobItem> items) {
        return Json.bytes(json -> {
            json.writeStartObject();
            members(json, job);
            json.writeArrayFieldStart("items");
            for (JobItem item : items) {
                item(json, item);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void head(JsonGenerator json, JobHead job) throws IOException {
        json.writeStartObject();
        members(json, job);
        json.writeEndObject();
    }

    private void members(JsonGenerator json, JobHead job) throws IOException {
        json.writeStringField("id", job.id().toString());
        json.writeStringField("href", href(job.id()));
        json.writeStringField("caller", job.caller());
        json.writeStringField("at", job.at().toString());
        json.writeStringField("state", job.state().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("max_per_cmts", job.maxPerCmts());
        json.writeNumberField("max_errors", job.maxErrors());
        json.writeObjectFieldStart("counts");
        for (Map.Entry<JobItem.State, Long> count : jobs.counts(job.id()).entrySet()) {
            json.writeNumberField(count.getKey().name().toLowerCase(Locale.ROOT), count.getValue());
        }
        json.writeEndObject();
    }

    private static void item(JsonGenerator json, JobItem item) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", item.number());
        json.writeStringField("mac", item.mac().toString());
        json.writeStringField("type", item.type().wireName());
        json.writeStringField("state", item.state().name().toLowerCase(Locale.ROOT));
        if (!item.command().isEmpty()) {
            json.writeStringField("href", "/api/pnm/measurements/" + item.command());
        }
        if (!item.code().isEmpty()) {
            json.writeStringField("code", item.code());
            json.writeStringField("detail", item.detail());
        }
        json.writeEndObject();
    }

    private static String href(CommandId job) {
        return "/api/pnm/jobs/" + job;
    }
}

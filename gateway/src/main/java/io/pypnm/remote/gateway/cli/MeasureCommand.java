package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pnm measure`: one measurement of one modem, and what came of it.
///
/// | exit code | means                                            |
/// |-----------|--------------------------------------------------|
/// | 0         | there is a result; what it lacks is told         |
/// | 1         | there is none, or it could not be saved          |
/// | 3         | it runs and has not ended within `--wait`         |
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = "Measures a modem by its MAC address, and shows what came of it.",
        footer = {"", "Example:", "  pnm measure a4:b1:c2:00:00:11 rxmer --save rxmer.svg --save rxmer.csv"})
final class MeasureCommand implements Callable<Integer> {
    private static final int NOT_ENDED = 3;
    private static final int MAX_WAIT_SECONDS = 300;
    private static final Map<String, String> FORMS = Map.of(
            "svg", "image/svg+xml",
            "png", "image/png",
            "csv", "text/csv",
            "json", "application/json");

    @Mixin
    private final ApiClient api = new ApiClient();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MAC")
    private String mac = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TYPE",
            description = "rxmer (the default), channel-estimation, constellation, histogram, fec-summary,"
                    + " modulation-profile, spectrum, us-pre-equalization.")
    private String type = "rxmer";

    @Option(names = "--channel", paramLabel = "N", description = "The operator's number of a channel. Default: all")
    private List<Integer> channels = new ArrayList<>();

    @Option(
            names = "--max-age",
            paramLabel = "SECONDS",
            description = "Takes what the gateway keeps if it is no older; 0 measures. Default: 0")
    private int maxAge;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Writes the result there as well, as its ending says: .svg, .png, .csv or .json.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the result, 1 to 300. Default: 60")
    private int wait = 60;

    @Override
    public Integer call() throws InterruptedException {
        if (wait < 1 || wait > MAX_WAIT_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(), "--wait must be 1 to " + MAX_WAIT_SECONDS + ", is " + wait);
        }
        files.forEach(this::form);
        try {
            return report(api.get(path(), Duration.ofSeconds(wait)));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private String path() {
        List<String> query = new ArrayList<>();
        channels.forEach(channel -> query.add("channel=" + channel));
        if (maxAge > 0) {
            query.add("max_age=" + maxAge);
        }
        return "/api/pnm/modem/" + ApiClient.segment(mac) + "/" + ApiClient.segment(type)
                + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private int report(ApiClient.Reply reply) throws IOException, InterruptedException {
        if (!reply.isSuccess()) {
            MeasurementText.ofProblem(reply.body()).forEach(spec.commandLine().getErr()::println);
            return failed(reply.problem());
        }
        var out = spec.commandLine().getOut();
        if (reply.status() == ApiClient.ACCEPTED) {
            out.println("it runs; ask again at " + reply.body().path("href").asText());
            return NOT_ENDED;
        }
        JsonNode measurement = reply.body();
        MeasurementText.of(measurement).forEach(out::println);
        for (Path file : files) {
            Files.write(file, api.bytes(measurement.path("href").asText(), form(file)));
            out.println("saved    " + file.toAbsolutePath().normalize());
        }
        out.flush();
        return 0;
    }

    private String form(Path file) {
        String name = file.toString();
        String form = FORMS.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (form == null) {
            throw new ParameterException(spec.commandLine(), file + " must end in .svg, .png, .csv or .json");
        }
        return form;
    }

    private int failed(String why) {
        spec.commandLine().getErr().println(why);
        return 1;
    }
}

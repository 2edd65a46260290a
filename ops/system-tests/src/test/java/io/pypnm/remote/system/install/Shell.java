package io.pypnm.remote.system.install;

import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs scripts as an operator of a certain home directory would.
///
/// @param home        the operator's own, so that nothing of this host's is read or written
/// @param environment more of it, such as `PATH=/bin`
record Shell(Plant plant, Path home, List<String> environment) {
    private static final Duration WITHIN = Duration.ofMinutes(3);
    private static final Pattern PID = Pattern.compile("pid:? (\\d+)");
    private static final AtomicInteger RUNS = new AtomicInteger();

    Shell {
        environment = List.copyOf(environment);
    }

    Shell(Plant plant, Path home) {
        this(plant, home, List.of());
    }

    /// @param out standard output and error, as they came
    record Result(int exitCode, String out) {
        /// The last process it speaks of.
        long pid() {
            Matcher pid = PID.matcher(out);
            return Optional.of(pid.results().toList())
                    .filter(found -> !found.isEmpty())
                    .map(found -> Long.parseLong(found.getLast().group(1)))
                    .orElseThrow(() -> new AssertionError("no pid in " + out));
        }
    }

    /// The same with more variables.
    Shell with(String... variables) {
        return new Shell(
                plant,
                home,
                Stream.concat(environment.stream(), Stream.of(variables)).toList());
    }

    Result run(Path script, String... arguments) {
        Program program = start(script, arguments);
        return new Result(program.awaitExit(WITHIN), program.log());
    }

    /// Starts a script that does not end by itself.
    Program start(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "HOME=" + home,
                "XDG_CONFIG_HOME=" + home.resolve(".config"),
                "PYPNM_AGENT_HOME=" + home.resolve(".pypnm-agent")));
        command.addAll(environment);
        command.add(script.toString());
        command.addAll(List.of(arguments));
        return plant.run(RUNS.incrementAndGet() + "-" + script.getFileName(), command);
    }
}

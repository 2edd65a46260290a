package io.pypnm.remote.system.install;

import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs scripts as an operator of a certain home directory would.
///
/// @param home the operator's own, so that nothing of this host's is read or written
record Shell(Plant plant, Path home) {
    private static final Duration WITHIN = Duration.ofSeconds(90);

    /// @param out standard output and error, as they came
    record Result(int exitCode, String out) {}

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
                "PYPNM_AGENT_HOME=" + home.resolve(".pypnm-agent"),
                script.toString()));
        command.addAll(List.of(arguments));
        return plant.run(
                script.getFileName() + "-" + String.join("-", arguments).replaceAll("[^A-Za-z0-9-]", "_"), command);
    }
}

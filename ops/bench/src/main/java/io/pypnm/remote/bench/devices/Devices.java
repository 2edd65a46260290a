package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The agent's work on devices, part by part.
public final class Devices {
    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("get", SnmpGets::measure);
        PARTS.put("walk", SnmpWalks::measure);
        PARTS.put("trouble", SnmpTrouble::measure);
        PARTS.put("ping", PingSweeps::measure);
        PARTS.put("sftp", SftpFiles::measure);
        PARTS.put("exec", SshCommands::measure);
        PARTS.put("cli", CliOutput::measure);
    }

    private Devices() {}

    /// Names of the parts, as they are run.
    public static List<String> parts() {
        return List.copyOf(PARTS.keySet());
    }

    /// Measures some parts. One that cannot be measured does not keep the others from it.
    ///
    /// @return whether all could be measured
    public static boolean measure(Figures figures, Path directory, List<String> wanted)
            throws IOException, InterruptedException {
        Map<String, Part> chosen = new LinkedHashMap<>(PARTS);
        chosen.keySet().retainAll(wanted);
        boolean all = true;
        for (Map.Entry<String, Part> part : chosen.entrySet()) {
            try {
                part.getValue().measure(figures, Files.createDirectories(directory.resolve(part.getKey())));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                figures.title(part.getKey() + " was NOT measured: " + e.getMessage());
                all = false;
            }
        }
        return all;
    }
}

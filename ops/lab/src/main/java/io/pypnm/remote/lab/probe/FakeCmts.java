package io.pypnm.remote.lab.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// The command line of a CMTS, a script for [Sshd] to run for whoever logs in. Its head tells what it can do.
public final class FakeCmts {
    /// The prompt before `enable`.
    public static final String PROMPT = "cmts-1>";

    private FakeCmts() {}

    /// Puts the script into a folder.
    ///
    /// @return the line of sshd_config that has it run
    public static String install(Path folder) throws IOException {
        Path script = folder.resolve("fake-cmts");
        try (InputStream in = Objects.requireNonNull(FakeCmts.class.getResourceAsStream("fake-cmts"))) {
            Files.copy(in, script);
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return "ForceCommand " + script;
    }
}

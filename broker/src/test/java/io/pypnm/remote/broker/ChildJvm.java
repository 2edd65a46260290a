package io.pypnm.remote.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A JVM of its own, to be killed. Runs a `main` of the test's class path and is read line by line.
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    ChildJvm(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = process.inputReader();
    }

    /// The next line it printed.
    String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new AssertionError("the child ended");
        }
        return line;
    }

    /// SIGKILL: nothing in the child runs any more, no hook and no finally. By its handle, since
    /// [Process#destroyForcibly] also throws away what it printed.
    ///
    /// @return what it had printed until then and nobody had read
    List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
        return lines.lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package io.pypnm.remote.gateway.cli;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.file.CaptureRefusedException;
import io.pypnm.remote.gateway.pnm.json.CaptureJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pnm`: measurements and captures of cable modems.
@Command(
        name = "pnm",
        mixinStandardHelpOptions = true,
        description = "Makes and reads PNM captures.",
        subcommands = {MeasureCommand.class, PnmCommand.Decode.class})
public final class PnmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /// `pnm decode`: a capture file as JSON.
    ///
    /// | exit code | means                                                     |
    /// |-----------|-----------------------------------------------------------|
    /// | 0         | it is whole, and printed                                  |
    /// | 1         | the file cannot be read                                   |
    /// | 3         | it is no whole capture; standard error says why in a line |
    @Command(
            name = "decode",
            mixinStandardHelpOptions = true,
            description = "Prints a PNM capture file, and what follows from it, as JSON.")
    static final class Decode implements Callable<Integer> {
        static final int REFUSED = 3;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(
                paramLabel = "FILE",
                description = "As a modem or a CMTS uploaded it, or saved rows of spectrum amplitude data.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            CommandLine command = spec.commandLine();
            try {
                Capture capture = CaptureFiles.decode(read());
                command.getOut().print(CaptureJson.pretty(capture));
                command.getOut().flush();
                return CommandLine.ExitCode.OK;
            } catch (CaptureRefusedException e) {
                command.getErr().println(file + ": " + e.getMessage());
                return REFUSED;
            } catch (NoSuchFileException _) {
                command.getErr().println(file + ": there is no such file");
                return CommandLine.ExitCode.SOFTWARE;
            } catch (IOException e) {
                command.getErr().println(file + ": cannot be read: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
        }

        /// At most a byte more than a capture may have.
        private byte[] read() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(CaptureFiles.MAX_BYTES + 1);
            }
        }
    }
}

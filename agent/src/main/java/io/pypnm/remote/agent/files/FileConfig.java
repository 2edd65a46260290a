package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.ssh.login.LoginSettings;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which directories files may be read from. None unless the agent's own settings name it.
///
/// @param roots    of this host, resolved, in the order they are searched
/// @param captures where modems upload their captures to
/// @param maxBytes of one file
public record FileConfig(List<Path> roots, Captures captures, long maxBytes) {
    private static final long MIB = 1L << 20;
    /// Where a TFTP host has its files, as upstream has it.
    private static final Path TFTP_PATH = Path.of("/tftpboot");

    public FileConfig {
        roots = List.copyOf(roots);
    }

    /// The directory of captures.
    public sealed interface Captures {
        record None() implements Captures {}

        /// On this host.
        ///
        /// @param directory resolved; the last of the roots
        /// @param offered   whether `pnm_file_get` may be asked of it
        record Here(Path directory, boolean offered) implements Captures {}

        /// On the TFTP host.
        ///
        /// @param directory as that host names it
        /// @param offered   whether `pnm_file_get` may be asked of it
        record OnHost(SshLogin login, String directory, boolean offered) implements Captures {}
    }

    /// Reads `files` and, of `tftp_server`, what is not its login.
    ///
    /// @param home what `~` stands for
    public static FileConfig from(Settings settings, Path home) {
        List<Path> roots = new ArrayList<>();
        for (Path path :
                settings.key("files.roots").env("TFTP_ROOT").paths(home).orElse(List.of())) {
            try {
                roots.add(LocalRoot.resolve(path));
            } catch (IllegalArgumentException e) {
                settings.check(false, "names " + path + ", which " + e.getMessage(), "files.roots");
            }
        }
        long maxBytes = settings.key("files.max_size").bytes(1, 1024 * MIB).orElse(64 * MIB);
        return new FileConfig(roots, captures(settings.section("tftp_server"), home), maxBytes);
    }

    /// A directory that is not there is a mistake only where it is to be offered: files written for the Python agent
    /// name one by habit.
    private static Captures captures(Settings tftp, Path home) {
        boolean offered = tftp.key("pnm_file_get_enabled")
                .env("PYPNM_PNM_FILE_GET_ENABLED")
                .flag()
                .orElse(false);
        Optional<SshLogin> host = new LoginSettings(home, "", "PYPNM_TFTP_SSH").host(tftp);
        Optional<Path> path =
                tftp.key("tftp_path").env("PYPNM_TFTP_PATH").path(home).optional();
        if (host.isPresent()) {
            return new Captures.OnHost(host.get(), path.orElse(TFTP_PATH).toString(), offered);
        }
        tftp.check(!offered || path.isPresent(), "needs tftp_path", "pnm_file_get_enabled", "tftp_path");
        if (path.isEmpty()) {
            return new Captures.None();
        }
        try {
            return new Captures.Here(LocalRoot.resolve(path.get()), offered);
        } catch (IllegalArgumentException e) {
            tftp.check(!offered, "names " + path.get() + ", which " + e.getMessage(), "tftp_path");
            tftp.ignore("tftp_path", path.get() + " " + e.getMessage());
            return new Captures.None();
        }
    }
}

package io.pypnm.remote.system.install;

import java.nio.file.Path;

/// The checked-out sources, whose scripts a newcomer or an operator runs.
final class Repository {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private Repository() {}

    /// @param path such as `ops/quickstart`
    static Path file(String path) {
        return ROOT.resolve(path);
    }
}

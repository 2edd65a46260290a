package io.pypnm.remote.agent;

import java.util.Objects;

/// The version this program was built as.
final class Version {
    private Version() {}

    /// From the archive's manifest; `development` where there is none.
    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}

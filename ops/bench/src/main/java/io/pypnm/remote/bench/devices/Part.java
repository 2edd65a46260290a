package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.report.Figures;
import java.nio.file.Path;

/// One subject, measured by itself.
@FunctionalInterface
interface Part {
    /// Measures it.
    ///
    /// @param directory empty, for its files
    void measure(Figures figures, Path directory) throws Exception;
}

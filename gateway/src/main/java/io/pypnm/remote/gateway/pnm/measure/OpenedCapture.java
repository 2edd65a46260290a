package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.gateway.pnm.analysis.MerStatistics;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture.StoredFile;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import java.util.List;
import java.util.Optional;

/// A kept capture with its files decoded.
///
/// @param figures what the device said of its result
public record OpenedCapture(StoredCapture stored, Figures figures, List<File> files) {
    public OpenedCapture {
        files = List.copyOf(files);
    }

    /// A file and what is in it.
    ///
    /// @param number its place among the capture's files, from 0
    public record File(int number, StoredFile stored, Inspection inspection) {}

    /// The mean MER as the device tells it and as it follows from the file; they should be the same, and where they are
    /// not the reader should know.
    public record Mean(double toldDb, double fileDb) {
        /// The device rounds to 0.01 dB.
        private static final double TOLERANCE_DB = 0.02;

        public boolean agrees() {
            return Math.abs(toldDb - fileDb) <= TOLERANCE_DB;
        }
    }

    /// The captures that can be believed, at most two.
    public List<Capture> sound() {
        return files.stream()
                .filter(file -> file.inspection() instanceof Inspection.Sound)
                .map(file -> ((Inspection.Sound) file.inspection()).capture())
                .toList();
    }

    public Optional<Mean> mean() {
        Optional<Double> told = Optional.ofNullable(figures.values().get(Figures.MEAN));
        return sound().stream()
                .filter(Capture.Mer.class::isInstance)
                .flatMap(mer -> MerStatistics.of(((Capture.Mer) mer).values()).stream())
                .findFirst()
                .flatMap(file -> told.map(db -> new Mean(db, file.mean())));
    }
}

package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A claim's file. Its name says what it is: `{command}.{sha256}.{kind}`, with `part` for the kind while it grows.
///
/// @param state `part`, or the wire name of the outcome's kind
record ClaimFile(Path path, CommandId command, String sha256, String state) {
    private static final String PART = "part";
    private static final Pattern NAME = Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f]{64})\\.([a-z]{1,20})");

    static ClaimFile part(Path folder, Upload upload) {
        return of(folder, upload, PART);
    }

    static ClaimFile whole(Path folder, Upload upload, OutcomeKind kind) {
        return of(folder, upload, kind.wireName());
    }

    private static ClaimFile of(Path folder, Upload upload, String state) {
        Path path = folder.resolve(upload.command() + "." + upload.sha256() + "." + state);
        return new ClaimFile(path, upload.command(), upload.sha256(), state);
    }

    /// What is in a folder, files of other names left out; nothing if there is no such folder.
    static List<ClaimFile> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ClaimFile> files = new ArrayList<>();
        for (Path path : entries(folder)) {
            Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
            if (name.matches()) {
                files.add(new ClaimFile(path, CommandId.parse(name.group(1)), name.group(2), name.group(3)));
            }
        }
        return files;
    }

    /// What a directory has.
    static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    boolean isWhole() {
        return !state.equals(PART);
    }

    /// The outcome's kind; empty while the file grows.
    Optional<OutcomeKind> kind() {
        return OutcomeKind.named(state);
    }
}

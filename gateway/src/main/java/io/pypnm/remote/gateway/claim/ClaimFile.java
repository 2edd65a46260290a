package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.claim.Upload.What;
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

/// A claim's file. Its name says what it is: `{command}.{sha256}.{state}`.
///
/// | state                     | is                            |
/// |---------------------------|-------------------------------|
/// | `part`                    | an outcome while it grows     |
/// | wire name of its kind     | a whole outcome               |
/// | `contentpart`             | a content while it grows      |
/// | `content`                 | a whole content               |
record ClaimFile(Path path, CommandId command, String sha256, String state) {
    private static final String PART = "part";
    private static final String CONTENT_PART = "contentpart";
    private static final String CONTENT = "content";
    private static final Pattern NAME = Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f]{64})\\.([a-z]{1,20})");

    static ClaimFile part(Path folder, Upload upload) {
        return of(folder, upload, upload.what() == What.CONTENT ? CONTENT_PART : PART);
    }

    static ClaimFile outcome(Path folder, Upload upload, OutcomeKind kind) {
        return of(folder, upload, kind.wireName());
    }

    static ClaimFile content(Path folder, Upload upload) {
        return of(folder, upload, CONTENT);
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

    What what() {
        return state.equals(CONTENT) || state.equals(CONTENT_PART) ? What.CONTENT : What.OUTCOME;
    }

    boolean isWhole() {
        return !state.equals(PART) && !state.equals(CONTENT_PART);
    }

    boolean isWholeContent(String hash) {
        return state.equals(CONTENT) && sha256.equals(hash);
    }

    /// The outcome's kind; empty while the file grows, and of a content.
    Optional<OutcomeKind> kind() {
        return OutcomeKind.named(state);
    }
}

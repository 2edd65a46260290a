package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.claim.Upload.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        return of(folder, upload.command(), upload.sha256(), state);
    }

    private static ClaimFile of(Path folder, CommandId command, String sha256, String state) {
        return new ClaimFile(folder.resolve(command + "." + sha256 + "." + state), command, sha256, state);
    }

    /// What a folder has of an upload: the whole, or else its part; nothing of a hash that is none.
    static Optional<ClaimFile> find(Path folder, CommandId command, What what, String sha256) {
        if (!Upload.isSha256(sha256)) {
            return Optional.empty();
        }
        Stream<String> states = switch (what) {
            case CONTENT -> Stream.of(CONTENT, CONTENT_PART);
            case OUTCOME ->
                Stream.concat(Arrays.stream(OutcomeKind.values()).map(OutcomeKind::wireName), Stream.of(PART));
        };
        return states.map(state -> of(folder, command, sha256, state))
                .filter(file -> Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /// The whole contents of that hash in a folder.
    static List<Path> contents(Path folder, String sha256) throws IOException {
        String end = "." + sha256 + "." + CONTENT;
        return entries(folder).stream()
                .filter(path -> path.toString().endsWith(end))
                .toList();
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

    /// The outcome's kind; empty while the file grows, and of a content.
    Optional<OutcomeKind> kind() {
        return OutcomeKind.named(state);
    }
}

package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.outcome.Reply.FileEntry;
import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/// Fields of a file and of an entry of a listing.
final class FileJson {
    private FileJson() {}

    static void write(JsonGenerator json, FileContent file) throws IOException {
        write(json, new FileEntry(file.name(), file.origin(), file.bytes(), file.modified()));
        json.writeStringField("sha256", file.sha256());
        switch (file.content()) {
            case FileContent.Content.Inline(Octets octets) -> {
                json.writeStringField("content", "inline");
                json.writeStringField("content_base64", Base64.getEncoder().encodeToString(octets.toArray()));
            }
            case FileContent.Content.Claimed() -> json.writeStringField("content", "claimed");
        }
    }

    static void write(JsonGenerator json, FileEntry entry) throws IOException {
        json.writeStringField("filename", entry.name().text());
        json.writeStringField("origin", entry.origin());
        json.writeNumberField("size", entry.bytes());
        json.writeStringField("modified", entry.modified().toString());
    }

    static FileContent read(Field file) throws MalformedMessageException {
        FileEntry entry = readEntry(file);
        try {
            return new FileContent(
                    entry.name(),
                    entry.origin(),
                    entry.bytes(),
                    entry.modified(),
                    file.get("sha256").text(),
                    content(file));
        } catch (IllegalArgumentException e) {
            throw file.wrong(e);
        }
    }

    static FileEntry readEntry(Field entry) throws MalformedMessageException {
        return new FileEntry(
                entry.get("filename").parsed(FileName::new),
                entry.get("origin").text(),
                entry.get("size").unsigned(),
                entry.get("modified").parsed(FileJson::instant));
    }

    private static FileContent.Content content(Field file) throws MalformedMessageException {
        Field content = file.get("content");
        return switch (content.text()) {
            case "inline" ->
                new FileContent.Content.Inline(file.get("content_base64").parsed(FileJson::base64));
            case "claimed" -> new FileContent.Content.Claimed();
            default -> throw content.unknown();
        };
    }

    private static Octets base64(String text) {
        try {
            return Octets.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("must be base64 of at most " + Octets.MAX_LENGTH + " bytes");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a time of RFC 3339");
        }
    }
}

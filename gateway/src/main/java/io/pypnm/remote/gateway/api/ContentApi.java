package io.pypnm.remote.gateway.api;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.OutcomeFile;
import io.pypnm.remote.gateway.claim.Upload.What;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Disposition;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.store.Ledger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/commands/{id}/content`: the file that a command brought, whole or in part, wherever its bytes are.
final class ContentApi {
    private static final String BINARY = "application/octet-stream";

    private final Ledger ledger;
    private final ClaimStore claims;
    private final MessageCodec codec = new MessageCodec();

    ContentApi(Ledger ledger, ClaimStore claims) {
        this.ledger = ledger;
        this.claims = claims;
    }

    List<Route> routes() {
        return List.of(Route.needs(Role.VIEWER, "GET", "/api/commands/{id}/content", this::content));
    }

    private Answer content(Call call) throws Exception {
        CommandId id = CommandsApi.commandId(call.path("id"));
        CommandRow row = ledger.find(id).orElseThrow(() -> Problem.notFound("command " + id));
        FileContent file = file(row);
        String tag = "\"" + file.sha256() + "\"";
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", tag);
        headers.put("Accept-Ranges", "bytes");
        headers.put(Disposition.HEADER, Disposition.attachment(file.name().text()));
        Optional<ByteRange> range = range(call, file, tag);
        if (range.isEmpty()) {
            return new Answer(200, headers, new Answer.Body.Stream(BINARY, file.bytes(), open(row, file)));
        }
        headers.put("Content-Range", range.get().of(file.bytes()));
        InputStream in = open(row, file);
        skip(in, range.get().first());
        return new Answer(
                206, headers, new Answer.Body.Stream(BINARY, range.get().length(), in));
    }

    private FileContent file(CommandRow row) throws Problem, MalformedMessageException {
        if (!(row.state() instanceof State.Ended ended)) {
            throw new Problem(Problem.Code.NOT_FOUND, "the command has not ended");
        }
        Optional<FileContent> file = ended.body() instanceof OutcomeBody.Inline(byte[] json, var _)
                ? OutcomeFile.of(json, codec)
                : Optional.empty();
        return file.orElseThrow(() -> new Problem(Problem.Code.NOT_FOUND, "the command brought no file"));
    }

    /// A range of something else than the client has the beginning of is of no use to it (RFC 9110 section 13.1.5), and
    /// there are ranges for GET only (section 14.2).
    private static Optional<ByteRange> range(Call call, FileContent file, String tag) throws Problem {
        Optional<String> range = call.header("Range");
        return range.isPresent()
                        && !call.isHead()
                        && call.header("If-Range").orElse(tag).equals(tag)
                ? ByteRange.of(range.get(), file.bytes())
                : Optional.empty();
    }

    private InputStream open(CommandRow row, FileContent file) throws Problem {
        return switch (file.content()) {
            case Content.Inline(Octets octets) -> new ByteArrayInputStream(octets.toArray());
            case Content.Claimed() -> claim(row, file.sha256());
        };
    }

    private InputStream claim(CommandRow row, String sha256) throws Problem {
        try {
            return claims.read(row.agent(), row.id(), What.CONTENT, sha256)
                    .orElseThrow(() -> new Problem(Problem.Code.GONE, "the content is not kept any more"));
        } catch (ClaimException e) {
            throw new Problem(ClaimsApi.code(e), String.valueOf(e.getMessage()));
        }
    }

    private static void skip(InputStream in, long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}

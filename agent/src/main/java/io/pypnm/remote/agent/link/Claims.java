package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.run.Outbox.Outgoing;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.wire.ClaimHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/// Puts large outcomes, and the contents that outcomes name, to the gateway by HTTP, in chunks, going on where an
/// upload broke off. One virtual thread each, two at once; one that waits for another try lets others go first. They
/// end with the connection they belong to.
final class Claims implements AutoCloseable {
    private static final System.Logger log = System.getLogger(GatewayLink.class.getName());
    private static final int CHUNK_BYTES = 2 << 20;
    private static final int MAX_AT_ONCE = 2;
    /// Without a byte more at the gateway: ten minutes of it.
    private static final int MAX_FUTILE = 120;
    private static final int RESUME_INCOMPLETE = 308;
    /// The whole does not have the checksum that was promised; the gateway has thrown it away.
    private static final int UNPROCESSABLE = 422;
    /// The agent's quota is used up, by what may not go yet (RFC 4918 section 11.5).
    private static final int INSUFFICIENT_STORAGE = 507;

    /// Who uploads.
    ///
    /// @param epoch of the session the uploads belong to
    record Uploader(LinkConfig config, String instance, String epoch, SSLSocketFactory tls) {}

    /// One file on its way. Owned by its thread.
    private static final class Upload {
        private final Outgoing outgoing;
        private final String what;
        private final OutcomeBody.Spooled body;
        /// Where the gateway stands, bytes.
        private long offset;
        /// Why the last try was none.
        private Outcome.Failed trouble;

        /// @param what one of [ClaimHeaders]' values of `Claim`
        private Upload(Outgoing outgoing, String what, OutcomeBody.Spooled body) {
            this.outgoing = outgoing;
            this.what = what;
            this.body = body;
            this.trouble = new Outcome.Failed(FailureCode.INTERNAL, "the upload was not tried");
        }

        @Override
        public String toString() {
            return "the " + what + " of " + outgoing.id();
        }
    }

    private final Uploader uploader;
    private final Inbox inbox;
    private final Semaphore permits = new Semaphore(MAX_AT_ONCE);
    private final CountDownLatch closed = new CountDownLatch(1);

    Claims(Uploader uploader, Inbox inbox) {
        this.uploader = uploader;
        this.inbox = inbox;
    }

    /// Starts the upload of an outcome; how it ended comes into the inbox.
    void uploadOutcome(Outgoing outgoing, OutcomeBody.Spooled body) {
        start(new Upload(outgoing, ClaimHeaders.OUTCOME, body));
    }

    /// Starts the upload of the content that an outcome names; how it ended comes into the inbox.
    void uploadContent(Outgoing outgoing, OutcomeBody.Spooled content) {
        start(new Upload(outgoing, ClaimHeaders.CONTENT, content));
    }

    private void start(Upload upload) {
        Thread.ofVirtual().name("claim-" + upload.outgoing.id()).start(() -> run(upload));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run(Upload upload) {
        try {
            int futile = 0;
            while (closed.getCount() > 0) {
                long before = upload.offset;
                Optional<Claim> ended = tryOnce(upload);
                futile = upload.offset > before ? 0 : futile + 1;
                if (ended.isEmpty() && futile == MAX_FUTILE) {
                    ended = Optional.of(new Claim.Declined(upload.outgoing, upload.trouble));
                }
                if (ended.isPresent()) {
                    inbox.put(new Inbox.Event.Uploaded(ended.get()));
                    return;
                }
                var _ = closed.await(uploader.config().timing().uploadPause().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but the end of the process.
        }
    }

    /// Empty if it is worth another try.
    private Optional<Claim> tryOnce(Upload upload) throws InterruptedException {
        permits.acquire();
        try {
            int status = putAll(upload);
            if (status == HttpURLConnection.HTTP_NO_CONTENT) {
                return Optional.of(new Claim.Taken(upload.outgoing));
            }
            log.log(Level.WARNING, "the gateway does not take {0}: HTTP {1}", upload, status);
            upload.trouble = refused(upload, status);
            return isFinal(status)
                    ? Optional.of(new Claim.Declined(upload.outgoing, upload.trouble))
                    : Optional.empty();
        } catch (UnreadableException e) {
            log.log(Level.ERROR, upload + " cannot be read back", e);
            String detail = "its " + upload.what + " cannot be read back from the agent's disk";
            return Optional.of(new Claim.Declined(upload.outgoing, new Outcome.Failed(FailureCode.CORRUPT, detail)));
        } catch (IOException e) {
            log.log(Level.WARNING, "{0} cannot be uploaded now: {1}", upload, e.toString());
            upload.trouble =
                    new Outcome.Failed(FailureCode.INTERNAL, "its " + upload.what + " cannot be uploaded: " + e);
            return Optional.empty();
        } finally {
            permits.release();
        }
    }

    /// Whether the answer would be the same in an hour.
    private static boolean isFinal(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_NOT_FOUND,
                    HttpURLConnection.HTTP_GONE,
                    HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
                    UNPROCESSABLE,
                    INSUFFICIENT_STORAGE -> true;
            default -> false;
        };
    }

    private static Outcome.Failed refused(Upload upload, int status) {
        FailureCode code = switch (status) {
            case HttpURLConnection.HTTP_ENTITY_TOO_LARGE -> FailureCode.TOO_LARGE;
            case HttpURLConnection.HTTP_UNAVAILABLE, INSUFFICIENT_STORAGE -> FailureCode.NO_ROOM;
            case UNPROCESSABLE -> FailureCode.CORRUPT;
            default -> FailureCode.INTERNAL;
        };
        String why = switch (status) {
            case HttpURLConnection.HTTP_UNAVAILABLE -> "its disk is full or fails, HTTP 503";
            case INSUFFICIENT_STORAGE -> "the quota of this agent is used up, HTTP 507";
            default -> "HTTP " + status;
        };
        String detail = "the gateway did not take the " + upload.what + " of " + upload.body.bytes() + " bytes: " + why;
        return new Outcome.Failed(code, detail);
    }

    /// Goes on where the gateway says it stands. Returns the last status: 204 if it has all.
    private int putAll(Upload upload) throws IOException {
        upload.offset = head(upload).offsetWithin(upload).orElse(0);
        int steps = Math.toIntExact(2 + upload.body.bytes() / CHUNK_BYTES);
        // Every step moves the offset or corrects it; twice as many as chunks are enough for any gateway in its right
        // mind.
        for (int step = 0; step < 2 * steps; step++) {
            Answer answer = putChunk(upload, upload.offset);
            boolean more = answer.status() == RESUME_INCOMPLETE || answer.status() == HttpURLConnection.HTTP_CONFLICT;
            if (!more) {
                return answer.status();
            }
            upload.offset = answer.offsetWithin(upload).orElse(upload.offset);
        }
        throw new IOException("the gateway asks for the same bytes again and again");
    }

    private Answer head(Upload upload) throws IOException {
        HttpURLConnection head = request("HEAD", upload);
        try {
            return Answer.to(head);
        } finally {
            head.disconnect();
        }
    }

    private Answer putChunk(Upload upload, long offset) throws IOException {
        byte[] chunk = read(upload, offset);
        HttpURLConnection put = request("PUT", upload);
        try {
            put.setRequestProperty(
                    "Content-Range", "bytes " + offset + "-" + (offset + chunk.length - 1) + "/" + upload.body.bytes());
            put.setDoOutput(true);
            put.setFixedLengthStreamingMode(chunk.length);
            try (OutputStream out = put.getOutputStream()) {
                out.write(chunk);
            }
            return Answer.to(put);
        } finally {
            put.disconnect();
        }
    }

    private static byte[] read(Upload upload, long offset) throws UnreadableException {
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, upload.body.bytes() - offset)];
        try (RandomAccessFile file = new RandomAccessFile(upload.body.file().toFile(), "r")) {
            file.seek(offset);
            file.readFully(chunk);
            return chunk;
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private HttpURLConnection request(String method, Upload upload) throws IOException {
        LinkConfig config = uploader.config();
        HttpURLConnection request = (HttpURLConnection)
                claimUri(config.gateway(), upload.outgoing.id()).toURL().openConnection();
        if (request instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(uploader.tls());
        }
        int millis = Math.toIntExact(config.timing().answer().toMillis());
        request.setConnectTimeout(millis);
        request.setReadTimeout(millis);
        request.setInstanceFollowRedirects(false);
        request.setRequestMethod(method);
        request.setRequestProperty("Authorization", "Basic " + credentials(config));
        request.setRequestProperty(ClaimHeaders.INSTANCE, uploader.instance());
        request.setRequestProperty(ClaimHeaders.EPOCH, uploader.epoch());
        request.setRequestProperty(ClaimHeaders.CLAIM, upload.what);
        request.setRequestProperty(ClaimHeaders.SHA256, upload.body.sha256());
        return request;
    }

    private static String credentials(LinkConfig config) {
        String login = config.agent() + ":" + config.token().reveal();
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /// The gateway's HTTP is on the host and port of its WebSocket.
    private static URI claimUri(URI gateway, CommandId id) {
        String scheme = gateway.getScheme().equals("wss") ? "https" : "http";
        return URI.create(scheme + "://" + gateway.getRawAuthority() + "/api/claims/" + id);
    }

    /// What the gateway said.
    ///
    /// @param offset how much it says it has, bytes; negative if it does not say
    private record Answer(int status, long offset) {
        static Answer to(HttpURLConnection request) throws IOException {
            return new Answer(request.getResponseCode(), request.getHeaderFieldLong(ClaimHeaders.UPLOAD_OFFSET, -1));
        }

        /// Empty also if it is nothing of sense.
        OptionalLong offsetWithin(Upload upload) {
            return offset >= 0 && offset <= upload.body.bytes() ? OptionalLong.of(offset) : OptionalLong.empty();
        }
    }

    /// The agent's own disk does not give the outcome back.
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        private UnreadableException(IOException cause) {
            super(cause);
        }
    }
}

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
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/// Puts large outcomes, and the contents that outcomes name, to the gateway by HTTP, in chunks, going on where an
/// upload broke off. One virtual thread each, two at once; they end with the connection they belong to.
final class Claims implements AutoCloseable {
    private static final System.Logger log = System.getLogger(GatewayLink.class.getName());
    private static final int CHUNK_BYTES = 2 << 20;
    private static final int MAX_AT_ONCE = 2;
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int RESUME_INCOMPLETE = 308;
    /// The whole does not have the checksum that was promised; the gateway has thrown it away.
    private static final int UNPROCESSABLE = 422;

    /// Who uploads.
    ///
    /// @param epoch of the session the uploads belong to
    record Uploader(LinkConfig config, String instance, String epoch, SSLSocketFactory tls) {}

    /// One file on its way.
    ///
    /// @param what  one of [ClaimHeaders]' values of `Claim`
    private record Upload(Outgoing outgoing, String what, OutcomeBody.Spooled body) {
        CommandId id() {
            return outgoing.id();
        }

        long bytes() {
            return body.bytes();
        }

        @Override
        public String toString() {
            return "the " + what + " of " + id();
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
        Thread.ofVirtual().name("claim-" + upload.outgoing().id()).start(() -> run(upload));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run(Upload upload) {
        permits.acquireUninterruptibly();
        try {
            while (closed.getCount() > 0) {
                Optional<Claim> ended = tryOnce(upload);
                if (ended.isPresent()) {
                    inbox.put(new Inbox.Event.Uploaded(ended.get()));
                    return;
                }
                var _ = closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but the end of the process.
        } finally {
            permits.release();
        }
    }

    /// Empty if it is worth another try.
    private Optional<Claim> tryOnce(Upload upload) {
        try {
            int status = putAll(upload);
            if (status == HttpURLConnection.HTTP_NO_CONTENT) {
                return Optional.of(new Claim.Taken(upload.outgoing()));
            }
            log.log(Level.WARNING, "the gateway does not take {0}: HTTP {1}", upload, status);
            return isFinal(status) ? Optional.of(declined(upload, status)) : Optional.empty();
        } catch (UnreadableException e) {
            log.log(Level.ERROR, upload + " cannot be read back", e);
            String detail = "its " + upload.what() + " cannot be read back from the agent's disk";
            return Optional.of(new Claim.Declined(upload.outgoing(), new Outcome.Failed(FailureCode.CORRUPT, detail)));
        } catch (IOException e) {
            log.log(Level.WARNING, "{0} cannot be uploaded now: {1}", upload, e.toString());
            return Optional.empty();
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
                    UNPROCESSABLE -> true;
            default -> false;
        };
    }

    private static Claim.Declined declined(Upload upload, int status) {
        FailureCode code = switch (status) {
            case HttpURLConnection.HTTP_ENTITY_TOO_LARGE -> FailureCode.TOO_LARGE;
            case UNPROCESSABLE -> FailureCode.CORRUPT;
            default -> FailureCode.INTERNAL;
        };
        String detail =
                "the gateway did not take the " + upload.what() + " of " + upload.bytes() + " bytes: HTTP " + status;
        return new Claim.Declined(upload.outgoing(), new Outcome.Failed(code, detail));
    }

    /// Goes on where the gateway says it stands. Returns the last status: 204 if it has all.
    private int putAll(Upload upload) throws IOException {
        long offset = head(upload).offsetWithin(upload).orElse(0);
        int steps = Math.toIntExact(2 + upload.bytes() / CHUNK_BYTES);
        // Every step moves the offset or corrects it; twice as many as chunks are enough for any gateway in its right
        // mind.
        for (int step = 0; step < 2 * steps; step++) {
            Answer answer = putChunk(upload, offset);
            boolean more = answer.status() == RESUME_INCOMPLETE || answer.status() == HttpURLConnection.HTTP_CONFLICT;
            if (!more) {
                return answer.status();
            }
            offset = answer.offsetWithin(upload).orElse(offset);
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
                    "Content-Range", "bytes " + offset + "-" + (offset + chunk.length - 1) + "/" + upload.bytes());
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
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, upload.bytes() - offset)];
        try (RandomAccessFile file = new RandomAccessFile(upload.body().file().toFile(), "r")) {
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
                claimUri(config.gateway(), upload.id()).toURL().openConnection();
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
        request.setRequestProperty(ClaimHeaders.CLAIM, upload.what());
        request.setRequestProperty(ClaimHeaders.SHA256, upload.body().sha256());
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
            return offset >= 0 && offset <= upload.bytes() ? OptionalLong.of(offset) : OptionalLong.empty();
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

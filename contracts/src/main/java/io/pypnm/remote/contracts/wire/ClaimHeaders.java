package io.pypnm.remote.contracts.wire;

/// Names of the HTTP headers of `/api/claims/{command}`, beside those of the standards (`Authorization`,
/// `Content-Range`).
public final class ClaimHeaders {
    /// The agent's instance, as on its CONNECT.
    public static final String INSTANCE = "Instance";
    /// Of the session the upload belongs to, as on its CONNECTED.
    public static final String EPOCH = "Epoch";
    /// What is uploaded: [#OUTCOME], also where the header is missing, or [#CONTENT].
    public static final String CLAIM = "Claim";
    /// The outcome of the command, as JSON.
    public static final String OUTCOME = "outcome";
    /// The content that the outcome of the command names, raw.
    public static final String CONTENT = "content";
    /// Lower-case hexadecimal SHA-256 of the whole.
    public static final String SHA256 = "Sha256";
    /// On answers: how many bytes of it the gateway has.
    public static final String UPLOAD_OFFSET = "Upload-Offset";

    private ClaimHeaders() {}
}

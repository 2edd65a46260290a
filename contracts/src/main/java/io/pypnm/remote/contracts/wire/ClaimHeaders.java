package io.pypnm.remote.contracts.wire;

/// Names of the HTTP headers of `/api/claims/{command}`, beside those of the standards (`Authorization`,
/// `Content-Range`).
public final class ClaimHeaders {
    /// The agent's instance, as on its CONNECT.
    public static final String INSTANCE = "Instance";
    /// Of the session the upload belongs to, as on its CONNECTED.
    public static final String EPOCH = "Epoch";
    /// Lower-case hexadecimal SHA-256 of the whole outcome.
    public static final String SHA256 = "Sha256";
    /// On answers: how many bytes of it the gateway has.
    public static final String UPLOAD_OFFSET = "Upload-Offset";

    private ClaimHeaders() {}
}

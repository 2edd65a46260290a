package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.Session;
import java.util.Map;

/// What is offered to a server. JSch's own defaults, but for SHA-1, and for host certificates, whose authorities
/// known_hosts would have to name.
///
/// AES-GCM and AES-CTR are not open in practice to the prefix truncation (CVE-2023-48795) that the strict key exchange
/// stops; that is used wherever the server has it, but not demanded, as most CMTSs do not.
final class Algorithms {
    private static final String MACS =
            "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";
    private static final String CIPHERS =
            "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";
    private static final String EXCHANGES =
            "mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
                    + "ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,"
                    + "diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
    private static final String SIGNATURES =
            "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256";

    private static final Map<String, String> MODERN = Map.of(
            "kex", EXCHANGES,
            "server_host_key", SIGNATURES,
            "PubkeyAcceptedAlgorithms", SIGNATURES,
            "cipher.c2s", CIPHERS,
            "cipher.s2c", CIPHERS,
            "mac.c2s", MACS,
            "mac.s2c", MACS);

    /// Put behind the others, so that they are used only where the server has nothing better.
    private static final Map<String, String> OLD = Map.of(
            "kex", ",diffie-hellman-group-exchange-sha1,diffie-hellman-group14-sha1",
            "server_host_key", ",ssh-rsa",
            "PubkeyAcceptedAlgorithms", ",ssh-rsa",
            "cipher.c2s", ",aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc",
            "cipher.s2c", ",aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc",
            "mac.c2s", ",hmac-sha1",
            "mac.s2c", ",hmac-sha1");

    /// Types of host keys, one of which a server shows at a time.
    static final String[] HOST_KEY_TYPES = {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521",
        "rsa-sha2-512,rsa-sha2-256,ssh-rsa"
    };

    private Algorithms() {}

    static void offer(Session session, boolean legacy) {
        MODERN.forEach((kind, names) -> session.setConfig(kind, legacy ? names + OLD.get(kind) : names));
    }

    static void offerHostKey(Session session, String types) {
        session.setConfig("server_host_key", types);
    }
}

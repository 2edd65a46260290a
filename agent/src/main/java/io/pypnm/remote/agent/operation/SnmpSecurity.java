package io.pypnm.remote.agent.operation;

import io.pypnm.remote.contracts.config.Secret;

/// How an SNMP message shows who sends it.
public sealed interface SnmpSecurity {
    /// SNMPv2c (RFC 1901).
    record Community(Secret community) implements SnmpSecurity {}

    /// A user of SNMPv3's User-based Security Model (RFC 3414), at one of its three security levels.
    sealed interface Usm extends SnmpSecurity {
        /// 1 to 32 bytes of UTF-8.
        String user();
    }

    /// Anybody can say that they are this user.
    record NoAuthNoPriv(String user) implements Usm {}

    /// Messages are signed and can be read by all.
    record AuthNoPriv(String user, Authentication authentication) implements Usm {}

    /// Messages are signed and encrypted.
    record AuthPriv(String user, Authentication authentication, Privacy privacy) implements Usm {}

    record Authentication(AuthProtocol protocol, Secret password) {}

    record Privacy(PrivProtocol protocol, Secret password) {}

    /// RFC 3414 sections 6 and 7 (MD5 and SHA, for old devices: both hashes are broken, their HMACs are not), RFC 7860.
    enum AuthProtocol {
        MD5("MD5", "HmacMD5", 12),
        SHA("SHA-1", "HmacSHA1", 12),
        SHA_224("SHA-224", "HmacSHA224", 16),
        SHA_256("SHA-256", "HmacSHA256", 24),
        SHA_384("SHA-384", "HmacSHA384", 32),
        SHA_512("SHA-512", "HmacSHA512", 48);

        private final String digest;
        private final String mac;
        private final int macBytes;

        AuthProtocol(String digest, String mac, int macBytes) {
            this.digest = digest;
            this.mac = mac;
            this.macBytes = macBytes;
        }

        /// Java's name of the hash.
        public String digest() {
            return digest;
        }

        /// Java's name of the HMAC.
        public String mac() {
            return mac;
        }

        /// How much of the HMAC a message carries.
        public int macBytes() {
            return macBytes;
        }
    }

    /// RFC 3826 and its two unofficial longer kins, which differ in how a key is made long enough: AES_192 and AES_256
    /// as draft-blumenthal-aes-usm-04 says, `..._CISCO` as draft-reeder-snmpv3-usm-3desede-00 does for 3DES. The two
    /// agree where the hash of the authentication protocol is as long as the key.
    enum PrivProtocol {
        AES_128(16, false),
        AES_192(24, false),
        AES_256(32, false),
        AES_192_CISCO(24, true),
        AES_256_CISCO(32, true);

        private final int keyBytes;
        private final boolean chained;

        PrivProtocol(int keyBytes, boolean chained) {
            this.keyBytes = keyBytes;
            this.chained = chained;
        }

        public int keyBytes() {
            return keyBytes;
        }

        /// Whether a key is made longer by taking it for a password again (Reeder), rather than by its hash.
        public boolean chained() {
            return chained;
        }
    }
}

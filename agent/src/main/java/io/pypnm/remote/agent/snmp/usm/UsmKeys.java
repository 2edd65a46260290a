package io.pypnm.remote.agent.snmp.usm;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.PrivProtocol;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Octets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A user's keys before they are tied to an engine (RFC 3414 section 2.6). To make them takes 3 ms for each password;
/// to tie them, a microsecond. Immutable.
public final class UsmKeys {
    /// RFC 3414 appendix A.2.
    private static final int HASHED_PASSWORD_BYTES = 1 << 20;

    private static final byte[] NONE = {};

    private final AuthProtocol authentication;
    private final byte[] authenticationKey;
    private final PrivProtocol privacy;
    private final byte[] privacyKey;

    private UsmKeys(AuthProtocol authentication, byte[] authenticationKey, PrivProtocol privacy, byte[] privacyKey) {
        this.authentication = authentication;
        this.authenticationKey = authenticationKey;
        this.privacy = privacy;
        this.privacyKey = privacyKey;
    }

    public static UsmKeys of(SnmpSecurity.Usm user) {
        return switch (user) {
            case SnmpSecurity.NoAuthNoPriv _ -> new UsmKeys(AuthProtocol.SHA, NONE, PrivProtocol.AES_128, NONE);
            case SnmpSecurity.AuthNoPriv signer -> {
                AuthProtocol protocol = signer.authentication().protocol();
                byte[] key = key(protocol, signer.authentication().password());
                yield new UsmKeys(protocol, key, PrivProtocol.AES_128, NONE);
            }
            case SnmpSecurity.AuthPriv both -> {
                AuthProtocol protocol = both.authentication().protocol();
                byte[] key = key(protocol, both.authentication().password());
                yield new UsmKeys(
                        protocol,
                        key,
                        both.privacy().protocol(),
                        key(protocol, both.privacy().password()));
            }
        };
    }

    /// The keys for one engine.
    public LocalKeys at(Octets engine) {
        byte[] engineId = engine.toArray();
        byte[] signing = authenticationKey.length == 0 ? NONE : localized(authentication, authenticationKey, engineId);
        byte[] encrypting = privacyKey.length == 0 ? NONE : encrypting(engineId);
        return new LocalKeys(authentication, signing, encrypting);
    }

    private byte[] encrypting(byte[] engineId) {
        byte[] key = localized(authentication, privacyKey, engineId);
        byte[] last = key;
        while (key.length < privacy.keyBytes()) {
            last = privacy.chained()
                    ? localized(authentication, key(authentication, last), engineId)
                    : digest(authentication).digest(key);
            byte[] longer = Arrays.copyOf(key, key.length + last.length);
            System.arraycopy(last, 0, longer, key.length, last.length);
            key = longer;
        }
        return Arrays.copyOf(key, privacy.keyBytes());
    }

    private static byte[] key(AuthProtocol protocol, Secret password) {
        return key(protocol, password.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /// The password over and over, up to a megabyte, hashed.
    private static byte[] key(AuthProtocol protocol, byte[] password) {
        MessageDigest digest = digest(protocol);
        byte[] chunk = new byte[64 * password.length];
        for (int at = 0; at < chunk.length; at += password.length) {
            System.arraycopy(password, 0, chunk, at, password.length);
        }
        int left = HASHED_PASSWORD_BYTES;
        while (left > 0) {
            int bytes = Math.min(left, chunk.length);
            digest.update(chunk, 0, bytes);
            left -= bytes;
        }
        return digest.digest();
    }

    private static byte[] localized(AuthProtocol protocol, byte[] key, byte[] engineId) {
        MessageDigest digest = digest(protocol);
        digest.update(key);
        digest.update(engineId);
        return digest.digest(key);
    }

    private static MessageDigest digest(AuthProtocol protocol) {
        try {
            return MessageDigest.getInstance(protocol.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + protocol.digest(), e);
        }
    }
}

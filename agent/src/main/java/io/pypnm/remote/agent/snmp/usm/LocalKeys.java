package io.pypnm.remote.agent.snmp.usm;

import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A user's keys at one engine, and what is done with them. Immutable.
public final class LocalKeys {
    private final AuthProtocol protocol;
    private final byte[] signing;
    private final byte[] encrypting;

    LocalKeys(AuthProtocol protocol, byte[] signing, byte[] encrypting) {
        this.protocol = protocol;
        this.signing = signing;
        this.encrypting = encrypting;
    }

    public boolean canSign() {
        return signing.length > 0;
    }

    public boolean canEncrypt() {
        return encrypting.length > 0;
    }

    /// Bytes of a signature; 0 if there is none.
    public int signatureBytes() {
        return canSign() ? protocol.macBytes() : 0;
    }

    /// Puts the signature into a message that has zeros there.
    ///
    /// @param at where the signature begins
    public void sign(byte[] message, int at) {
        System.arraycopy(mac(message), 0, message, at, protocol.macBytes());
    }

    /// Whether a message carries the signature that is made with this key.
    ///
    /// @param at     where the signature begins
    /// @param length how long it is
    public boolean signed(byte[] message, int at, int length) {
        if (!canSign() || length != protocol.macBytes()) {
            return false;
        }
        byte[] blank = message.clone();
        Arrays.fill(blank, at, at + length, (byte) 0);
        byte[] expected = Arrays.copyOf(mac(blank), length);
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(message, at, at + length));
    }

    /// Encrypts as RFC 3826 says.
    ///
    /// @param salt 8 bytes, never used twice with this key
    public byte[] encrypt(byte[] plain, int boots, int time, byte[] salt) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, boots, time, salt).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in CFB mode takes any bytes", e);
        }
    }

    /// The bytes that were encrypted, or rubbish if it was with another key.
    ///
    /// @param salt 8 bytes
    public byte[] decrypt(byte[] secret, int boots, int time, byte[] salt) {
        try {
            return cipher(Cipher.DECRYPT_MODE, boots, time, salt).doFinal(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in CFB mode takes any bytes", e);
        }
    }

    private byte[] mac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(protocol.mac());
            mac.init(new SecretKeySpec(signing, protocol.mac()));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + protocol.mac(), e);
        }
    }

    /// RFC 3826 section 3.1.2.1.
    private Cipher cipher(int mode, int boots, int time, byte[] salt) throws GeneralSecurityException {
        byte[] start =
                ByteBuffer.allocate(16).putInt(boots).putInt(time).put(salt).array();
        Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
        cipher.init(mode, new SecretKeySpec(encrypting, "AES"), new IvParameterSpec(start));
        return cipher;
    }
}

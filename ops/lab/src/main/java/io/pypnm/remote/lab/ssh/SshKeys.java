package io.pypnm.remote.lab.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/// The keys of the host and of its users, ECDSA on P-256, in files of a folder; made when they are not there.
record SshKeys(KeyPair host, KeyPair user, Path folder) {
    private static final String HOST = "host_ecdsa";
    private static final String USER = "id_ecdsa";
    private static final int BITS = 256;

    static SshKeys in(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new SshKeys(kept(folder.resolve(HOST)), kept(folder.resolve(USER)), folder);
    }

    static KeyPair generate() throws IOException {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, BITS);
        } catch (GeneralSecurityException e) {
            throw new IOException("no key could be made", e);
        }
    }

    Path userFile() {
        return folder.resolve(USER);
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    private static KeyPair kept(Path file) throws IOException {
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            KeyPair made = generate();
            var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (OutputStream out = Files.newOutputStream(Files.createFile(file, mine))) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(made, "lab", null, out);
            }
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no private key", e);
        }
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var keys = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(file.toString()), in, FilePasswordProvider.EMPTY);
            if (keys == null || !keys.iterator().hasNext()) {
                throw new IOException(file + " has no private key");
            }
            return keys.iterator().next();
        }
    }
}

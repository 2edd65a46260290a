package io.pypnm.remote.agent.ssh.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The host keys that are trusted, as some known_hosts files have them. Immutable: it is read anew for each
/// connection, so that what a person trusts meanwhile counts.
public final class KnownHosts {
    public static final KnownHosts NONE = new KnownHosts(List.of());
    private static final long MAX_BYTES = 4L << 20;

    private final List<KnownHost> entries;

    private KnownHosts(List<KnownHost> entries) {
        this.entries = entries;
    }

    /// What is known of a key that a server shows.
    public enum Verdict {
        TRUSTED,
        UNKNOWN,
        /// The host is known by another key.
        CHANGED,
        REVOKED
    }

    /// Reads files; one that does not exist is empty.
    ///
    /// @throws IOException if one cannot be read or has more than 4 MiB
    public static KnownHosts read(List<Path> files) throws IOException {
        List<KnownHost> entries = new ArrayList<>();
        for (Path file : files) {
            for (String line : lines(file)) {
                KnownHost.parse(line).ifPresent(entries::add);
            }
        }
        return new KnownHosts(entries);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " is larger than 4 MiB");
            }
            // Any byte is a character of this: a comment may be in whatever encoding.
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /// What is known of the key that a host shows.
    public Verdict check(SshHost host, ServerKey key) {
        if (ofHost(host, true).contains(key)) {
            return Verdict.REVOKED;
        }
        List<ServerKey> trusted = trusted(host);
        if (trusted.contains(key)) {
            return Verdict.TRUSTED;
        }
        return trusted.isEmpty() ? Verdict.UNKNOWN : Verdict.CHANGED;
    }

    /// The keys the host may show.
    public List<ServerKey> trusted(SshHost host) {
        return ofHost(host, false);
    }

    /// As OpenSSH does, a port of which nothing is known is taken for the host as a whole.
    private List<ServerKey> ofHost(SshHost host, boolean revoked) {
        List<ServerKey> keys = matching(host.knownAs(), revoked);
        return keys.isEmpty() ? matching(host.name(), revoked) : keys;
    }

    private List<ServerKey> matching(String name, boolean revoked) {
        return entries.stream()
                .filter(entry -> entry.revoked() == revoked && entry.matches(name))
                .map(KnownHost::key)
                .toList();
    }

    /// Adds keys of a host to a file, and takes out what the file had of that host. A reader sees the old or the new
    /// file. Lines that name other hosts too, or are marked, stay as they are.
    public static void replace(Path file, SshHost host, List<ServerKey> keys) throws IOException {
        List<String> lines = new ArrayList<>(lines(file));
        lines.removeIf(line -> KnownHost.parse(line)
                .filter(entry -> !entry.revoked() && isOnly(entry, host))
                .isPresent());
        keys.forEach(key -> lines.add(key.lineFor(host)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, lines, StandardCharsets.ISO_8859_1);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isOnly(KnownHost entry, SshHost host) {
        return Optional.of(entry.patterns())
                .filter(it -> it.indexOf(',') < 0 && it.indexOf('*') < 0 && it.indexOf('?') < 0)
                .filter(_ -> entry.matches(host.knownAs()))
                .isPresent();
    }
}

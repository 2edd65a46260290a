package io.pypnm.remote.agent.snmp.usm;

import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/// Keeps engine ids over a restart of the agent, so that it need not ask every device for its own again. Guarded
/// by its own lock.
///
/// A line for each, `10.0.0.1 161 8000...`, between a headline and a checksum. It is worth a round trip to each device
/// and no more: it is not synced, and one that is damaged is as good as none.
public final class EngineIdFile {
    private static final System.Logger log = System.getLogger(EngineIdFile.class.getName());
    private static final String HEADLINE = "pypnm-agent snmp engines 1";
    private static final String CHECKSUM = "crc32c ";
    private static final int MAX_BYTES = 16 << 20;
    /// RFC 3411 section 5, SnmpEngineID.
    private static final int MIN_ID_BYTES = 5;

    private static final int MAX_ID_BYTES = 32;

    private final Path file;
    private long written;

    public EngineIdFile(Path file) {
        this.file = file;
    }

    /// What the file has; nothing, and a line in the log, if it cannot be read.
    public synchronized void read(RemoteEngines engines) {
        try {
            engines.know(parse(text()));
        } catch (NoSuchFileException e) {
            log.log(Level.DEBUG, "no engine ids were kept yet");
        } catch (IOException | IllegalArgumentException e) {
            log.log(
                    Level.WARNING,
                    "{0} cannot be used ({1}): SNMPv3 devices are asked for their engine ids again",
                    file,
                    e.getMessage());
        }
        written = engines.identified();
    }

    /// Writes the ids, if there are others than last time.
    public synchronized void write(RemoteEngines engines) {
        long now = engines.identified();
        if (now == written) {
            return;
        }
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, format(engines.ids()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.log(Level.WARNING, "the engine ids of SNMPv3 devices cannot be kept: {0}", e.toString());
        }
        written = now;
    }

    private String text() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file);
    }

    private static String format(Map<InetSocketAddress, Octets> ids) {
        var text = new StringBuilder(HEADLINE).append('\n');
        ids.forEach((address, id) -> text.append(address.getAddress().getHostAddress())
                .append(' ')
                .append(address.getPort())
                .append(' ')
                .append(id.hex())
                .append('\n'));
        return text + CHECKSUM + checksum(text.toString()) + '\n';
    }

    private static SequencedMap<InetSocketAddress, Octets> parse(String text) {
        int end = text.lastIndexOf(CHECKSUM);
        if (!text.startsWith(HEADLINE + '\n')) {
            throw new IllegalArgumentException("it is of another version");
        }
        if (end < 0 || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + '\n')) {
            throw new IllegalArgumentException("its checksum does not hold");
        }
        SequencedMap<InetSocketAddress, Octets> ids = new LinkedHashMap<>();
        text.substring(0, end).lines().skip(1).forEach(line -> {
            String[] words = line.split(" ", 3);
            Octets id = Octets.ofHex(words[2]);
            if (id.length() < MIN_ID_BYTES || id.length() > MAX_ID_BYTES) {
                throw new IllegalArgumentException("an engine id has 5 to 32 bytes, not " + id.length());
            }
            ids.put(new InetSocketAddress(InetAddress.ofLiteral(words[0]), Integer.parseInt(words[1])), id);
        });
        return ids;
    }

    private static String checksum(String text) {
        var checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }
}

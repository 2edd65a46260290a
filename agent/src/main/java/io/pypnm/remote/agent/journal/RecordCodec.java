package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.agent.journal.JournalRecord.Finished;
import io.pypnm.remote.agent.journal.JournalRecord.Received;
import io.pypnm.remote.agent.journal.JournalRecord.Started;
import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import io.pypnm.remote.agent.journal.JournalRecord.Synced;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.command.Effect;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The journal's bytes, big-endian. First a header: what the file is, in which version, and the agent's instance, which
/// is thereby made with the journal and lost with it. Then records:
///
/// ```
/// magic with version: 8 | instance: 16 | CRC32C of these: 4
/// length of payload: 4 | CRC32C of length, kind and payload: 4 | kind: 1 | payload
/// ```
///
/// Stateless.
final class RecordCodec {
    private static final byte[] MAGIC = "PYPNMJ1\n".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = MAGIC.length + 16 + 4;
    static final int HEAD_BYTES = 9;
    static final int SYNCED_BYTES = HEAD_BYTES + 8;
    static final int DELIVERED_BYTES = HEAD_BYTES + 16 + 8;
    static final int MAX_PAYLOAD_BYTES = JournalConfig.MAX_INLINE_BYTES + 1024;

    private static final int SHA256_BYTES = 32;
    private static final int MAX_ADDRESS_BYTES = 512;
    private static final byte STARTED = 1;
    private static final byte FINISHED_HERE = 2;
    private static final byte FINISHED_IN_SPOOL = 3;
    private static final byte RECEIVED = 4;
    private static final byte DELIVERED = 5;
    private static final byte SYNCED = 6;
    private static final byte FINISHED_WITH_CONTENT = 7;

    private RecordCodec() {}

    static ByteBuffer encodeHeader(InstanceId instance) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .putLong(instance.value().getMostSignificantBits())
                .putLong(instance.value().getLeastSignificantBits());
        return header.putInt(headerChecksum(header)).flip();
    }

    static Optional<InstanceId> decodeHeader(byte[] bytes) {
        if (bytes.length != HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).position(MAGIC.length);
        InstanceId instance = new InstanceId(new UUID(header.getLong(), header.getLong()));
        return header.getInt() == headerChecksum(header) ? Optional.of(instance) : Optional.empty();
    }

    private static int headerChecksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, HEADER_BYTES - 4));
        return (int) crc.getValue();
    }

    static ByteBuffer encode(JournalRecord record) {
        return switch (record) {
            case Started(CommandId id, Effect effect, int attempt, String replyTo, long at) ->
                seal(begin(STARTED, id, effect, at, replyTo, 4).putInt(attempt));
            case Finished(CommandId id, Effect effect, String replyTo, long at, Stored outcome) ->
                switch (outcome) {
                    case Stored.Here(byte[] bytes) ->
                        seal(begin(FINISHED_HERE, id, effect, at, replyTo, bytes.length)
                                .put(bytes));
                    case Stored.InSpool(long bytes, String sha256) ->
                        seal(begin(FINISHED_IN_SPOOL, id, effect, at, replyTo, 8 + SHA256_BYTES)
                                .putLong(bytes)
                                .put(HexFormat.of().parseHex(sha256)));
                    case Stored.HereWithContent(byte[] bytes, long contentBytes, String sha256) ->
                        seal(begin(FINISHED_WITH_CONTENT, id, effect, at, replyTo, 8 + SHA256_BYTES + bytes.length)
                                .putLong(contentBytes)
                                .put(HexFormat.of().parseHex(sha256))
                                .put(bytes));
                };
            case Received(CommandId id) -> seal(begin(RECEIVED, 16, id));
            case Delivered(CommandId id, long at) ->
                seal(begin(DELIVERED, DELIVERED_BYTES - HEAD_BYTES, id).putLong(at));
            case Synced(long upTo) ->
                seal(begin(SYNCED, SYNCED_BYTES - HEAD_BYTES).putLong(upTo));
        };
    }

    private static ByteBuffer begin(byte kind, CommandId id, Effect effect, long at, String replyTo, int rest) {
        byte[] address = replyTo.getBytes(StandardCharsets.UTF_8);
        if (address.length > MAX_ADDRESS_BYTES) {
            throw new IllegalArgumentException("an address must have at most " + MAX_ADDRESS_BYTES + " bytes");
        }
        return begin(kind, 16 + 1 + 8 + 2 + address.length + rest, id)
                .put(code(effect))
                .putLong(at)
                .putShort((short) address.length)
                .put(address);
    }

    private static ByteBuffer begin(byte kind, int payloadBytes, CommandId id) {
        return begin(kind, payloadBytes)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits());
    }

    private static ByteBuffer begin(byte kind, int payloadBytes) {
        return ByteBuffer.allocate(HEAD_BYTES + payloadBytes)
                .putInt(payloadBytes)
                .putInt(0)
                .put(kind);
    }

    private static ByteBuffer seal(ByteBuffer record) {
        return record.flip().putInt(4, checksum(record));
    }

    /// The payload's length, if `head` can be the head of a record.
    static Optional<Integer> payloadBytes(ByteBuffer head) {
        int length = head.getInt(0);
        return length > 0 && length <= MAX_PAYLOAD_BYTES ? Optional.of(length) : Optional.empty();
    }

    /// The record in the first `length` bytes of `bytes`, head included; empty if they are not what was written.
    static Optional<JournalRecord> decode(byte[] bytes, int length) {
        ByteBuffer record = ByteBuffer.wrap(bytes, 0, length);
        if (record.getInt(0) != length - HEAD_BYTES || record.getInt(4) != checksum(record)) {
            return Optional.empty();
        }
        record.position(HEAD_BYTES);
        try {
            return payload(bytes[8], record);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // Right checksum and wrong content: written by something that is not this program.
            return Optional.empty();
        }
    }

    private static Optional<JournalRecord> payload(byte kind, ByteBuffer in) {
        return switch (kind) {
            case STARTED, FINISHED_HERE, FINISHED_IN_SPOOL, FINISHED_WITH_CONTENT -> {
                CommandId id = id(in);
                Effect effect = effect(in);
                long at = in.getLong();
                String replyTo = text(in);
                yield Optional.of(
                        switch (kind) {
                            case STARTED -> new Started(id, effect, in.getInt(), replyTo, at);
                            case FINISHED_HERE ->
                                new Finished(id, effect, replyTo, at, new Stored.Here(bytes(in, in.remaining())));
                            case FINISHED_IN_SPOOL -> new Finished(id, effect, replyTo, at, inSpool(in));
                            default -> new Finished(id, effect, replyTo, at, withContent(in));
                        });
            }
            case RECEIVED -> Optional.of(new Received(id(in)));
            case DELIVERED -> Optional.of(new Delivered(id(in), in.getLong()));
            case SYNCED -> Optional.of(new Synced(in.getLong()));
            default -> Optional.empty();
        };
    }

    /// Of everything but the checksum's own four bytes.
    private static int checksum(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(0, 4));
        crc.update(record.slice(8, record.limit() - 8));
        return (int) crc.getValue();
    }

    private static byte code(Effect effect) {
        return switch (effect) {
            case READ -> 0;
            case SET -> 1;
            case ACT -> 2;
        };
    }

    private static Effect effect(ByteBuffer in) {
        byte code = in.get();
        return switch (code) {
            case 0 -> Effect.READ;
            case 1 -> Effect.SET;
            case 2 -> Effect.ACT;
            default -> throw new IllegalArgumentException("no effect has code " + code);
        };
    }

    private static Stored.InSpool inSpool(ByteBuffer in) {
        return new Stored.InSpool(in.getLong(), HexFormat.of().formatHex(bytes(in, SHA256_BYTES)));
    }

    private static Stored.HereWithContent withContent(ByteBuffer in) {
        Stored.InSpool content = inSpool(in);
        return new Stored.HereWithContent(bytes(in, in.remaining()), content.bytes(), content.sha256());
    }

    private static CommandId id(ByteBuffer in) {
        long high = in.getLong();
        return new CommandId(new UUID(high, in.getLong()));
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}

package io.pypnm.remote.system.durability;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.trace.Syscall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which commands are spoken of in what was written or sent.
final class Mentions {
    private static final Pattern TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Mentions() {}

    /// The ids in a text.
    static Set<CommandId> in(String text) {
        Set<CommandId> ids = new HashSet<>();
        for (Matcher matcher = TEXT.matcher(text); matcher.find(); ) {
            ids.add(CommandId.parse(matcher.group()));
        }
        return ids;
    }

    /// The first call that has each id as text.
    static Map<CommandId, Syscall> firstAsText(List<Syscall> calls) {
        Map<CommandId, Syscall> first = new HashMap<>();
        for (Syscall call : calls) {
            in(new String(call.data(), StandardCharsets.ISO_8859_1)).forEach(id -> first.putIfAbsent(id, call));
        }
        return first;
    }

    /// The first call that has each id as 16 bytes, as ledger and journal keep it.
    static Map<CommandId, Syscall> firstAsBytes(List<Syscall> calls, Set<CommandId> wanted) {
        Map<CommandId, Syscall> first = new HashMap<>();
        for (Syscall call : calls) {
            ByteBuffer data = ByteBuffer.wrap(call.data());
            for (int at = 0; at <= data.limit() - 16; at++) {
                // Version and variant, RFC 9562 section 5.7.
                if ((data.get(at + 6) & 0xf0) == 0x70 && (data.get(at + 8) & 0xc0) == 0x80) {
                    var id = new CommandId(new UUID(data.getLong(at), data.getLong(at + 8)));
                    if (wanted.contains(id)) {
                        first.putIfAbsent(id, call);
                    }
                }
            }
        }
        return first;
    }
}

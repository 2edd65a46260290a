package io.pypnm.remote.lab;

import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.device.SetHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The SETs of all devices in a file, one JSON object a line, appended before the SET is carried out:
///
/// `{"device":"127.20.0.2","oid":"1.3...","type":"Integer32","value":7,"requestId":81,"peer":"127.0.0.1:4711",`
/// `"at":"2026-11-23T09:00:00.123456Z","nanos":123456789}`
///
/// Once a line is written it survives the end of this process, and with `synced` that of the machine.
final class SetLog implements SetHistory {
    private final FileChannel file;
    private final boolean synced;

    private SetLog(FileChannel file, boolean synced) {
        this.file = file;
        this.synced = synced;
    }

    /// Appends to the file, which is made if it is not there.
    ///
    /// @param synced whether every SET waits for the disk
    static SetLog open(Path path, boolean synced) throws IOException {
        return new SetLog(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), synced);
    }

    @Override
    public void write(List<Entry> sets) throws IOException {
        var lines = new StringBuilder();
        for (Entry set : sets) {
            lines.append(Json.of(line(set))).append('\n');
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        if (synced) {
            file.force(false);
        }
    }

    private static Map<String, Object> line(Entry set) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("device", set.device());
        line.putAll(Json.varBind(new VarBind(set.oid(), set.value())));
        line.put("requestId", set.requestId());
        line.put("peer", set.peer());
        line.put("at", set.at());
        line.put("nanos", set.nanos());
        return line;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

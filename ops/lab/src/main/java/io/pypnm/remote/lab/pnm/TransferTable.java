package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.text;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.ErrorStatus;
import io.pypnm.remote.lab.mib.LiveColumn;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Syntax;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.tftp.TftpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// docsPnmBulkDataTransferCfgTable: the destinations of a CMTS's files. A SET of RowStatus to createAndGo makes a row,
/// to destroy removes it; SETs of its other columns are taken before, beside and after that.
final class TransferTable implements MibView {
    static final int ROWS = 10;

    private static final System.Logger LOG = System.getLogger(TransferTable.class.getName());
    private static final Oid ENTRY = Mibs.PNM.append(1, 3, 1, 1);
    private static final int ADDRESS = 4;
    private static final int PORT = 5;
    private static final int BASE_URI = 6;
    private static final int ROW_STATUS = 9;
    private static final int ACTIVE = 1;
    private static final int CREATE_AND_GO = 4;
    private static final int DESTROY = 6;

    private final InetAddress from;
    private final PnmSettings settings;
    private final Life life;
    private final Uplink uplink;
    /// What was set, by row and arc.
    private final TreeMap<Integer, Map<Integer, SnmpValue>> written = new TreeMap<>();

    private final Table every;
    private final Table there;

    TransferTable(InetAddress from, PnmSettings settings, Life life, Uplink uplink) {
        this.from = from;
        this.settings = settings;
        this.life = life;
        this.uplink = uplink;
        every = new Table(ENTRY, Rows.numbered(ROWS), columns(row -> row + 1));
        Rows active = new Rows(() -> active().size(), 1, (row, _) -> active().get(row));
        there = new Table(ENTRY, active, columns(row -> active().get(row)));
    }

    private List<Integer> active() {
        return written.entrySet().stream()
                .filter(row -> row.getValue().containsKey(ROW_STATUS))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<Integer, SnmpValue> row(int number) {
        return written.computeIfAbsent(number, _ -> new HashMap<>());
    }

    private List<Column> columns(IntUnaryOperator numbers) {
        return List.of(
                column(numbers, 2, text(""), Syntax.octets(255)),
                column(numbers, 3, integer(0), Syntax.integers(0, 4)),
                column(numbers, ADDRESS, text(""), Syntax.octetsOf(0, 4, 16)),
                column(numbers, PORT, gauge(0), Syntax.unsigned(0, 65_535)),
                column(numbers, BASE_URI, text(""), Syntax.octets(255)),
                column(numbers, 7, integer(1), Syntax.integers(1, 3)),
                column(numbers, 8, integer(1), Syntax.integers(1, 2)),
                column(numbers, ROW_STATUS, integer(0), Syntax.integers(ACTIVE, DESTROY)));
    }

    private Column column(IntUnaryOperator numbers, int arc, SnmpValue initial, Syntax syntax) {
        return new LiveColumn(
                arc,
                row -> row(numbers.applyAsInt(row)).getOrDefault(arc, initial),
                syntax,
                (_, _) -> true,
                (row, value) -> store(numbers.applyAsInt(row), arc, value));
    }

    private void store(int number, int arc, SnmpValue value) {
        if (arc != ROW_STATUS) {
            row(number).put(arc, value);
        } else if (value.equals(integer(DESTROY))) {
            written.remove(number);
        } else if (value.equals(integer(CREATE_AND_GO))) {
            row(number).put(arc, integer(ACTIVE));
        }
    }

    @Override
    public Oid root() {
        return ENTRY;
    }

    @Override
    public SnmpValue get(Oid instance) {
        return there.get(instance);
    }

    @Override
    public Optional<VarBind> next(Oid after) {
        return there.next(after);
    }

    @Override
    public ErrorStatus check(VarBind varBind) {
        return every.check(varBind);
    }

    @Override
    public void set(VarBind varBind) {
        every.set(varBind);
    }

    /// Sends the file to this destination, if it is there.
    void send(int number, String file, byte[] content) {
        if (!active().contains(number) || life.has(Misbehaviour.LOSES_FILES)) {
            return;
        }
        Map<Integer, SnmpValue> row = row(number);
        byte[] host = row.get(ADDRESS) instanceof SnmpValue.OctetString(Octets octets) ? octets.toArray() : new byte[4];
        int port = row.get(PORT) instanceof SnmpValue.Gauge32(long set) && set > 0 ? (int) set : settings.tftpPort();
        String path = row.get(BASE_URI) instanceof SnmpValue.OctetString(Octets octets) ? utf8(octets) : "";
        Duration pause = Duration.ofMillis(life.number(Misbehaviour.UPLOADS_SLOWLY));
        life.aside(() -> {
            try {
                var server = new InetSocketAddress(InetAddress.getByAddress(host), port);
                uplink.send(new TftpClient.Upload(
                        server, from, path + file, ByteBuffer.wrap(content).asReadOnlyBuffer(), pause, () -> true));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "upload of " + file + " failed", e);
            }
        });
    }

    private static String utf8(Octets octets) {
        return new String(octets.toArray(), StandardCharsets.UTF_8);
    }
}

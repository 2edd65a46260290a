package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.Optional;

/// The way of a device's files: to a TFTP server as the device sees it, and from the directory behind that as this
/// agent reaches it.
record Destination(Upload.To upload, CaptureFolder folder) {
    private static final int AUTO_UPLOAD = 3;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    // Columns of docsPnmBulkDataTransferCfgTable.
    private static final int ADDRESS_TYPE = 3;
    private static final int ADDRESS = 4;
    private static final int BASE_URI = 6;
    private static final int LOCAL_STORE = 8;
    private static final int ROW_STATUS = 9;
    private static final int ACTIVE = 1;
    private static final int CREATE_AND_GO = 4;

    /// Tells a modem, as far as it does not know it yet: it keeps that until it restarts (docsPnmBulkCtl).
    void tell(Device modem, TestLock lock) throws PartFailedException, CommandFailedException, InterruptedException {
        List<VarBind> wanted = List.of(
                new VarBind(PnmObjects.BULK_ADDRESS_TYPE, addressType()),
                new VarBind(PnmObjects.BULK_ADDRESS, address()),
                new VarBind(PnmObjects.BULK_PATH, path()),
                new VarBind(PnmObjects.BULK_UPLOAD_CONTROL, new SnmpValue.Integer32(AUTO_UPLOAD)));
        List<VarBind> now = modem.get(wanted.stream().map(VarBind::oid).toList().toArray(Oid[]::new));
        List<VarBind> changes =
                wanted.stream().filter(varBind -> !now.contains(varBind)).toList();
        if (!changes.isEmpty()) {
            lock.whenReady(() -> {
                for (VarBind change : changes) {
                    modem.put(change.oid(), change.value());
                }
            });
        }
    }

    /// The number of a CMTS's row that leads there: one that does, else a new one (docsPnmBulkDataTransferCfgTable).
    long row(Device cmts) throws CommandFailedException, InterruptedException {
        List<VarBind> table = cmts.walk(PnmObjects.TRANSFER);
        long last = 0;
        for (VarBind varBind : table) {
            long row = varBind.oid().arc(varBind.oid().length() - 1);
            last = Math.max(last, row);
            if (varBind.oid().equals(column(ROW_STATUS, row))
                    && varBind.value().equals(new SnmpValue.Integer32(ACTIVE))
                    && table.contains(new VarBind(column(ADDRESS, row), address()))
                    && valueOf(column(BASE_URI, row), table).equals(path())) {
                return row;
            }
        }
        create(cmts, last + 1);
        return last + 1;
    }

    private void create(Device cmts, long row) throws CommandFailedException, InterruptedException {
        try {
            cmts.set(column(ROW_STATUS, row), new SnmpValue.Integer32(CREATE_AND_GO));
        } catch (CommandFailedException e) {
            // Its answer may be lost; a second one would be refused.
            if (e.code() != FailureCode.DEVICE_TIMEOUT
                    || Device.number(cmts.get(column(ROW_STATUS, row)).getFirst())
                            .isEmpty()) {
                throw e;
            }
        }
        cmts.put(column(ADDRESS_TYPE, row), addressType());
        cmts.put(column(ADDRESS, row), address());
        if (!upload.path().isEmpty()) {
            cmts.put(column(BASE_URI, row), path());
        }
        cmts.put(column(LOCAL_STORE, row), new SnmpValue.Integer32(Recipe.FALSE));
    }

    private static SnmpValue valueOf(Oid oid, List<VarBind> table) {
        Optional<VarBind> found =
                table.stream().filter(varBind -> varBind.oid().equals(oid)).findFirst();
        return found.<SnmpValue>map(VarBind::value).orElse(new SnmpValue.OctetString(Octets.of()));
    }

    private static Oid column(int column, long row) {
        return PnmObjects.TRANSFER.append(column, (int) row);
    }

    /// The objects of a modem that are set for it.
    static List<Oid> objectsOfModems() {
        return List.of(
                PnmObjects.BULK_ADDRESS_TYPE,
                PnmObjects.BULK_ADDRESS,
                PnmObjects.BULK_PATH,
                PnmObjects.BULK_UPLOAD_CONTROL,
                PnmObjects.BULK_FILE_CONTROL);
    }

    /// The columns of a CMTS that are set for it.
    static List<Oid> objectsOfCmtss() {
        return List.of(ADDRESS_TYPE, ADDRESS, BASE_URI, LOCAL_STORE, ROW_STATUS).stream()
                .map(column -> PnmObjects.TRANSFER.append(column))
                .toList();
    }

    private SnmpValue addressType() {
        return new SnmpValue.Integer32(upload.server().toInetAddress().getAddress().length == 4 ? IPV4 : IPV6);
    }

    private SnmpValue address() {
        return new SnmpValue.OctetString(
                Octets.of(upload.server().toInetAddress().getAddress()));
    }

    private SnmpValue path() {
        return new SnmpValue.OctetString(Octets.ofUtf8(upload.path()));
    }
}

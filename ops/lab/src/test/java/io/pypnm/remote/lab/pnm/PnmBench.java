package io.pypnm.remote.lab.pnm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.lab.device.Bench;
import io.pypnm.remote.lab.device.Fault;
import io.pypnm.remote.lab.tftp.TftpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// One modem as a PNM server sees it, with a clock that only the test moves. A capture takes a second.
final class PnmBench {
    static final String PNM = "1.3.6.1.4.1.4491.2.1.27.1.";
    static final String IF31 = "1.3.6.1.4.1.4491.2.1.28.1.";
    static final String CTL_TEST = PNM + "2.1.1.0";
    static final String CTL_STATUS = PNM + "2.1.3.0";
    static final String RX_MER = PNM + "2.5.1.";
    static final String FILES = PNM + "1.2.1.";

    private final Bench bench = new Bench();

    /// Tells the modem where its files go.
    PnmBench() {
        assertThat(set(
                        varBind(PNM + "1.1.1.0", 1),
                        new VariableBinding(new OID(PNM + "1.1.2.0"), new OctetString(new byte[] {127, 0, 0, 1}))))
                .isZero();
    }

    void pass(Duration time) {
        bench.pass(time);
    }

    void misbehave(Fault... faults) {
        bench.misbehave(faults);
    }

    /// Starts an RxMER capture on channel 48 and lets it end.
    void captureRxMer(String name) {
        assertThat(startRxMer(name)).isZero();
        pass(Duration.ofSeconds(1));
    }

    /// Returns the error-status of the last SET.
    int startRxMer(String name) {
        set(varBind(RX_MER + "8.48", name));
        return set(varBind(RX_MER + "1.48", 1));
    }

    int get(String oid) {
        return variable(oid).toInt();
    }

    String text(String oid) {
        return variable(oid).toString();
    }

    Variable variable(String oid) {
        return answer(Bench.get(oid)).get(0).getVariable();
    }

    /// Returns the error-status.
    int set(VariableBinding... varBinds) {
        return answer(Bench.set(varBinds)).getErrorStatus();
    }

    private PDU answer(PDU request) {
        return bench.ask(request).orElseThrow();
    }

    /// The values of a column by what follows it.
    Map<OID, Variable> column(String column) {
        var root = new OID(column);
        var values = new TreeMap<OID, Variable>();
        VariableBinding next = answer(Bench.next(column)).get(0);
        while (next.getOid().startsWith(root) && !next.isException()) {
            values.put(
                    new OID(next.getOid().getValue(), root.size(), next.getOid().size() - root.size()),
                    next.getVariable());
            next = answer(Bench.next(next.getOid().toDottedString())).get(0);
        }
        return values;
    }

    List<TftpClient.Upload> uploads() {
        return bench.uploads();
    }

    /// The content of the upload.
    static byte[] content(TftpClient.Upload upload) {
        byte[] content = new byte[upload.content().limit()];
        upload.content().get(0, content);
        return content;
    }

    /// The names of the files sent.
    List<String> sent() {
        List<String> names = new ArrayList<>();
        uploads().forEach(upload -> names.add(upload.file()));
        return names;
    }

    static VariableBinding varBind(String oid, int value) {
        return new VariableBinding(new OID(oid), new Integer32(value));
    }

    static VariableBinding varBind(String oid, String value) {
        return new VariableBinding(new OID(oid), new OctetString(value));
    }

    static VariableBinding varBind(String oid, Variable value) {
        return new VariableBinding(new OID(oid), value);
    }
}

package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.snmp4j.PDU;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.SMIConstants;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// Our requests, answers and values as snmp4j's and back. Nothing is lost, with one exception that is SNMP's own: BITS
/// travels as an OCTET STRING (RFC 3417 section 8), so it comes back as one.
final class Snmp4jMapping {
    private Snmp4jMapping() {}

    static PDU pdu(SnmpRequest request) {
        return switch (request) {
            case SnmpRequest.Get(List<Oid> oids) -> {
                PDU pdu = pdu(PDU.GET);
                oids.forEach(oid -> pdu.add(new VariableBinding(oid(oid))));
                yield pdu;
            }
            case SnmpRequest.GetNext(List<Oid> after) -> {
                PDU pdu = pdu(PDU.GETNEXT);
                after.forEach(oid -> pdu.add(new VariableBinding(oid(oid))));
                yield pdu;
            }
            case SnmpRequest.GetBulk(List<Oid> after, int maxRepetitions) -> {
                PDU pdu = pdu(PDU.GETBULK);
                pdu.setMaxRepetitions(maxRepetitions);
                after.forEach(oid -> pdu.add(new VariableBinding(oid(oid))));
                yield pdu;
            }
            case SnmpRequest.Set(List<VarBind> varBinds) -> {
                PDU pdu = pdu(PDU.SET);
                varBinds.forEach(varBind -> pdu.add(varBind(varBind)));
                yield pdu;
            }
        };
    }

    private static PDU pdu(int type) {
        var pdu = new PDU();
        pdu.setType(type);
        return pdu;
    }

    /// @throws IllegalArgumentException if it holds what SNMP cannot mean
    static SnmpResponse response(PDU pdu) {
        List<VarBind> varBinds = new ArrayList<>(pdu.size());
        for (VariableBinding varBind : pdu.getAll()) {
            varBinds.add(varBind(varBind));
        }
        return new SnmpResponse(pdu.getErrorStatus(), pdu.getErrorIndex(), varBinds);
    }

    static VariableBinding varBind(VarBind varBind) {
        return new VariableBinding(oid(varBind.oid()), variable(varBind.value()));
    }

    static VarBind varBind(VariableBinding varBind) {
        return new VarBind(oid(varBind.getOid()), value(varBind.getVariable()));
    }

    private static OID oid(Oid oid) {
        return new OID(oid.toArray());
    }

    static Variable variable(SnmpValue value) {
        return switch (value) {
            case SnmpValue.Integer32(int number) -> new Integer32(number);
            case SnmpValue.Counter32(long number) -> new Counter32(number);
            case SnmpValue.Gauge32(long number) -> new Gauge32(number);
            case SnmpValue.TimeTicks(long hundredths) -> new TimeTicks(hundredths);
            case SnmpValue.Counter64(long bits) -> new Counter64(bits);
            case SnmpValue.OctetString(Octets octets) -> new OctetString(octets.toArray());
            case SnmpValue.Bits(Octets octets) -> new OctetString(octets.toArray());
            case SnmpValue.Opaque(Octets octets) -> new Opaque(octets.toArray());
            case SnmpValue.IpAddress(Octets octets) -> ipAddress(octets);
            case SnmpValue.ObjectIdentifier(Oid oid) -> oid(oid);
            case SnmpValue.Null() -> new Null();
            case SnmpValue.NoSuchObject() -> Null.noSuchObject;
            case SnmpValue.NoSuchInstance() -> Null.noSuchInstance;
            case SnmpValue.EndOfMibView() -> Null.endOfMibView;
        };
    }

    private static SnmpValue value(Variable variable) {
        return switch (variable.getSyntax()) {
            case SMIConstants.SYNTAX_INTEGER32 -> new SnmpValue.Integer32(variable.toInt());
            case SMIConstants.SYNTAX_COUNTER32 -> new SnmpValue.Counter32(variable.toLong());
            case SMIConstants.SYNTAX_GAUGE32 -> new SnmpValue.Gauge32(variable.toLong());
            case SMIConstants.SYNTAX_TIMETICKS -> new SnmpValue.TimeTicks(variable.toLong());
            case SMIConstants.SYNTAX_COUNTER64 -> new SnmpValue.Counter64(variable.toLong());
            case SMIConstants.SYNTAX_OCTET_STRING -> new SnmpValue.OctetString(octets(variable));
            case SMIConstants.SYNTAX_OPAQUE -> new SnmpValue.Opaque(octets(variable));
            case SMIConstants.SYNTAX_IPADDRESS ->
                new SnmpValue.IpAddress(
                        Octets.of(((IpAddress) variable).getInetAddress().getAddress()));
            case SMIConstants.SYNTAX_OBJECT_IDENTIFIER -> new SnmpValue.ObjectIdentifier(oid((OID) variable));
            case SMIConstants.SYNTAX_NULL -> new SnmpValue.Null();
            case SMIConstants.EXCEPTION_NO_SUCH_OBJECT -> new SnmpValue.NoSuchObject();
            case SMIConstants.EXCEPTION_NO_SUCH_INSTANCE -> new SnmpValue.NoSuchInstance();
            case SMIConstants.EXCEPTION_END_OF_MIB_VIEW -> new SnmpValue.EndOfMibView();
            default -> throw new IllegalArgumentException("no SNMP type has the tag " + variable.getSyntax());
        };
    }

    private static Oid oid(OID oid) {
        return Oid.of(oid.getValue());
    }

    private static Octets octets(Variable variable) {
        return Octets.of(((OctetString) variable).getValue());
    }

    private static IpAddress ipAddress(Octets octets) {
        try {
            return new IpAddress(InetAddress.getByAddress(octets.toArray()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are always an address", e);
        }
    }
}

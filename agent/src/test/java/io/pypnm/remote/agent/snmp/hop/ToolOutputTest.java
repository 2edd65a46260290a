package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ToolOutputTest {
    private static final Oid FIRST = Oid.parse("1.3.6.1.2.1.1.1.0");
    private static final Oid SECOND = Oid.parse("1.3.6.1.2.1.1.2.0");

    @Test
    void readsEveryTypeThatTheToolsPrintWhole() {
        List<VarBind> varBinds = ToolOutput.varBinds("""
            .1.1 = ""
            .1.2 = INTEGER: -2147483648
            .1.3 = Hex-STRING: 6C 69 6E 65\s
            .1.4 = OID: .0.0
            .1.5 = Timeticks: (4294967295) 497 days, 2:27:52.95
            .1.6 = Gauge32: 4294967295
            .1.7 = Counter32: 7
            .1.8 = Counter64: 18446744073709551615
            .1.9 = IpAddress: 10.1.2.3
            .1.10 = No Such Object available on this agent at this OID
            .1.11 = No Such Instance currently exists at this OID
            .1.12 = No more variables left in this MIB View (It is past the end of the MIB tree)
            .1.13 = NULL
            """);

        assertThat(varBinds)
                .extracting(VarBind::value)
                .containsExactly(
                        new SnmpValue.OctetString(Octets.of()),
                        new SnmpValue.Integer32(Integer.MIN_VALUE),
                        new SnmpValue.OctetString(Octets.ofUtf8("line")),
                        new SnmpValue.ObjectIdentifier(Oid.parse("0.0")),
                        new SnmpValue.TimeTicks(4_294_967_295L),
                        new SnmpValue.Gauge32(4_294_967_295L),
                        new SnmpValue.Counter32(7),
                        new SnmpValue.Counter64(-1),
                        new SnmpValue.IpAddress(Octets.ofHex("0a010203")),
                        new SnmpValue.NoSuchObject(),
                        new SnmpValue.NoSuchInstance(),
                        new SnmpValue.EndOfMibView(),
                        new SnmpValue.Null());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bad operator (INTEGER): At line 73",
                ".1.1 = Opaque: Float: 12.500000",
                ".1.1 = STRING: \"text\"",
                ".1.1 = INTEGER: 2147483648",
                ".1.1 = INTEGER: up(1)",
                ".1.1 = Counter32: -1",
                ".1.1 = Counter64: 18446744073709551616",
                ".1.1 = Hex-STRING: 6C 6",
                ".1.1 = IpAddress: 10.1.2",
                ".1.1 = OID: iso.3",
                ".1.1 = OID: ",
                ".1.1 = Timeticks: 5",
                ".1.1 = Wrong Type (should be INTEGER): Gauge32: 5",
                "iso.1 = INTEGER: 1",
                ".1.1 INTEGER: 1"
            })
    void anythingElseIsAnError(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> ToolOutput.varBinds(line + "\n"));
    }

    @Test
    void readsTheErrorStatusAndWhichObjectIsAtFault() {
        assertThat(ToolOutput.error("""
                Error in packet.
                Reason: wrongType (The set datatype does not match the data type the agent expects)
                Failed object: .1.3.6.1.2.1.1.2.0

                """, List.of(FIRST, SECOND))).contains(new SnmpResponse(7, 2, List.of()));
        assertThat(ToolOutput.error(
                        "Error in packet\nReason: (tooBig) Response message would have been too large.\n",
                        List.of(FIRST)))
                .contains(new SnmpResponse(1, 0, List.of()));
        assertThat(ToolOutput.error("Reason: (genError) A general failure occured\n", List.of(FIRST)))
                .contains(new SnmpResponse(5, 0, List.of()));
        assertThat(ToolOutput.error("Timeout: No Response from 127.0.0.1:161.\n", List.of(FIRST)))
                .isEmpty();
        assertThat(ToolOutput.error("Reason: bored\n", List.of(FIRST))).isEmpty();
    }
}

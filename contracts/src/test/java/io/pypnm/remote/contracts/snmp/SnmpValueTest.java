package io.pypnm.remote.contracts.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnmpValueTest {
    @ParameterizedTest
    @ValueSource(longs = {-1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE})
    void unsignedTypesHave32Bits(long value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpValue.Counter32(value));
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpValue.Gauge32(value));
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpValue.TimeTicks(value));
    }

    @Test
    void counter64IsUnsigned() {
        BigInteger largest = new BigInteger("18446744073709551615");

        assertThat(SnmpValue.Counter64.of(largest)).isEqualTo(new SnmpValue.Counter64(-1));
        assertThat(SnmpValue.Counter64.of(largest).decimal()).isEqualTo(largest.toString());
        assertThatIllegalArgumentException().isThrownBy(() -> SnmpValue.Counter64.of(largest.add(BigInteger.ONE)));
        assertThatIllegalArgumentException().isThrownBy(() -> SnmpValue.Counter64.of(BigInteger.ONE.negate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "224.0.0.1", "10.1.2.3"})
    void anyFourOctetsAreAnIpAddress(String text) {
        assertThat(SnmpValue.IpAddress.parse(text).dotted()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.1", "010.1.2.3", "1.2.3.256", "::1", "::ffff:1.2.3.4", "1.2.3.4 ", "host", "1.2.3.4."})
    void anythingElseIsNoIpAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnmpValue.IpAddress.parse(text))
                .withMessage("IpAddress must be four decimal octets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000", "0000000000"})
    void ipAddressHasFourOctets(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SnmpValue.IpAddress(Octets.ofHex(hex)));
    }

    @Test
    void onlyTheThreeExceptionsAreExceptions() {
        List<SnmpValue> exceptions =
                List.of(new SnmpValue.NoSuchObject(), new SnmpValue.NoSuchInstance(), new SnmpValue.EndOfMibView());

        assertThat(exceptions).allMatch(SnmpValue::isException);
        assertThat(List.of(new SnmpValue.Null(), new SnmpValue.Integer32(0), new SnmpValue.OctetString(Octets.of())))
                .noneMatch(SnmpValue::isException);
    }
}

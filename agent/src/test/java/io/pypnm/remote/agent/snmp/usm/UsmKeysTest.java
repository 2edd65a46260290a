package io.pypnm.remote.agent.snmp.usm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Authentication;
import io.pypnm.remote.agent.operation.SnmpSecurity.PrivProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Privacy;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// That the longer keys are right is shown with real peers, in `SnmpdUsmTest`.
final class UsmKeysTest {
    private static final Octets ENGINE = Octets.ofHex("000000000000000000000002");
    private static final Secret PASSWORD = new Secret("maplesyrup");
    private static final byte[] MESSAGE =
            "a message of SNMPv3, with room here: ............".getBytes(StandardCharsets.US_ASCII);

    /// RFC 3414 appendix A.3.
    @ParameterizedTest
    @CsvSource({
        "MD5, 526f5eed9fcce26f8964c2930787d82b",
        "SHA, 6695febc9288e36282235fc7151f128497b38f3f",
    })
    void keyIsTheOneOfTheStandard(AuthProtocol protocol, String key) throws Exception {
        LocalKeys keys = signing(protocol).at(ENGINE);
        byte[] message = new byte[64];
        Mac mac = Mac.getInstance(protocol.mac());
        mac.init(new SecretKeySpec(Octets.ofHex(key).toArray(), protocol.mac()));

        byte[] expected = Arrays.copyOf(mac.doFinal(message), 12);
        keys.sign(message, 20);

        assertThat(Arrays.copyOfRange(message, 20, 32)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void signatureHoldsForTheMessageItWasMadeFor(AuthProtocol protocol) {
        LocalKeys keys = signing(protocol).at(ENGINE);
        int length = keys.signatureBytes();
        byte[] signed = Arrays.copyOf(MESSAGE, MESSAGE.length + length);
        keys.sign(signed, MESSAGE.length);

        assertThat(keys.signed(signed, MESSAGE.length, length)).isTrue();
        assertThat(keys.signed(signed, MESSAGE.length, length - 1)).isFalse();
        signed[3]++;
        assertThat(keys.signed(signed, MESSAGE.length, length)).isFalse();
    }

    @Test
    void anotherEngineHasAnotherKey() {
        UsmKeys user = signing(AuthProtocol.SHA_256);
        byte[] signed = new byte[64];
        user.at(ENGINE).sign(signed, 0);

        assertThat(user.at(ENGINE).signed(signed, 0, 24)).isTrue();
        assertThat(user.at(Octets.ofHex("000000000000000000000003")).signed(signed, 0, 24))
                .isFalse();
    }

    @Test
    void userWithoutAPasswordSignsNothing() {
        LocalKeys keys = UsmKeys.of(new SnmpSecurity.NoAuthNoPriv("anybody")).at(ENGINE);

        assertThat(keys.signatureBytes()).isZero();
        assertThat(keys.signed(new byte[64], 0, 0)).isFalse();
        assertThat(keys.canEncrypt()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEncryptedIsReadWithTheSameKeyClockAndSalt(PrivProtocol protocol) {
        var user = new SnmpSecurity.AuthPriv(
                "me", new Authentication(AuthProtocol.MD5, PASSWORD), new Privacy(protocol, PASSWORD));
        LocalKeys keys = UsmKeys.of(user).at(ENGINE);
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};

        byte[] secret = keys.encrypt(MESSAGE, 7, 1_000, salt);

        assertThat(keys.decrypt(secret, 7, 1_000, salt)).isEqualTo(MESSAGE);
        assertThat(secret).isNotEqualTo(MESSAGE);
        assertThat(keys.decrypt(secret, 7, 1_001, salt)).isNotEqualTo(MESSAGE);
    }

    private static UsmKeys signing(AuthProtocol protocol) {
        return UsmKeys.of(new SnmpSecurity.AuthNoPriv("me", new Authentication(protocol, PASSWORD)));
    }
}

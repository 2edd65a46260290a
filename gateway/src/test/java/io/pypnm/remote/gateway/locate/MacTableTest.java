package io.pypnm.remote.gateway.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.snmp.Octets;
import org.junit.jupiter.api.Test;

class MacTableTest {
    private static MacAddress mac(int number) {
        return MacAddress.parse("a4b1c2%06x".formatted(number));
    }

    @Test
    void everyModemHasItsIndexWhateverTheirNumber() {
        var table = new MacTable();

        for (int i = 0; i < 100_000; i++) {
            table.put(mac(i).octets(), 0x8000_0000L + i);
        }

        assertThat(table.size()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i++) {
            assertThat(table.find(mac(i))).hasValue(0x8000_0000L + i);
        }
        assertThat(table.find(mac(100_000))).isEmpty();
    }

    @Test
    void laterRowReplacesTheEarlier() {
        var table = new MacTable();

        table.put(mac(1).octets(), 7);
        table.put(mac(1).octets(), 8);

        assertThat(table.find(mac(1))).hasValue(8);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void whatIsNoMacIsLeftOut() {
        var table = new MacTable();

        table.put(Octets.of(), 1);
        table.put(Octets.of(new byte[6]), 2);
        table.put(Octets.ofHex("a4b1c2"), 3);

        assertThat(table.size()).isZero();
    }
}

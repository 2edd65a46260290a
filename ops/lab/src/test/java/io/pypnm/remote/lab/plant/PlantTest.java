package io.pypnm.remote.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlantTest {
    private static final Inet4Address BASE = Inet4Address.ofLiteral("127.20.0.1");

    @Test
    void modemsHaveTheAddressesAfterTheCmtsAndNoneEndsWith255() {
        var plant = new Plant(BASE, 1, 0, 100_000, 1);
        Set<Inet4Address> addresses = new HashSet<>();

        for (int modem = 0; modem < plant.rows(); modem++) {
            addresses.add(plant.address(modem));
        }

        assertThat(addresses)
                .hasSize(100_000)
                .doesNotContain(BASE, plant.elsewhere())
                .allMatch(address -> address.isLoopbackAddress()
                        && (address.getAddress()[3] & 0xff) != 255
                        && address.getAddress()[3] != 0);
        assertThat(plant.address(0).getHostAddress()).isEqualTo("127.20.0.2");
        assertThat(plant.address(252).getHostAddress()).isEqualTo("127.20.0.254");
        assertThat(plant.address(253).getHostAddress()).isEqualTo("127.20.1.1");
        assertThat(plant.addressOctets(253).hex()).isEqualTo("7f140101");
    }

    @Test
    void macIsThePrefixAndTheNumber() {
        var plant = new Plant(BASE, 1, 0, 100_000, 1);

        assertThat(plant.mac(17).hex()).isEqualTo("a4b1c2000011");
        assertThat(plant.mac(99_999).hex()).isEqualTo("a4b1c201869f");
        assertThat(plant.macArc(99_999, 3)).isEqualTo(0x01);
        assertThat(plant.macArc(99_999, 5)).isEqualTo(0x9f);
    }

    @Test
    void everySimulatedModemIsOnlineAndSomeOfTheOthersAreNot() {
        var plant = new Plant(BASE, 1, 60, 120, 1);

        assertThat(plant.online(49)).isTrue();
        assertThat(plant.online(99)).isFalse();
        assertThat(plant.online(100)).isTrue();
    }

    @Test
    void seedVariesTheValues() {
        var plant = new Plant(BASE, 1, 0, 10, 1);

        assertThat(plant.vary(3, 7, 1_000_000))
                .isEqualTo(new Plant(BASE, 1, 0, 10, 1).vary(3, 7, 1_000_000))
                .isNotEqualTo(new Plant(BASE, 1, 0, 10, 2).vary(3, 7, 1_000_000))
                .isNotEqualTo(plant.vary(4, 7, 1_000_000))
                .isNotEqualTo(plant.vary(3, 8, 1_000_000));
    }

    @Test
    void plantThatWouldLeaveTheLoopbackNetworkIsRefused() {
        Inet4Address last = Inet4Address.ofLiteral("127.255.255.250");

        assertThat(new Plant(last, 1, 0, 3, 1).elsewhere().getHostAddress()).isEqualTo("127.255.255.254");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plant(last, 1, 0, 4, 1))
                .withMessage("addresses must lie in 127.0.0.0/8, are 127.255.255.250 and the next 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plant(Inet4Address.ofLiteral("192.0.2.1"), 1, 0, 4, 1));
    }
}

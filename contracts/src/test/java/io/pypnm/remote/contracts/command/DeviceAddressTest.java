package io.pypnm.remote.contracts.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "127.0.0.1", "0.0.0.1", "255.255.255.254", "192.168.0.255", "100.64.0.1"})
    void ipv4AddressIsItsOwnText(String text) {
        DeviceAddress address = DeviceAddress.parse(text);

        assertThat(address).hasToString(text);
        assertThat(address.toInetAddress()).isInstanceOf(Inet4Address.class);
    }

    /// The examples and rules of RFC 5952 sections 1, 4 and 5.
    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:AAAA::Af, 2001:db8:aaaa::af",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80::0:1, fe80::1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "::1.2.3.4, ::102:304",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "0:2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::"
    })
    void ipv6AddressHasOneText(String spelling, String canonical) {
        DeviceAddress address = DeviceAddress.parse(spelling);

        assertThat(address).hasToString(canonical).isEqualTo(DeviceAddress.parse(canonical));
        assertThat(address.toInetAddress()).isInstanceOf(Inet6Address.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:10.1.2.3",
                "::FFFF:10.1.2.3",
                "0:0:0:0:0:ffff:10.1.2.3",
                "::ffff:a01:203",
                "::ffff:0a01:0203"
            })
    void ipv4MappedAddressIsTheIpv4Address(String spelling) {
        DeviceAddress address = DeviceAddress.parse(spelling);

        assertThat(address).hasToString("10.1.2.3").isEqualTo(DeviceAddress.parse("10.1.2.3"));
        assertThat(address.toInetAddress()).isInstanceOf(Inet4Address.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "modem",
                "a.b",
                "10",
                "10.1",
                "10.1.2",
                "167838211",
                "0xa.1.2.3",
                "0xa010203",
                "010.1.2.3",
                "10.1.2.03",
                "10.1.2.3.",
                ".10.1.2.3",
                "10.1.2.3.4",
                "10.1.2.256",
                "10.1.2.-3",
                "10..2.3",
                "10.1.2.3 ",
                " 10.1.2.3",
                "10.1.2.3\n",
                "10.1.2.3:161",
                "10.1.2.3/32",
                "10,1,2,3",
                "+10.1.2.3",
                "1e1.1.2.3",
                "١٠.1.2.3",
                "１０.1.2.3",
                "10。1。2。3"
            })
    void anythingElseIsNoIpv4Address(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceAddress.parse(text))
                .withMessage("address must be an IPv4 or IPv6 literal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                ":::",
                "1",
                "1:2",
                "::1::",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::g",
                "::12345x",
                "[::1]",
                "[::1]:161",
                "::1]",
                "fe80::1%eth0",
                "fe80::1%1",
                "fe80::1%",
                "::1/128",
                "::1 ",
                " ::1",
                "：：1",
                "::ffff:10.1.2",
                "::ffff:010.1.2.3",
                "::ffff:10.1.2.03",
                "::ffff:0xa.1.2.3",
                "::ffff:10.1.2.256",
                "::010.1.2.3",
                "::1.2.3.4.5",
                "::1.2.3.4:5"
            })
    void anythingElseIsNoIpv6Address(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceAddress.parse(text))
                .withMessage("address must be an IPv4 or IPv6 literal");
    }

    @Test
    void longTextIsNotEvenLookedAt() {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceAddress.parse("0".repeat(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "::", "::ffff:0.0.0.0", "224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"})
    void addressOfNoneOrManyIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceAddress.parse(text))
                .withMessage("address must be that of one device, is " + text);
    }

    @Test
    void everySpellingOfAnAddressIsReadAsThatAddress() throws UnknownHostException {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 50; i++) {
            int[] groups = groups(random);
            InetAddress expected = InetAddress.getByAddress(bytes(groups));
            for (String spelling : spellings(groups)) {
                DeviceAddress address = DeviceAddress.parse(spelling);

                assertThat(address.toInetAddress()).as(spelling).isEqualTo(expected);
                assertThat(DeviceAddress.parse(address.toString())).isEqualTo(address);
                assertThat(address.toString())
                        .isEqualTo(DeviceAddress.parse(full(groups)).toString());
            }
        }
    }

    private static int[] groups(SplittableRandom random) {
        int[] groups = new int[8];
        groups[0] = 0x2001;
        for (int i = 1; i < groups.length; i++) {
            groups[i] = random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(2);
        }
        return groups;
    }

    private static byte[] bytes(int[] groups) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < groups.length; i++) {
            bytes[2 * i] = (byte) (groups[i] >> 8);
            bytes[2 * i + 1] = (byte) groups[i];
        }
        return bytes;
    }

    /// Full, short, upper case, with the last two groups as IPv4, and shortened at each run of zeros.
    private static List<String> spellings(int[] groups) {
        List<String> spellings = new ArrayList<>();
        spellings.add(full(groups));
        spellings.add(full(groups).toUpperCase(Locale.ROOT));
        spellings.add(part(groups, 0, 8));
        spellings.add(part(groups, 0, 6) + ":" + (groups[6] >> 8) + "." + (groups[6] & 0xff) + "." + (groups[7] >> 8)
                + "." + (groups[7] & 0xff));
        for (int from = 0; from < 8; from++) {
            for (int to = from + 1; to <= 8 && groups[to - 1] == 0; to++) {
                spellings.add(part(groups, 0, from) + "::" + part(groups, to, 8));
            }
        }
        return spellings;
    }

    private static String full(int[] groups) {
        List<String> texts = new ArrayList<>();
        for (int group : groups) {
            texts.add(String.format(Locale.ROOT, "%04x", group));
        }
        return String.join(":", texts);
    }

    private static String part(int[] groups, int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add(Integer.toHexString(groups[i]));
        }
        return String.join(":", texts);
    }
}

package io.pypnm.remote.contracts.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0", "1.3.6.1.2.1.1.1.0", "2.999.3", "0.39", "1.39", "2.40", "1.3.4294967295"})
    void dottedDecimalIsReadAndWritten(String text) {
        assertThat(Oid.parse(text)).hasToString(text);
        assertThat(Oid.parse("." + text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''              | oid must be dotted decimal, has a wrong character at 0
        .               | oid must be dotted decimal, has a wrong character at 1
        ..1.3           | oid must be dotted decimal, has a wrong character at 1
        1.3.            | oid must be dotted decimal, has a wrong character at 4
        1..3            | oid must be dotted decimal, has a wrong character at 2
        ' 1.3'          | oid must be dotted decimal, has a wrong character at 0
        '1.3 '          | oid must be dotted decimal, has a wrong character at 3
        1.-3            | oid must be dotted decimal, has a wrong character at 2
        1.+3            | oid must be dotted decimal, has a wrong character at 2
        1.3,6           | oid must be dotted decimal, has a wrong character at 3
        sysDescr.0      | oid must be dotted decimal, has a wrong character at 0
        1.0x3           | oid must be dotted decimal, has a wrong character at 3
        1.٣             | oid must be dotted decimal, has a wrong character at 2
        1.3.4294967296  | oid arc 3 is above 2^32-1
        1.3.99999999999999999999999999 | oid arc 3 is above 2^32-1
        1               | oid must have 2 to 128 arcs, has 1
        3.1             | oid cannot begin with 3.1
        0.40            | oid cannot begin with 0.40
        1.40            | oid cannot begin with 1.40
        4294967295.1    | oid cannot begin with 4294967295.1
        1.4294967295    | oid cannot begin with 1.4294967295
        """)
    void anythingElseIsRefused(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Oid.parse(text)).withMessage(message);
    }

    @Test
    void oidHasAtMost128Arcs() {
        String longest = "1.3" + ".4294967295".repeat(126);

        assertThat(Oid.parse(longest))
                .hasToString(longest)
                .extracting(Oid::length)
                .isEqualTo(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Oid.parse(longest + ".1"))
                .withMessage("oid has more than 128 arcs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Oid.parse(longest).append(1))
                .withMessage("oid must have 2 to 128 arcs, has 129");
        assertThatIllegalArgumentException().isThrownBy(() -> Oid.of(new int[129]));
    }

    @Test
    void endlessTextIsRefusedWhereItIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Oid.parse("1.".repeat(1_000_000)))
                .withMessage("oid has more than 128 arcs");
    }

    @ParameterizedTest
    @CsvSource({
        "1.3.20, 1.3.20, true",
        "1.3.20, 1.3.20.1, true",
        "1.3.20, 1.3.201, false",
        "1.3.20, 1.3.2, false",
        "1.3.20, 1.3, false",
        "1.3.20, 1.3.21.1, false",
        "1.3.4294967295, 1.3.4294967295.0, true"
    })
    void prefixGoesByWholeArcs(Oid prefix, Oid oid, boolean isPrefix) {
        assertThat(prefix.isPrefixOf(oid)).isEqualTo(isPrefix);
    }

    @Test
    void orderIsThatOfTheArcsAsUnsignedNumbers() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            int[] a = arcs(random);
            int[] b = random.nextInt(4) == 0 ? Arrays.copyOf(a, Math.max(2, a.length - 1)) : arcs(random);

            assertThat(Integer.signum(Oid.of(a).compareTo(Oid.of(b)))).isEqualTo(order(a, b));
            assertThat(Oid.of(a).equals(Oid.of(b))).isEqualTo(Arrays.equals(a, b));
            assertThat(Oid.parse(Oid.of(a).toString())).isEqualTo(Oid.of(a)).hasSameHashCodeAs(Oid.of(a));
        }
    }

    private static int[] arcs(SplittableRandom random) {
        int[] arcs = new int[2 + random.nextInt(4)];
        Arrays.setAll(arcs, i -> random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(2));
        arcs[0] = random.nextInt(2);
        arcs[1] = random.nextInt(40);
        return arcs;
    }

    /// Arc by arc, as RFC 3416 section 4.2.2 orders objects.
    private static int order(int[] a, int[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            long left = Integer.toUnsignedLong(a[i]);
            long right = Integer.toUnsignedLong(b[i]);
            if (left != right) {
                return Long.signum(left - right);
            }
        }
        return Integer.signum(a.length - b.length);
    }

    @Test
    void arcsAreCopiedInAndOut() {
        int[] arcs = {1, 3, 6};
        Oid oid = Oid.of(arcs);

        arcs[2] = 7;
        oid.toArray()[2] = 8;

        assertThat(oid).hasToString("1.3.6");
        assertThat(oid.arc(2)).isEqualTo(6);
        assertThat(oid.append(-1)).hasToString("1.3.6.4294967295");
    }
}

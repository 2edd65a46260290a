package io.pypnm.remote.lab.mib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableTest {
    private static final Oid ENTRY = Oid.parse("1.3.6.1.3.1");
    private static final SnmpValue SEVEN = new SnmpValue.Integer32(7);
    private static final SnmpValue TEXT = new SnmpValue.OctetString(Octets.ofHex("616263"));

    /// Rows 10.1, 10.4294967295 and 4294967295.0; columns 2 (read-only), 5 (integers) and 9 (at most 3 octets).
    private final Table table = new Table(
            ENTRY,
            new Rows(
                    3,
                    2,
                    (row, position) -> new long[][] {{10, 1}, {10, 0xffff_ffffL}, {0xffff_ffffL, 0}}[row][position]),
            List.of(
                    Column.computed(2, row -> new SnmpValue.Integer32(100 + row)),
                    WritableColumn.integers(5),
                    WritableColumn.octets(9, Octets.of(), 3)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # after                        | next
        1.3                            | 1.3.6.1.3.1.2.10.1
        1.3.6.1.3.1                    | 1.3.6.1.3.1.2.10.1
        1.3.6.1.3.1.0.99               | 1.3.6.1.3.1.2.10.1
        1.3.6.1.3.1.2                  | 1.3.6.1.3.1.2.10.1
        1.3.6.1.3.1.2.10               | 1.3.6.1.3.1.2.10.1
        1.3.6.1.3.1.2.10.0.7           | 1.3.6.1.3.1.2.10.1
        1.3.6.1.3.1.2.10.1             | 1.3.6.1.3.1.2.10.4294967295
        1.3.6.1.3.1.2.10.1.0           | 1.3.6.1.3.1.2.10.4294967295
        1.3.6.1.3.1.2.10.2147483648    | 1.3.6.1.3.1.2.10.4294967295
        1.3.6.1.3.1.2.10.4294967295    | 1.3.6.1.3.1.2.4294967295.0
        1.3.6.1.3.1.2.4294967295.0     | 1.3.6.1.3.1.5.10.1
        1.3.6.1.3.1.3                  | 1.3.6.1.3.1.5.10.1
        1.3.6.1.3.1.9.4294967294       | 1.3.6.1.3.1.9.4294967295.0
        """)
    void nextInstanceFollowsTheOrderOfOids(String after, String next) {
        assertThat(table.next(Oid.parse(after)).map(VarBind::oid)).contains(Oid.parse(next));
    }

    @ParameterizedTest
    @CsvSource({"1.3.6.1.3.1.9.4294967295.0", "1.3.6.1.3.1.10", "1.3.6.1.3.2", "2.5"})
    void nothingFollowsTheLastInstance(String after) {
        assertThat(table.next(Oid.parse(after))).isEmpty();
    }

    @Test
    void tableWithoutRowsHasNothing() {
        var empty = new Table(ENTRY, Rows.numbered(0), List.of(Column.constant(1, SEVEN)));

        assertThat(empty.next(Oid.parse("1.3"))).isEmpty();
        assertThat(empty.get(ENTRY.append(1, 1))).isEqualTo(new SnmpValue.NoSuchInstance());
    }

    @Test
    void valueIsOfItsRowAndColumn() {
        assertThat(table.get(ENTRY.append(2, 10, -1))).isEqualTo(new SnmpValue.Integer32(101));
    }

    @ParameterizedTest
    @CsvSource({"1.3.6.1.3.1.2.10.2", "1.3.6.1.3.1.2.10", "1.3.6.1.3.1.2.10.1.0", "1.3.6.1.3.1.2"})
    void columnWithoutThisRowHasNoSuchInstance(String oid) {
        assertThat(table.get(Oid.parse(oid))).isEqualTo(new SnmpValue.NoSuchInstance());
    }

    @ParameterizedTest
    @CsvSource({"1.3.6.1.3.1.3.10.1", "1.3.6.1.3.1", "1.3.6.1.4"})
    void otherColumnsAreNoSuchObject(String oid) {
        assertThat(table.get(Oid.parse(oid))).isEqualTo(new SnmpValue.NoSuchObject());
    }

    @Test
    void writtenValueIsReadBackAndNoOtherRowChanges() {
        var set = new VarBind(ENTRY.append(5, 10, 1), SEVEN);

        assertThat(table.check(set)).isEqualTo(ErrorStatus.NO_ERROR);
        table.set(set);

        assertThat(table.get(ENTRY.append(5, 10, 1))).isEqualTo(SEVEN);
        assertThat(table.get(ENTRY.append(5, 10, -1))).isEqualTo(new SnmpValue.Integer32(0));
    }

    @Test
    void refusalNamesItsReason() {
        assertThat(check("2.10.1", SEVEN)).isEqualTo(ErrorStatus.NOT_WRITABLE);
        assertThat(check("3.10.1", SEVEN)).isEqualTo(ErrorStatus.NOT_WRITABLE);
        assertThat(check("5.10.1", TEXT)).isEqualTo(ErrorStatus.WRONG_TYPE);
        assertThat(check("9.10.1", SEVEN)).isEqualTo(ErrorStatus.WRONG_TYPE);
        assertThat(check("9.10.1", new SnmpValue.OctetString(Octets.of(new byte[4]))))
                .isEqualTo(ErrorStatus.WRONG_LENGTH);
        assertThat(check("9.10.2", TEXT)).isEqualTo(ErrorStatus.NO_CREATION);
    }

    @Test
    void columnsMustAscend() {
        List<Column> columns = List.of(Column.constant(2, SEVEN), Column.constant(2, SEVEN));

        assertThatThrownBy(() -> new Table(ENTRY, Rows.scalar(), columns))
                .hasMessage("columns of 1.3.6.1.3.1 must ascend, have 2 after 2");
    }

    private ErrorStatus check(String instance, SnmpValue value) {
        return table.check(new VarBind(Oid.parse(ENTRY + "." + instance), value));
    }
}

package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What a device says by SNMP of its result (DOCS-PNM-MIB), in units of people.
///
/// @param values by name, in the order of the answer
public record Figures(Map<String, Double> values) {
    /// dB, of RxMER.
    public static final String MEAN = "mean_db";

    private static final Oid PNM = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2");

    /// A column.
    ///
    /// @param per how many of the MIB's units make one of ours
    private record Column(String name, double per) {}

    private static final Map<Integer, Column> RESPONSE = Map.of(
            2, new Column("amplitude_ripple_peak_to_peak_db", 1000),
            3, new Column("amplitude_ripple_rms_db", 1000),
            4, new Column("amplitude_slope_db_per_mhz", 1000),
            5, new Column("group_delay_ripple_peak_to_peak_ns", 1000),
            6, new Column("group_delay_ripple_rms_ns", 1000));

    /// By table and column.
    private static final Map<Integer, Map<Integer, Column>> TABLES = Map.of(
            3,
                    with(
                            RESPONSE,
                            Map.of(
                                    9, new Column("amplitude_mean_db", 1000),
                                    10, new Column("group_delay_slope_ns_per_mhz", 1000),
                                    11, new Column("group_delay_mean_ns", 1000))),
            4, Map.of(4, new Column("selected_modulation_order", 1)),
            5,
                    Map.of(
                            2, new Column("percentile", 1),
                            3, new Column(MEAN, 100),
                            4, new Column("standard_deviation_db", 100),
                            5, new Column("threshold_db", 4),
                            6, new Column("threshold_highest_frequency_hz", 1)),
            10,
                    with(
                            RESPONSE,
                            Map.of(
                                    7, new Column("adjustment_status", 1),
                                    11, new Column("amplitude_mean_db", 1000),
                                    12, new Column("group_delay_slope_ns_per_mhz", 1000),
                                    13, new Column("group_delay_mean_ns", 1000))));

    public Figures {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// Those that are known by name.
    public static Figures of(List<VarBind> told) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (VarBind varBind : told) {
            OptionalDouble number = number(varBind.value());
            Column column = column(varBind.oid());
            if (column.per() != 0 && number.isPresent()) {
                values.put(column.name(), number.getAsDouble() / column.per());
            }
        }
        return new Figures(values);
    }

    /// `PNM.table.1.column.index`.
    private static Column column(Oid oid) {
        Column unknown = new Column("", 0);
        int at = PNM.length();
        if (!PNM.isPrefixOf(oid) || oid.length() < at + 4) {
            return unknown;
        }
        return TABLES.getOrDefault((int) oid.arc(at), Map.of()).getOrDefault((int) oid.arc(at + 2), unknown);
    }

    private static OptionalDouble number(SnmpValue value) {
        return switch (value) {
            case SnmpValue.Integer32(int number) -> OptionalDouble.of(number);
            case SnmpValue.Gauge32(long number) -> OptionalDouble.of((double) number);
            default -> OptionalDouble.empty();
        };
    }

    private static Map<Integer, Column> with(Map<Integer, Column> some, Map<Integer, Column> more) {
        Map<Integer, Column> all = new LinkedHashMap<>(some);
        all.putAll(more);
        return Map.copyOf(all);
    }
}

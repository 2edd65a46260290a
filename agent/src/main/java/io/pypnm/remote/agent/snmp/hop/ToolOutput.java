package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.snmp.ErrorNames;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what net-snmp's tools print, given [ToolCommand]'s form of it. Anything else is an error, never a guess.
final class ToolOutput {
    private static final Pattern VARBIND = Pattern.compile("\\.([0-9.]+) = (.*)");
    private static final Pattern TYPED = Pattern.compile("([A-Za-z0-9-]+): ?(.*)");
    private static final Pattern TICKS = Pattern.compile("\\((\\d{1,10})\\).*");
    private static final Pattern REASON = Pattern.compile("^Reason: \\(?(\\w+)", Pattern.MULTILINE);
    private static final Pattern FAILED_OBJECT = Pattern.compile("^Failed object: \\.([0-9.]+)", Pattern.MULTILINE);

    private ToolOutput() {}

    /// @throws IllegalArgumentException if a line is no varbind
    static List<VarBind> varBinds(String output) {
        List<VarBind> varBinds = new ArrayList<>();
        for (String line : output.lines().toList()) {
            Matcher varBind = VARBIND.matcher(line);
            if (!varBind.matches()) {
                throw new IllegalArgumentException("no varbind: " + cut(line));
            }
            varBinds.add(new VarBind(Oid.parse(varBind.group(1)), value(varBind.group(2))));
        }
        return varBinds;
    }

    private static SnmpValue value(String text) {
        if (text.startsWith("No Such Object")) {
            return new SnmpValue.NoSuchObject();
        }
        if (text.startsWith("No Such Instance")) {
            return new SnmpValue.NoSuchInstance();
        }
        if (text.startsWith("No more variables left in this MIB View")) {
            return new SnmpValue.EndOfMibView();
        }
        if (text.equals("\"\"")) {
            return new SnmpValue.OctetString(Octets.of());
        }
        if (text.equals("NULL")) {
            return new SnmpValue.Null();
        }
        Matcher typed = TYPED.matcher(text);
        if (!typed.matches()) {
            throw new IllegalArgumentException("no value: " + cut(text));
        }
        String value = typed.group(2).strip();
        return switch (typed.group(1)) {
            case "INTEGER" -> new SnmpValue.Integer32(Integer.parseInt(value));
            case "Gauge32" -> new SnmpValue.Gauge32(Long.parseLong(value));
            case "Counter32" -> new SnmpValue.Counter32(Long.parseLong(value));
            case "Counter64" -> SnmpValue.Counter64.of(new BigInteger(value));
            case "Timeticks" -> new SnmpValue.TimeTicks(ticks(value));
            case "IpAddress" -> SnmpValue.IpAddress.parse(value);
            case "OID" -> new SnmpValue.ObjectIdentifier(Oid.parse(value.startsWith(".") ? value.substring(1) : value));
            case "Hex-STRING" -> new SnmpValue.OctetString(Octets.ofHex(value.replace(" ", "")));
            default -> throw new IllegalArgumentException("no value that a tool prints whole: " + cut(text));
        };
    }

    private static long ticks(String value) {
        Matcher ticks = TICKS.matcher(value);
        if (!ticks.matches()) {
            throw new IllegalArgumentException("no time: " + cut(value));
        }
        return Long.parseLong(ticks.group(1));
    }

    /// The response that a tool tells of on standard error; empty if it tells of something else.
    ///
    /// @param asked the objects of the request
    static Optional<SnmpResponse> error(String errors, List<Oid> asked) {
        Matcher reason = REASON.matcher(errors);
        if (!reason.find()) {
            return Optional.empty();
        }
        OptionalInt status = ErrorNames.number(reason.group(1).equals("genError") ? "genErr" : reason.group(1));
        if (status.isEmpty()) {
            return Optional.empty();
        }
        Matcher object = FAILED_OBJECT.matcher(errors);
        int index = object.find() ? 1 + asked.indexOf(Oid.parse(object.group(1))) : 0;
        return Optional.of(new SnmpResponse(status.getAsInt(), index, List.of()));
    }

    /// The first line, for people.
    static String cut(String text) {
        String line = text.strip().lines().findFirst().orElse("nothing");
        return line.substring(0, Math.min(line.length(), 200));
    }
}

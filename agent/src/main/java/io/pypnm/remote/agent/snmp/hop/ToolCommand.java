package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.math.BigDecimal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One run of a net-snmp tool on a hop.
///
/// Data of a request reaches the hop's shell only as numbers, addresses, OIDs and hexadecimal, each a word of its own
/// that is checked once more here; secrets go to the tool's settings file, by standard input, since arguments are seen
/// by everybody on the hop.
///
/// @param line  for the shell of the hop's user
/// @param input what the tool is to read as its `snmp.conf`
record ToolCommand(String line, String input) {
    /// Of a line that no setting can be, and without which the input is not whole.
    private static final String END = "#whole";

    /// What the tool prints begins behind this line: the login may have printed before it.
    private static final String BEGIN = "snmp-tool-begins";

    /// The exit status of a hop where the settings cannot be written, or did not come whole.
    static final int NO_SETTINGS = 120;

    /// Runs its arguments with standard input as `snmp.conf`. A shell that has a trap may still become its last
    /// command, so there is one after it.
    private static final String SCRIPT = "umask 077; d=$(mktemp -d) || exit 120; trap \"rm -rf $d\" 0 1 2 13 15; "
            + "cat >$d/snmp.conf; [ \"$(tail -n 1 $d/snmp.conf)\" = \"" + END + "\" ] || exit 120; "
            + "echo " + BEGIN + "; echo " + BEGIN
            + " >&2; SNMPCONFPATH=$d MIBS= MIBDIRS=$d LC_ALL=C \"$@\" </dev/null; exit $?";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:,\\[\\]-]+");

    /// Numeric OIDs, enumerations and octets, and no settings but ours.
    private static final List<String> FORM = List.of("-m", "", "-On", "-Oe", "-Ox", "-OU");

    /// The tool that does what the request asks for.
    ///
    /// @param left what the run may take; the tool gives up by itself before
    static ToolCommand of(SnmpPeer peer, SnmpRequest request, Duration left) {
        List<String> words = new ArrayList<>();
        switch (request) {
            case SnmpRequest.Get _ -> words.addAll(List.of("snmpget", "-Cf"));
            case SnmpRequest.GetNext _ -> words.addAll(List.of("snmpgetnext", "-Cf"));
            case SnmpRequest.GetBulk(List<Oid> _, int repetitions) ->
                words.addAll(List.of("snmpbulkget", "-Cn0", "-Cr" + repetitions));
            case SnmpRequest.Set _ -> words.add("snmpset");
        }
        words.addAll(FORM);
        Duration timeout = peer.timeout().compareTo(left) < 0 ? peer.timeout() : left;
        // So that the tool is gone when nobody waits for it any more.
        long fitting = Math.max(1, left.dividedBy(timeout));
        int retries = request.mayBeRepeated() ? (int) Math.min(peer.retries(), fitting - 1) : 0;
        words.addAll(List.of("-t", seconds(timeout), "-r", Integer.toString(retries)));
        words.add(address(peer));
        switch (request) {
            case SnmpRequest.Get(List<Oid> oids) -> oids.forEach(oid -> words.add(oid(oid)));
            case SnmpRequest.GetNext(List<Oid> after) -> after.forEach(oid -> words.add(oid(oid)));
            case SnmpRequest.GetBulk(List<Oid> after, int _) -> after.forEach(oid -> words.add(oid(oid)));
            case SnmpRequest.Set(List<VarBind> varBinds) ->
                varBinds.forEach(varBind -> {
                    words.add(oid(varBind.oid()));
                    words.addAll(typeAndValue(varBind.value()));
                });
        }
        String arguments = words.stream().map(ToolCommand::quoted).collect(Collectors.joining(" "));
        return new ToolCommand("exec sh -c '" + SCRIPT + "' sh " + arguments, ToolSettings.of(peer) + END + "\n");
    }

    /// What the tool itself printed to standard output or standard error; all of it, if it was not begun.
    static String printed(String text) {
        int begin = text.indexOf(BEGIN + "\n");
        return begin < 0 ? text : text.substring(begin + BEGIN.length() + 1);
    }

    /// A word as the shell takes it back.
    ///
    /// @throws IllegalArgumentException if it is of other characters than numbers, names, addresses and OIDs have
    static String quoted(String word) {
        if (word.isEmpty()) {
            return "''";
        }
        if (!PLAIN.matcher(word).matches()) {
            throw new IllegalArgumentException("no argument for a hop");
        }
        return "'" + word + "'";
    }

    private static String address(SnmpPeer peer) {
        InetAddress address = peer.address().toInetAddress();
        return address instanceof Inet6Address
                ? "udp6:[" + address.getHostAddress() + "]:" + peer.port()
                : "udp:" + address.getHostAddress() + ":" + peer.port();
    }

    private static String oid(Oid oid) {
        return "." + oid;
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(Math.max(1, duration.toMillis()), 3).toPlainString();
    }

    /// net-snmp's letter for the type, and the value.
    private static List<String> typeAndValue(SnmpValue value) {
        return switch (value) {
            case SnmpValue.Integer32(int number) -> List.of("i", Integer.toString(number));
            case SnmpValue.Gauge32(long number) -> List.of("u", Long.toString(number));
            case SnmpValue.Counter32(long number) -> List.of("c", Long.toString(number));
            case SnmpValue.TimeTicks(long number) -> List.of("t", Long.toString(number));
            case SnmpValue.Counter64 counter -> List.of("C", counter.decimal());
            case SnmpValue.IpAddress address -> List.of("a", address.dotted());
            case SnmpValue.ObjectIdentifier(Oid oid) -> List.of("o", oid(oid));
            case SnmpValue.OctetString(var octets) -> List.of("x", octets.hex());
            case SnmpValue.Bits(var octets) -> List.of("x", octets.hex());
            case SnmpValue.Opaque _, SnmpValue.Null _ -> throw new IllegalArgumentException("no tool can set " + value);
            case SnmpValue.NoSuchObject _, SnmpValue.NoSuchInstance _, SnmpValue.EndOfMibView _ ->
                throw new IllegalArgumentException("an exception cannot be set");
        };
    }
}

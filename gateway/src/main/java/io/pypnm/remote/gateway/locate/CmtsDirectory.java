package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue.OctetString;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.gateway.locate.CmtsSnmp.Reading;
import io.pypnm.remote.gateway.locate.Unanswered.Why;
import io.pypnm.remote.gateway.plant.AgentFinder;
import io.pypnm.remote.gateway.plant.Cmts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The modems of one CMTS. Safe for use by many threads.
///
/// With docsIfCmtsMacToCmTable a modem costs two PDUs, whatever the CMTS's size: its pointer, then both rows. Whether
/// the CMTS has that table is asked once, when it first lacks a pointer: its answer to the GET does not tell, as some
/// say `noSuchInstance` for a table they do not have. Without it the registrations are walked ([WalkedTable]).
final class CmtsDirectory {
    /// A CMTS may get pointers, or lose them, with an upgrade; one without modems has none until the first comes.
    private static final Duration POINTERS_KNOWN_FOR = Duration.ofHours(6);
    /// More modems than any CMTS serves; where it is reached, what is found says so.
    private static final int MOST_ROWS = 250_000;

    private final Cmts cmts;
    private final AgentFinder agents;
    private final CmtsSnmp snmp;
    private final InstantSource clock;
    private final WalkedTable table;
    private volatile Pointers pointers = Pointers.UNKNOWN;

    CmtsDirectory(Cmts cmts, AgentFinder agents, CmtsSnmp snmp, InstantSource clock) {
        this.cmts = cmts;
        this.agents = agents;
        this.snmp = snmp;
        this.clock = clock;
        this.table = new WalkedTable(clock);
    }

    /// Whether the CMTS has docsIfCmtsMacToCmTable, as far as that is known.
    private record Pointers(boolean present, Instant until) {
        static final Pointers UNKNOWN = new Pointers(false, Instant.MIN);

        boolean areKnown(Instant now) {
            return now.isBefore(until);
        }
    }

    /// One way to look for a modem.
    private interface Way {
        Optional<ModemLocation> go(Lookup lookup) throws UnansweredException, InterruptedException;
    }

    Cmts cmts() {
        return cmts;
    }

    /// Looks for a modem of which nothing is known.
    CmtsAnswer find(MacAddress mac, String caller) throws InterruptedException {
        return answer(mac, caller, Lookup::anywhere);
    }

    /// Looks whether a modem still is where it was: one PDU.
    CmtsAnswer findAt(MacAddress mac, Indices indices, String caller) throws InterruptedException {
        return answer(mac, caller, lookup -> lookup.rows(indices));
    }

    private CmtsAnswer answer(MacAddress mac, String caller, Way way) throws InterruptedException {
        Optional<AgentId> agent = agents.find(cmts.agent());
        if (agent.isEmpty()) {
            return new CmtsAnswer.Silent(
                    new Unanswered(cmts, Why.NO_AGENT, cmts.agent() + " is not connected"), Cost.NOTHING);
        }
        var lookup = new Lookup(mac, agent.get(), caller);
        try {
            Optional<ModemLocation> found = way.go(lookup);
            return found.isPresent()
                    ? new CmtsAnswer.Lists(found.get(), lookup.cost())
                    : new CmtsAnswer.Lacks(lookup.cost());
        } catch (UnansweredException e) {
            var unanswered = new Unanswered(cmts, e.why(), String.valueOf(e.getMessage()));
            return new CmtsAnswer.Silent(unanswered, lookup.cost());
        }
    }

    /// One look for one modem. Owned by one thread.
    private final class Lookup {
        private final MacAddress mac;
        private final AgentId agent;
        private final String caller;
        private final List<CommandId> commands = new ArrayList<>();
        private int pdus;

        Lookup(MacAddress mac, AgentId agent, String caller) {
            this.mac = mac;
            this.agent = agent;
            this.caller = caller;
        }

        Cost cost() {
            return new Cost(pdus, commands);
        }

        Optional<ModemLocation> anywhere() throws UnansweredException, InterruptedException {
            if (pointers.areKnown(clock.instant()) && !pointers.present()) {
                return byTable();
            }
            OptionalLong index = ModemRow.index(
                    get(List.of(ModemRow.pointer(mac))).getFirst().value());
            if (index.isPresent()) {
                learn(true);
                return rows(Indices.both(index.getAsLong()));
            }
            return hasPointers() ? Optional.empty() : byTable();
        }

        private boolean hasPointers() throws UnansweredException, InterruptedException {
            if (!pointers.areKnown(clock.instant())) {
                // The second row tells the agent that there is more, and spares it another PDU.
                var first = new Command.SnmpWalk(cmts.snmp(), ModemRow.POINTERS, 2, 1);
                List<VarBind> found = new ArrayList<>();
                pdus++;
                read(first, found::add);
                learn(!found.isEmpty());
            }
            return pointers.present();
        }

        private void learn(boolean present) {
            pointers = new Pointers(present, clock.instant().plus(POINTERS_KNOWN_FOR));
        }

        /// Reads the rows with these indices.
        ///
        /// @return empty if they are another modem's, or no longer there
        Optional<ModemLocation> rows(Indices indices) throws UnansweredException, InterruptedException {
            var row = new ModemRow(mac, indices, get(ModemRow.objects(indices)));
            if (!row.isFound()) {
                return Optional.empty();
            }
            ModemLocation location = row.location(cmts, agent, clock.instant());
            // Online, and the one row there is has no address: the other one may have it, under another number.
            return row.isRegistrationFound()
                            || !location.state().isOnline()
                            || !location.addresses().isEmpty()
                    ? Optional.of(location)
                    : registration(location);
        }

        private Optional<ModemLocation> registration(ModemLocation without)
                throws UnansweredException, InterruptedException {
            OptionalLong id = table.known(mac);
            OptionalLong found = id.isPresent() ? id : table.refreshed(mac, this::walk);
            if (found.isEmpty()) {
                return Optional.of(without);
            }
            var indices = new Indices(without.indices().status(), found.getAsLong());
            var row = new ModemRow(mac, indices, get(ModemRow.objects(indices)));
            return row.isFound() ? Optional.of(row.location(cmts, agent, clock.instant())) : Optional.empty();
        }

        private Optional<ModemLocation> byTable() throws UnansweredException, InterruptedException {
            OptionalLong known = table.known(mac);
            if (known.isPresent()) {
                Optional<ModemLocation> location = rows(Indices.both(known.getAsLong()));
                if (location.isPresent()) {
                    return location;
                }
            }
            OptionalLong found = table.refreshed(mac, this::walk);
            if (found.isPresent() && found.equals(known)) {
                throw new UnansweredException(
                        Why.TABLE_CUT, "its row is no longer the modem's, and its table was read a moment ago");
            }
            return found.isPresent() ? rows(Indices.both(found.getAsLong())) : Optional.empty();
        }

        private WalkedTable.Rows walk() throws UnansweredException, InterruptedException {
            Oid root = ModemRow.REGISTERED_MACS;
            var byMac = new MacTable();
            int[] rows = {0};
            var command = new Command.SnmpWalk(cmts.snmp(), root, cmts.maxRepetitions(), MOST_ROWS);
            Reading reading = read(command, varBind -> {
                rows[0]++;
                if (varBind.value() instanceof OctetString(var octets) && isRow(root, varBind.oid())) {
                    byMac.put(octets, varBind.oid().arc(root.length()));
                }
            });
            // Replies may have held fewer rows than were asked for: at least so many.
            pdus += rows[0] / cmts.maxRepetitions() + 1;
            String missing = reading instanceof Reading.Cut(var _, String detail)
                    ? "of its modems " + byMac.size() + " could be read: " + detail
                    : "";
            return new WalkedTable.Rows(byMac, missing);
        }

        private static boolean isRow(Oid root, Oid oid) {
            return oid.length() == root.length() + 1 && root.isPrefixOf(oid);
        }

        private List<VarBind> get(List<Oid> oids) throws UnansweredException, InterruptedException {
            List<VarBind> varBinds = new ArrayList<>();
            pdus++;
            Reading reading = read(new Command.SnmpGet(cmts.snmp(), oids), varBinds::add);
            if (varBinds.size() != oids.size() || !(reading instanceof Reading.Whole)) {
                throw new UnansweredException(
                        Why.CMTS_ERROR, "of " + oids.size() + " objects " + varBinds.size() + " were read");
            }
            return varBinds;
        }

        private Reading read(Command.Snmp command, Consumer<VarBind> each)
                throws UnansweredException, InterruptedException {
            Reading reading = snmp.read(agent, command, caller, each);
            switch (reading) {
                case Reading.Whole(CommandId id) -> commands.add(id);
                case Reading.Cut(CommandId id, var _) -> commands.add(id);
                case Reading.Failed(CommandId id, FailureCode code, String detail) -> {
                    commands.add(id);
                    throw new UnansweredException(why(code), detail);
                }
                case Reading.NotRun(String detail) -> throw new UnansweredException(Why.NOT_RUN, detail);
            }
            return reading;
        }
    }

    private static Why why(FailureCode code) {
        return switch (code) {
            case DEVICE_TIMEOUT, UNREACHABLE, RUN_FOR -> Why.CMTS_TIMEOUT;
            case DEVICE_ERROR, AUTH_FAILED, WRONG_DEVICE, DEVICE_BUSY, UNSUPPORTED, NOT_FOUND -> Why.CMTS_ERROR;
            case HOST_KEY_REJECTED, TOO_LARGE, AGENT_LOST, NO_ROOM, CORRUPT, INTERNAL -> Why.NOT_RUN;
        };
    }
}

package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.Optional;

/// One piece of work for an agent. An invalid one cannot exist: the constructors throw [IllegalArgumentException] with
/// the parameter's wire name, its value and its bound.
public sealed interface Command {
    CommandKind kind();

    /// The device it works on; commands on one device are run one after another.
    Optional<DeviceAddress> device();

    /// Work that speaks SNMP with one device.
    sealed interface Snmp extends Command {
        SnmpTarget target();

        @Override
        default Optional<DeviceAddress> device() {
            return Optional.of(target().address());
        }
    }

    /// GET of 1 to 128 objects in as few PDUs as fit (RFC 3416 section 4.2.1). All or nothing: one PDU without answer
    /// fails it.
    record SnmpGet(SnmpTarget target, List<Oid> oids) implements Snmp {
        public static final int MAX_OIDS = 128;

        public SnmpGet {
            oids = List.copyOf(oids);
            Limits.requireSize("oids", oids.size(), 1, MAX_OIDS);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.SNMP_GET;
        }
    }

    /// GET of 1 to 4096 objects, each for itself: what could not be read is named beside what could.
    record SnmpBulkGet(SnmpTarget target, List<Oid> oids) implements Snmp {
        public static final int MAX_OIDS = 4096;

        public SnmpBulkGet {
            oids = List.copyOf(oids);
            Limits.requireSize("oids", oids.size(), 1, MAX_OIDS);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.SNMP_BULK_GET;
        }
    }

    /// GETBULK from `root` to the end of its subtree (RFC 3416 section 4.2.3).
    ///
    /// @param maxRepetitions rows asked for in one PDU, 1 to 500; the agent lowers it for a device that cannot
    /// @param limit          varbinds after which the walk stops and says so, 1 to 1,000,000
    record SnmpWalk(SnmpTarget target, Oid root, int maxRepetitions, int limit) implements Snmp {
        public static final int DEFAULT_MAX_REPETITIONS = 25;
        public static final int DEFAULT_LIMIT = 100_000;
        public static final int MAX_REPETITIONS = 500;
        public static final int MAX_LIMIT = 1_000_000;

        public SnmpWalk {
            Limits.require("max_repetitions", maxRepetitions, 1, MAX_REPETITIONS);
            Limits.require("limit", limit, 1, MAX_LIMIT);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.SNMP_WALK;
        }
    }

    /// SET of 1 to 128 objects in one PDU: the device applies all or none (RFC 3416 section 4.2.5). Sent once, never
    /// repeated. A value is of a type that an object can have: no exception, and not NULL.
    record SnmpSet(SnmpTarget target, List<VarBind> varBinds) implements Snmp {
        public static final int MAX_VARBINDS = 128;

        public SnmpSet {
            varBinds = List.copyOf(varBinds);
            Limits.requireSize("varbinds", varBinds.size(), 1, MAX_VARBINDS);
            for (VarBind varBind : varBinds) {
                requireSettable(varBind);
            }
        }

        private static void requireSettable(VarBind varBind) {
            if (varBind.value().isException() || varBind.value() instanceof SnmpValue.Null) {
                throw new IllegalArgumentException(
                        "value of " + varBind.oid() + " cannot be set: it is no value of an object");
            }
        }

        @Override
        public CommandKind kind() {
            return CommandKind.SNMP_SET;
        }
    }

    /// ICMP echo.
    ///
    /// @param count requests sent, one second apart at most, 1 to 20
    record Ping(DeviceAddress target, int count) implements Command {
        public static final int MAX_COUNT = 20;

        public Ping {
            Limits.require("count", count, 1, MAX_COUNT);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.PING;
        }

        @Override
        public Optional<DeviceAddress> device() {
            return Optional.of(target);
        }
    }

    /// What this agent is and can do.
    record Describe() implements Command {
        @Override
        public CommandKind kind() {
            return CommandKind.DESCRIBE;
        }

        @Override
        public Optional<DeviceAddress> device() {
            return Optional.empty();
        }
    }
}

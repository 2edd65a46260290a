package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// One PDU to a device (RFC 3416 section 4.2).
public sealed interface SnmpRequest {
    record Get(List<Oid> oids) implements SnmpRequest {
        public Get {
            oids = List.copyOf(oids);
        }
    }

    record GetNext(List<Oid> after) implements SnmpRequest {
        public GetNext {
            after = List.copyOf(after);
        }
    }

    /// The successors of each, in turn; no non-repeaters.
    record GetBulk(List<Oid> after, int maxRepetitions) implements SnmpRequest {
        public GetBulk {
            after = List.copyOf(after);
        }
    }

    record Set(List<VarBind> varBinds) implements SnmpRequest {
        public Set {
            varBinds = List.copyOf(varBinds);
        }
    }

    /// Whether a device that gets it twice does nothing more than for one.
    default boolean mayBeRepeated() {
        return switch (this) {
            case Get _, GetNext _, GetBulk _ -> true;
            case Set _ -> false;
        };
    }
}

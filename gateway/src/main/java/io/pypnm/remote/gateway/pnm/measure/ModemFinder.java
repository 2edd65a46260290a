package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.SnmpTarget;

/// Knows where modems are. Blocks while it asks.
public interface ModemFinder {
    /// Says where a modem is.
    ///
    /// @param caller for whom, as the ledger has them
    Whereabouts find(MacAddress mac, String caller) throws InterruptedException;

    /// Told that another device answers at the modem's address.
    void forget(MacAddress mac);

    /// Where a modem is, or why nobody can say.
    sealed interface Whereabouts {
        /// Online.
        ///
        /// @param modem      as its agent reaches it
        /// @param agent      that reaches it
        /// @param cmts       the name of its CMTS
        /// @param cmtsTarget the CMTS as its agent reaches it
        /// @param cmtsAgent  that reaches the CMTS
        record Found(SnmpTarget modem, AgentId agent, String cmts, SnmpTarget cmtsTarget, AgentId cmtsAgent)
                implements Whereabouts {}

        record NotFound(Why why, String detail) implements Whereabouts {}

        /// Why not.
        enum Why {
            /// No CMTS knows it.
            UNKNOWN,
            /// Its CMTS knows it, and it is not online or has no address.
            OFFLINE,
            /// There is no CMTS to be asked.
            NO_CMTS,
            /// No agent that could ask, or measure, is connected.
            NO_AGENT,
            /// The command that asks was not run.
            NOT_RUN,
            /// A CMTS answered with an error.
            CMTS_ERROR,
            /// A CMTS did not answer in time.
            CMTS_TIMEOUT
        }
    }
}

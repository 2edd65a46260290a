package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// What one look at a modem shows.
///
/// @param upTime hundredths of a second since the modem's start
record ModemState(long upTime, Lock lock, MeasStatus status) {
    /// docsPnmCmCtlStatus: whether a measurement may be begun, of whatever kind.
    enum Lock {
        OTHER,
        READY,
        TEST_IN_PROGRESS,
        TEMP_REJECT;

        private static Lock of(long value) {
            return value >= 1 && value <= values().length ? values()[(int) value - 1] : OTHER;
        }
    }

    /// Reads sysUpTime, docsPnmCmCtlStatus and a MeasStatus, in this order.
    ///
    /// @throws CommandFailedException `UNSUPPORTED` if the modem has no such measurement
    static ModemState of(List<VarBind> varBinds) throws CommandFailedException {
        long status = Modem.number(varBinds.get(2))
                .orElseThrow(() -> new CommandFailedException(
                        FailureCode.UNSUPPORTED,
                        "the modem has no " + PnmObjects.nameOf(varBinds.get(2).oid())));
        return new ModemState(
                Modem.number(varBinds.get(0)).orElse(0),
                Lock.of(Modem.number(varBinds.get(1)).orElse(0)),
                MeasStatus.of(status));
    }
}

package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// What one look at a measuring device shows.
///
/// @param upTime         hundredths of a second since the device's start
/// @param testInProgress docsPnmCmCtlStatus: some measurement runs, of whatever kind
record ModemState(long upTime, MeasStatus status, boolean testInProgress) {
    private static final long TEST_IN_PROGRESS = 3;
    /// sysUpTime begins again at 0 after 497 days; this is the last day of them.
    private static final long ABOUT_TO_WRAP = (1L << 32) - 8_640_000;

    /// Reads sysUpTime, a MeasStatus and, if it is there, docsPnmCmCtlStatus.
    ///
    /// @throws CommandFailedException `UNSUPPORTED` if the device has no such measurement
    static ModemState of(List<VarBind> varBinds) throws CommandFailedException {
        long status = Device.number(varBinds.get(1))
                .orElseThrow(() -> new CommandFailedException(
                        FailureCode.UNSUPPORTED,
                        "the device has no " + PnmObjects.nameOf(varBinds.get(1).oid())));
        return new ModemState(
                Device.number(varBinds.get(0)).orElse(0),
                MeasStatus.of(status),
                varBinds.size() > 2 && Device.number(varBinds.get(2)).orElse(0) == TEST_IN_PROGRESS);
    }

    /// Whether the device has started anew since it looked like `before`.
    boolean isOfAnotherLifeThan(ModemState before) {
        return upTime < before.upTime && before.upTime < ABOUT_TO_WRAP;
    }
}

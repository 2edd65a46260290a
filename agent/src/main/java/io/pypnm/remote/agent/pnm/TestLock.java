package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// What keeps a modem to one measurement at a time (docsPnmCmCtl): while one runs, starting another and most settings
/// are an inconsistentValue.
final class TestLock {
    private static final long READY = 2;
    private static final long TEMP_REJECT = 4;

    private static final List<String> TESTS = List.of(
            "none",
            "dsSpectrumAnalyzer",
            "dsOfdmSymbolCapture",
            "dsOfdmChanEstCoef",
            "dsConstellationDisp",
            "dsOfdmRxMERPerSubCar",
            "dsOfdmCodewordErrorRate",
            "dsHistogram",
            "usPreEqualizerCoef");

    private final Device modem;
    private final CaptureConfig config;

    TestLock(Device modem, CaptureConfig config) {
        this.modem = modem;
        this.config = config;
    }

    /// What a modem refuses while it measures.
    interface Work {
        void run() throws PartFailedException, CommandFailedException, InterruptedException;
    }

    /// Waits until the modem is ready and does it; once more whenever another one's measurement was quicker.
    ///
    /// @throws PartFailedException `DEVICE_BUSY` if it is not ready within `pnm.measure_within`
    void whenReady(Work work) throws PartFailedException, CommandFailedException, InterruptedException {
        Deadline patience = modem.deadline().within(config.measureWithin());
        while (true) {
            awaitReady(patience);
            try {
                work.run();
                return;
            } catch (CommandFailedException e) {
                if (e.code() != FailureCode.DEVICE_ERROR || isReady()) {
                    throw e;
                }
            }
        }
    }

    private void awaitReady(Deadline patience)
            throws PartFailedException, CommandFailedException, InterruptedException {
        while (!isReady()) {
            if (patience.hasPassed()) {
                throw new PartFailedException(Missing.Code.DEVICE_BUSY, "the modem " + whatItDoes());
            }
            modem.rest(config.poll());
        }
    }

    /// A modem of DOCSIS 3.0, which has no such object, is always ready.
    private boolean isReady() throws CommandFailedException, InterruptedException {
        VarBind status = modem.poll(PnmObjects.CTL_STATUS).getFirst();
        return Device.number(status).orElse(READY) == READY;
    }

    private String whatItDoes() throws CommandFailedException, InterruptedException {
        List<VarBind> now = modem.get(PnmObjects.CTL_TEST, PnmObjects.CTL_STATUS);
        long test = Device.number(now.get(0)).orElse(0);
        String name = test >= 1 && test <= TESTS.size() ? TESTS.get((int) test - 1) : "test " + test;
        return Device.number(now.get(1)).orElse(0) == TEMP_REJECT
                ? "rejects measurements for the time being (docsPnmCmCtlStatus tempReject)"
                : "is at work on another measurement: " + name;
    }
}

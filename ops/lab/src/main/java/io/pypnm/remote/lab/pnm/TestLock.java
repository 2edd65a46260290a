package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Table;

/// One test at a time, whatever its kind: docsPnmCmCtlTest, docsPnmCmCtlTestDuration and docsPnmCmCtlStatus.
final class TestLock {
    private static final Oid CONTROL = Mibs.PNM.append(2, 1);
    private static final int OTHER = 1;
    private static final int READY = 2;
    private static final int TEST_IN_PROGRESS = 3;
    private static final int TEMP_REJECT = 4;

    private final Life life;
    private int test = OTHER;
    private long startNanos;
    private long lastSeconds;

    TestLock(Life life) {
        this.life = life;
    }

    MibView view() {
        return Table.ofScalars(
                CONTROL,
                Column.computed(1, _ -> integer(test)),
                Column.computed(2, _ -> gauge(lastSeconds)),
                Column.computed(3, _ -> integer(status())));
    }

    boolean ready() {
        return status() == READY;
    }

    private int status() {
        if (life.within(Misbehaviour.REJECTS_TESTS)) {
            return TEMP_REJECT;
        }
        return test == OTHER ? READY : TEST_IN_PROGRESS;
    }

    /// @param test its number in docsPnmCmCtlTest, not 1
    void begin(int test) {
        this.test = test;
        startNanos = life.nanos().getAsLong();
    }

    void end() {
        test = OTHER;
        lastSeconds = (life.nanos().getAsLong() - startNanos) / 1_000_000_000L;
    }
}

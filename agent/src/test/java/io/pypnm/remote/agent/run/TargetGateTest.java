package io.pypnm.remote.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TargetGateTest {
    private static final DeviceAddress MODEM = DeviceAddress.parse("10.0.0.1");
    private static final DeviceAddress OTHER_MODEM = DeviceAddress.parse("10.0.0.2");
    private static final DeviceAddress CMTS = DeviceAddress.parse("10.0.0.254");
    private static final int SHARE = 3;

    private final MovableClock clock = new MovableClock();
    private final Deadline now = Deadline.in(Duration.ZERO, clock);
    private final Deadline later = Deadline.in(Duration.ofMinutes(1), clock);
    private final TargetGate gate = new TargetGate(address -> address.equals(CMTS) ? 2 : 1);

    @Test
    void firstComesInAtOnceAndOthersOfItsTargetDoNot() throws Exception {
        assertThat(join(MODEM).await(later)).isTrue();

        assertThat(join(MODEM).await(now)).isFalse();
        assertThat(join(OTHER_MODEM).await(later)).isTrue();
    }

    @Test
    void turnGoesToWhoCameFirst() throws Exception {
        TargetGate.Turn first = join(MODEM);
        TargetGate.Turn second = join(MODEM);
        TargetGate.Turn third = join(MODEM);

        first.close();

        assertThat(third.await(now)).isFalse();
        assertThat(second.await(later)).isTrue();
        second.close();
        assertThat(third.await(later)).isTrue();
    }

    @Test
    void whoLeavesTheLineHoldsNobodyUp() throws Exception {
        TargetGate.Turn first = join(MODEM);
        TargetGate.Turn second = join(MODEM);
        TargetGate.Turn third = join(MODEM);

        second.close();
        first.close();

        assertThat(third.await(later)).isTrue();
    }

    @Test
    void closingTwiceLetsNobodyElseIn() throws Exception {
        TargetGate.Turn first = join(MODEM);
        TargetGate.Turn second = join(MODEM);
        TargetGate.Turn third = join(MODEM);

        first.close();
        first.close();

        assertThat(second.await(later)).isTrue();
        assertThat(third.await(now)).isFalse();
    }

    @Test
    void widerTargetBearsSeveral() throws Exception {
        TargetGate.Turn first = join(CMTS);
        assertThat(join(CMTS).await(later)).isTrue();
        TargetGate.Turn third = join(CMTS);
        assertThat(third.await(now)).isFalse();

        first.close();

        assertThat(third.await(later)).isTrue();
    }

    @Test
    void targetWithItsShareTakenIsBusyUntilOneLeaves() throws Exception {
        TargetGate.Turn first = join(MODEM);
        join(MODEM);
        join(MODEM);

        assertThatThrownBy(() -> join(MODEM))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BUSY))
                .hasMessageContaining("10.0.0.1");
        first.close();
        join(MODEM);
    }

    @Test
    void waitingEndsWhenTheTurnComes() throws Exception {
        TargetGate.Turn first = join(MODEM);
        TargetGate.Turn second = join(MODEM);
        AtomicReference<Boolean> came = new AtomicReference<>();
        CountDownLatch waits = new CountDownLatch(1);
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                waits.countDown();
                came.set(second.await(later));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waits.await();

        first.close();

        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
        assertThat(came).hasValue(true);
    }

    @Test
    void waitingEndsWhenTheDeadlinePasses() throws Exception {
        MonotonicClock real = System::nanoTime;
        join(MODEM);
        TargetGate.Turn second = join(MODEM);

        assertThat(second.await(Deadline.in(Duration.ofMillis(20), real))).isFalse();
    }

    @Test
    void targetNobodyWantsIsForgotten() throws Exception {
        TargetGate.Turn first = join(MODEM);
        TargetGate.Turn second = join(MODEM);
        assertThat(gate.waiting()).isEqualTo(1);

        second.close();
        first.close();

        assertThat(gate.isIdle()).isTrue();
    }

    private TargetGate.Turn join(DeviceAddress address) throws CommandRefusedException {
        return gate.join(address, SHARE);
    }
}

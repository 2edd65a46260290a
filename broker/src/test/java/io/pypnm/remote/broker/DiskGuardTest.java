package io.pypnm.remote.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.broker.DiskGuard.Reading;
import io.pypnm.remote.broker.DiskGuard.Space;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DiskGuardTest {
    private static final long MIB = 1 << 20;
    private static final DiskMarks MARKS = new DiskMarks(90, 85, 10 * MIB);

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private Space space = used(10);
    private boolean broken;
    private int looks;

    private final DiskGuard guard = new DiskGuard(MARKS, this::look, () -> now);

    @Test
    void closesAtTheHighMarkAndOpensBelowTheLowOne() {
        assertThat(guard.read().open()).isTrue();

        assertThat(after(used(89)).open()).isTrue();
        assertThat(after(used(90)).open()).isFalse();
        assertThat(after(used(89)).open()).isFalse();
        assertThat(after(used(85)).open()).isFalse();
        assertThat(after(used(84)).open()).isTrue();
        assertThat(after(used(89)).open()).isTrue();
    }

    @Test
    void keepsAwayFromTheReserveWhateverThePercentage() {
        assertThat(after(smallDisk(20)).open()).isTrue();
        assertThat(after(smallDisk(19)).open()).isFalse();
        assertThat(after(smallDisk(29)).open()).isFalse();
        assertThat(after(smallDisk(30)).open()).isTrue();
    }

    @Test
    void looksAtMostOnceASecond() {
        guard.read();
        now = now.plusMillis(999);
        guard.read();
        assertThat(looks).isEqualTo(1);

        now = now.plusMillis(1);
        guard.read();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void clockThatIsSetBackDoesNotBlindIt() {
        now = now.minus(Duration.ofHours(1));
        space = used(95);

        assertThat(guard.read().open()).isFalse();
    }

    @Test
    void closedWhileTheDiskCannotBeLookedAt() {
        broken = true;
        Reading unreadable = after(used(10));
        assertThat(unreadable.open()).isFalse();
        assertThat(unreadable.problem()).contains("stale file handle");

        broken = false;
        assertThat(after(used(10)).open()).isTrue();
    }

    /// Of 100 GiB with 5 held back for root, 19 used and 76 for us: `df` says 20 %.
    @Test
    void countsAsDfDoes() {
        assertThat(new Space(100, 81, 76).usedPercent()).isEqualTo(20);
        assertThat(new Space(1000, 1000, 1000).usedPercent()).isZero();
        assertThat(new Space(1000, 999, 999).usedPercent()).isEqualTo(1);
        assertThat(new Space(0, 0, 0).usedPercent()).isEqualTo(100);
        assertThat(new Space(1L << 60, 1L << 59, 1L << 59).usedPercent()).isEqualTo(50);
    }

    @Test
    void marksMustMakeSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DiskMarks(85, 90, 10 * MIB))
                .withMessage("reopenBelowPercent must be 1 to closeAtPercent 85, is 90");
        assertThatIllegalArgumentException().isThrownBy(() -> new DiskMarks(100, 90, 10 * MIB));
        assertThatIllegalArgumentException().isThrownBy(() -> new DiskMarks(90, 85, 0));
    }

    private Reading after(Space next) {
        space = next;
        now = now.plusSeconds(1);
        return guard.read();
    }

    private Space look() throws IOException {
        if (broken) {
            throw new IOException("stale file handle");
        }
        looks++;
        return space;
    }

    private static Space used(int percent) {
        long freeBytes = (100L - percent) * 1000 * MIB;
        return new Space(100_000 * MIB, freeBytes, freeBytes);
    }

    private static Space smallDisk(long freeMib) {
        return new Space(64 * MIB, freeMib * MIB, freeMib * MIB);
    }
}

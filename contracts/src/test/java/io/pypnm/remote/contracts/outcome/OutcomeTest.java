package io.pypnm.remote.contracts.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.contracts.address.CommandId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final CommandId ID = CommandId.parse("019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071");
    private static final Reply NOTHING = new Reply.VarBinds(List.of());
    private static final Missing MISSING = new Missing("1.3.6", Missing.Code.LIMIT, "");

    @Test
    void onlyWhatNeverStartedIsSafeToResend() {
        assertThat(List.of(
                        new Outcome.Refused(RefusalCode.BUSY, ""),
                        new Outcome.Expired(Outcome.Expired.Where.QUEUE),
                        new Outcome.Cancelled()))
                .allMatch(Outcome::safeToResend);
        assertThat(List.of(
                        new Outcome.Completed(NOTHING),
                        new Outcome.Partial(NOTHING, List.of(MISSING)),
                        new Outcome.Failed(FailureCode.DEVICE_TIMEOUT, ""),
                        new Outcome.Unknown("")))
                .noneMatch(Outcome::safeToResend);
    }

    @Test
    void partialOutcomeSaysWhatIsMissing() {
        assertThat(new Outcome.Partial(NOTHING, Collections.nCopies(10_000, MISSING)).missing())
                .hasSize(10_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outcome.Partial(NOTHING, List.of()))
                .withMessage("missing must have 1 to 10000 entries, has 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outcome.Partial(NOTHING, Collections.nCopies(10_001, MISSING)));
    }

    @Test
    void longDetailIsCutAndNeverRefused() {
        String text = "x".repeat(100_000);
        String cut = "x".repeat(1_999) + "…";

        assertThat(new Outcome.Failed(FailureCode.INTERNAL, text).detail()).isEqualTo(cut);
        assertThat(new Outcome.Refused(RefusalCode.POLICY, text).detail()).isEqualTo(cut);
        assertThat(new Outcome.Unknown(text).detail()).isEqualTo(cut);
        assertThat(new Missing(text, Missing.Code.LIMIT, text)).isEqualTo(new Missing(cut, Missing.Code.LIMIT, cut));
        assertThat(new Outcome.Unknown(cut).detail()).isEqualTo(cut);
        assertThat(new Outcome.Unknown("x".repeat(2_000)).detail()).hasSize(2_000);
    }

    @Test
    void detailIsNotCutWithinACharacter() {
        String text = "x".repeat(1_998) + "🌡".repeat(10);

        assertThat(new Outcome.Unknown(text).detail()).isEqualTo("x".repeat(1_998) + "…");
    }

    @Test
    void pingedSaysHowManyCameBackOfHowMany() {
        assertThat(new Reply.Pinged(2, List.of(5), "ping").reachable()).isTrue();
        assertThat(new Reply.Pinged(2, List.of(), "ping").reachable()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Reply.Pinged(0, List.of(), "ping"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reply.Pinged(1_001, List.of(), "ping"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reply.Pinged(1, List.of(5, 6), "ping"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reply.Pinged(2, List.of(5, -1), "ping"));
    }

    @Test
    void descriptionIsInAlphabeticalOrder() {
        Reply.Description description =
                new Reply.Description("1", List.of("snmp_get", "ping"), Map.of("os", "a", "host", "b", "java", "c"));

        assertThat(description.capabilities()).containsExactly("ping", "snmp_get");
        assertThat(description.facts().keySet()).containsExactly("host", "java", "os");
        assertThat(description.facts()).isUnmodifiable();
    }

    @Test
    void timesAreNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutcomeEnvelope(ID, new Outcome.Cancelled(), -1, 0))
                .withMessage("waited_millis must not be negative, is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutcomeEnvelope(ID, new Outcome.Cancelled(), 0, -1))
                .withMessage("ran_millis must not be negative, is -1");
    }
}

package io.pypnm.remote.lab.device;

import static io.pypnm.remote.lab.device.Bench.SLOT;
import static io.pypnm.remote.lab.device.Bench.SYS_NAME;
import static io.pypnm.remote.lab.device.Bench.get;
import static io.pypnm.remote.lab.device.Bench.integer;
import static io.pypnm.remote.lab.device.Bench.next;
import static io.pypnm.remote.lab.device.Bench.set;
import static io.pypnm.remote.lab.device.Bench.varBind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.lab.snmp.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.PDU;

final class MisbehaviourTest {
    private static final String IF_TABLE = "1.3.6.1.2.1.2.2";

    private final Bench bench = new Bench();

    @Test
    void silentDeviceCarriesOutNothing() {
        bench.device.misbehave(Misbehaviour.SILENT.usual());

        assertThat(bench.ask(set(varBind(SLOT, 7)))).isEmpty();

        assertThat(bench.device.counts().sets(SLOT)).isZero();
        assertThat(bench.device.counts().pdus()).isEqualTo(1);
        assertThat(bench.device.counts().silences(Silence.REQUEST_DROPPED)).isEqualTo(1);
    }

    @Test
    void firstRequestsAreDroppedAndThenNoMore() {
        bench.device.misbehave(Misbehaviour.DROPS_FIRST.by(2));

        assertThat(answered(5)).containsExactly(false, false, true, true, true);
    }

    @Test
    void everyFifthRequestIsDropped() {
        bench.device.misbehave(Misbehaviour.DROPS_EVERY.usual());

        assertThat(answered(10)).containsExactly(true, true, true, true, false, true, true, true, true, false);
    }

    @Test
    void busyDeviceDropsWhatComesMeanwhile() {
        bench.device.misbehave(Misbehaviour.BUSY_DROP.by(100));

        assertThat(bench.serve("lab-ro", get(SYS_NAME)))
                .contains(new Device.Delivery(Duration.ofMillis(100).toNanos(), false));
        bench.pass(Duration.ofMillis(99));
        assertThat(bench.ask(get(SYS_NAME))).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.ask(get(SYS_NAME))).isPresent();
    }

    @Test
    void walkingDeviceDropsOtherWalksOnly() {
        bench.device.misbehave(Misbehaviour.DROPS_CONCURRENT_WALKS.by(100));

        assertThat(bench.ask(Messages.bulk(0, 5, IF_TABLE))).isPresent();
        assertThat(bench.ask(next(SYS_NAME))).isEmpty();
        assertThat(bench.serve("lab-ro", get(SYS_NAME))).contains(new Device.Delivery(0, false));
        assertThat(bench.ask(next(SYS_NAME))).isEmpty();
        bench.pass(Duration.ofMillis(100));
        assertThat(bench.ask(next(SYS_NAME))).isPresent();
    }

    @Test
    void trimmedGetLacksVarBindsAndSaysNoError() {
        bench.device.misbehave(Misbehaviour.TRIMS_REPLIES.by(70));

        PDU answer = bench.ask(get(SYS_NAME, SYS_NAME, SYS_NAME, SYS_NAME)).orElseThrow();

        assertThat(answer.getErrorStatus()).isZero();
        assertThat(answer.size()).isBetween(1, 3);
    }

    @Test
    void trimmedSetIsCarriedOutWhole() {
        bench.device.misbehave(Misbehaviour.TRIMS_REPLIES.by(60));

        PDU answer = bench.ask(set(varBind(SLOT, 7), varBind(SLOT, 8), varBind(SLOT, 9)))
                .orElseThrow();

        assertThat(answer.getErrorStatus()).isZero();
        assertThat(answer.size()).isLessThan(3);
        assertThat(bench.device.counts().sets(SLOT)).isEqualTo(3);
    }

    @Test
    void requestForTooManyVarBindsIsTooBig() {
        bench.device.misbehave(Misbehaviour.TOO_BIG_OVER.by(10));

        assertThat(status(Messages.bulk(0, 11, IF_TABLE))).isEqualTo(PDU.tooBig);
        assertThat(status(Messages.bulk(1, 5, SYS_NAME, IF_TABLE, IF_TABLE))).isEqualTo(PDU.tooBig);
        assertThat(status(Messages.bulk(0, Integer.MAX_VALUE, IF_TABLE, IF_TABLE)))
                .isEqualTo(PDU.tooBig);
        assertThat(status(Messages.bulk(0, 10, IF_TABLE))).isZero();
        bench.device.misbehave(Misbehaviour.TOO_BIG_OVER.by(1));
        assertThat(status(get(SYS_NAME, SYS_NAME))).isEqualTo(PDU.tooBig);
        assertThat(status(get(SYS_NAME))).isZero();
    }

    @Test
    void loopLeadsBackToWhereTheWalkBegan() {
        bench.device.misbehave(Misbehaviour.LOOPS.by(4));

        List<String> walk = walk(12);

        assertThat(walk)
                .containsExactly(IF_TABLE + ".1.1.1", IF_TABLE + ".1.1.2", IF_TABLE + ".1.1.3", IF_TABLE + ".1.1.4");
    }

    @Test
    void stuckDeviceRepeatsItself() {
        bench.device.misbehave(Misbehaviour.NON_INCREASING.by(3));

        PDU answer = bench.ask(Messages.bulk(0, 5, IF_TABLE)).orElseThrow();

        List<String> oids = oids(answer);
        assertThat(oids).hasSize(5);
        assertThat(oids.get(2)).isEqualTo(oids.get(1));
        assertThat(oids.get(3)).isNotEqualTo(oids.get(2));
    }

    @Test
    void slowDeviceAnswersLate() {
        bench.device.misbehave(Misbehaviour.SLOW.by(200));

        assertThat(bench.serve("lab-ro", get(SYS_NAME)))
                .contains(new Device.Delivery(Duration.ofMillis(200).toNanos(), false));
    }

    @Test
    void genErrCarriesOutNothing() {
        bench.device.misbehave(Misbehaviour.GEN_ERR.usual());

        PDU answer = bench.ask(set(varBind(SLOT, 7))).orElseThrow();

        assertThat(answer.getErrorStatus()).isEqualTo(PDU.genErr);
        assertThat(answer.getErrorIndex()).isEqualTo(1);
        assertThat(bench.device.counts().sets(SLOT)).isZero();
    }

    @Test
    void lostAnswerIsOfASetThatWasCarriedOut() {
        bench.device.misbehave(Misbehaviour.LOSES_SET_ANSWERS.by(1));

        assertThat(bench.ask(get(SYS_NAME))).isPresent();
        assertThat(bench.ask(set(varBind(SLOT, 7)))).isEmpty();
        assertThat(bench.ask(set(varBind(SLOT, 7)))).isPresent();

        DeviceCounts counts = bench.device.counts();
        assertThat(counts.sets(SLOT, integer(7))).isEqualTo(2);
        assertThat(counts.silences(Silence.ANSWER_DROPPED)).isEqualTo(1);
        assertThat(counts.answers()).isEqualTo(2);
    }

    @Test
    void answerComesFromElsewhere() {
        bench.device.misbehave(Misbehaviour.WRONG_SOURCE.usual());

        assertThat(bench.serve("lab-ro", get(SYS_NAME))).contains(new Device.Delivery(0, true));
    }

    @Test
    void severalMisbehavioursHoldTogetherUntilTheNextOrder() {
        bench.device.misbehave(Fault.parse("SLOW:200+DROPS_FIRST"));

        assertThat(bench.serve("lab-ro", get(SYS_NAME))).isEmpty();
        assertThat(bench.serve("lab-ro", get(SYS_NAME)))
                .contains(new Device.Delivery(Duration.ofMillis(200).toNanos(), false));
        assertThat(bench.device.misbehaviours()).hasToString("[SLOW:200, DROPS_FIRST]");

        bench.device.misbehave();

        assertThat(bench.serve("lab-ro", get(SYS_NAME))).contains(new Device.Delivery(0, false));
    }

    @ParameterizedTest
    @EnumSource
    void everyMisbehaviourIsReadByItsName(Misbehaviour kind) {
        assertThat(Fault.parse(kind.name())).hasToString("[" + kind + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "slow", "SILENT:1", "SLOW:x", "SLOW:-1", "SLOW+", "DROPS_EVERY:0"})
    void otherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SILENT:1 | SILENT takes no number, is given 1
        SLOW:0   | SLOW takes 1 to 600000, is given 0
        SLOW:x   | number of SLOW must be a whole one, is x
        """)
    void refusalSaysWhatIsAllowed(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse(text)).withMessage(message);
    }

    private List<Boolean> answered(int requests) {
        List<Boolean> answered = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            answered.add(bench.ask(get(SYS_NAME)).isPresent());
        }
        return answered;
    }

    private int status(PDU request) {
        return bench.ask(request).orElseThrow().getErrorStatus();
    }

    /// The different OIDs that so many GETNEXTs in a row lead to.
    private List<String> walk(int steps) {
        List<String> walk = new ArrayList<>();
        String at = IF_TABLE;
        for (int i = 0; i < steps; i++) {
            at = oids(bench.ask(next(at)).orElseThrow()).getFirst();
            walk.add(at);
        }
        return walk.stream().distinct().toList();
    }

    private static List<String> oids(PDU answer) {
        return answer.getVariableBindings().stream()
                .map(varBind -> varBind.getOid().toDottedString())
                .toList();
    }
}

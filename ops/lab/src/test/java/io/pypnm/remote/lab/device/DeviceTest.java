package io.pypnm.remote.lab.device;

import static io.pypnm.remote.lab.device.Bench.SLOT;
import static io.pypnm.remote.lab.device.Bench.SYS_NAME;
import static io.pypnm.remote.lab.device.Bench.get;
import static io.pypnm.remote.lab.device.Bench.integer;
import static io.pypnm.remote.lab.device.Bench.next;
import static io.pypnm.remote.lab.device.Bench.set;
import static io.pypnm.remote.lab.device.Bench.varBind;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.lab.device.DeviceCounts.Tally;
import io.pypnm.remote.lab.plant.Scratch;
import io.pypnm.remote.lab.snmp.Messages;
import io.pypnm.remote.lab.snmp.RequestType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/// How a well-behaved device answers (RFC 3416 section 4.2) and counts.
final class DeviceTest {
    private static final String IF_INDEX = "1.3.6.1.2.1.2.2.1.1";
    private static final String IF_TYPE = "1.3.6.1.2.1.2.2.1.3";
    private static final String LARGE = "1.3.6.1.3.9999.2.13.0";
    private static final String LAST = "1.3.6.1.4.1.4491.2.1.28.1.13.1.12.80";

    private static final Logger LOG = Logger.getLogger(Device.class.getName());

    private final Bench bench = new Bench();

    @Test
    void getAnswersEachVarBindAlone() {
        PDU answer = bench.ask(get(SYS_NAME, "1.3.6.1.2.1.1.5.1", "1.3.6.1.2.1.1.99.0"))
                .orElseThrow();

        assertThat(answer.getErrorStatus()).isZero();
        assertThat(answer.get(0).toValueString()).isEqualTo("modem-0");
        assertThat(answer.get(1).getVariable()).isEqualTo(Null.noSuchInstance);
        assertThat(answer.get(2).getVariable()).isEqualTo(Null.noSuchObject);
        assertThat(answer.getRequestID().getValue()).isEqualTo(4711);
    }

    @Test
    void getNextAnswersTheSuccessorsAndTheEnd() {
        PDU answer = bench.ask(next("1.3.6.1.2.1.1.5", LAST)).orElseThrow();

        assertThat(answer.get(0).getOid()).isEqualTo(new OID(SYS_NAME));
        assertThat(answer.get(1)).isEqualTo(new VariableBinding(new OID(LAST), Null.endOfMibView));
    }

    @Test
    void getBulkAnswersNonRepeatersOnceAndInterleavesTheOthers() {
        PDU answer = bench.ask(Messages.bulk(1, 3, "1.3.6.1.2.1.1.5", IF_INDEX, IF_TYPE))
                .orElseThrow();

        assertThat(oids(answer))
                .containsExactly(
                        SYS_NAME,
                        IF_INDEX + ".1",
                        IF_TYPE + ".1",
                        IF_INDEX + ".2",
                        IF_TYPE + ".2",
                        IF_INDEX + ".3",
                        IF_TYPE + ".3");
    }

    @Test
    void getBulkTakesOddNumbersAsTheNextSensibleOnes() {
        assertThat(oids(bench.ask(Messages.bulk(-3, 1, IF_INDEX, IF_TYPE)).orElseThrow()))
                .hasSize(2);
        assertThat(oids(bench.ask(Messages.bulk(9, 5, IF_INDEX, IF_TYPE)).orElseThrow()))
                .hasSize(2);
        assertThat(oids(bench.ask(Messages.bulk(1, -5, IF_INDEX, IF_TYPE)).orElseThrow()))
                .hasSize(1);
        assertThat(oids(bench.ask(Messages.bulk(0, 0, IF_INDEX)).orElseThrow())).isEmpty();
    }

    @Test
    void getBulkStopsWithTheRepetitionThatFoundNothingMore() {
        PDU answer = bench.ask(Messages.bulk(0, 50, "1.3.6.1.4.1.4491.2.1.28.1.13.1.11.80", LAST))
                .orElseThrow();

        assertThat(oids(answer)).containsExactly(LAST, LAST, LAST, LAST);
        assertThat(answer.get(0).getVariable()).isNotEqualTo(Null.endOfMibView);
        assertThat(answer.get(1).getVariable()).isEqualTo(Null.endOfMibView);
        assertThat(answer.get(2).getVariable()).isEqualTo(Null.endOfMibView);
    }

    @Test
    void getBulkFillsTheMessageWithWholeVarBinds() {
        var small = new Bench(484, SetHistory.NONE);

        Optional<ByteBuffer> datagram =
                small.serve("lab-ro", Messages.bulk(0, 10_000, "1.3")).map(_ -> small.datagram());

        assertThat(datagram.orElseThrow().remaining()).isBetween(400, 484);
        assertThat(Messages.decode(datagram.get()).size()).isBetween(5, 40);
    }

    @Test
    void getThatDoesNotFitIsTooBigAndEmpty() {
        var small = new Bench(484, SetHistory.NONE);

        PDU answer = small.ask(get(SYS_NAME, LARGE)).orElseThrow();

        assertThat(answer.getErrorStatus()).isEqualTo(PDU.tooBig);
        assertThat(answer.getErrorIndex()).isZero();
        assertThat(answer.size()).isZero();
    }

    @Test
    void setIsAnsweredAsAskedAndReadBack() {
        PDU answer = bench.ask(set(varBind(SLOT, 7), varBind(Scratch.octetSlot(2), "x")))
                .orElseThrow();

        assertThat(answer.getErrorStatus()).isZero();
        assertThat(answer.get(1)).isEqualTo(varBind(Scratch.octetSlot(2), "x"));
        assertThat(bench.ask(get(SLOT.toString())).orElseThrow().get(0)).isEqualTo(varBind(SLOT, 7));
    }

    @Test
    void setOfSeveralIsCarriedOutWholeOrNotAtAll() {
        Oid readOnly = Oid.parse("1.3.6.1.2.1.1.1.0");

        PDU answer = bench.ask(set(varBind(SLOT, 7), varBind(readOnly, "x"))).orElseThrow();

        assertThat(answer.getErrorStatus()).isEqualTo(PDU.notWritable);
        assertThat(answer.getErrorIndex()).isEqualTo(2);
        assertThat(answer.size()).isEqualTo(2);
        assertThat(bench.ask(get(SLOT.toString())).orElseThrow().get(0)).isEqualTo(varBind(SLOT, 0));
        assertThat(bench.device.counts().sets()).isEmpty();
    }

    @Test
    void setWithTheReadCommunityIsNoAccess() {
        PDU answer = bench.ask("lab-ro", set(varBind(SLOT, 7))).orElseThrow();

        assertThat(answer.getErrorStatus()).isEqualTo(PDU.noAccess);
        assertThat(answer.getErrorIndex()).isEqualTo(1);
        assertThat(bench.device.counts().sets(SLOT)).isZero();
    }

    @Test
    void setThatDoesNotFitIsTooBigAndNotCarriedOut() {
        var small = new Bench(484, SetHistory.NONE);

        PDU answer =
                small.ask(set(varBind(Scratch.octetSlot(1), "x".repeat(500)))).orElseThrow();

        assertThat(answer.getErrorStatus()).isEqualTo(PDU.tooBig);
        assertThat(small.device.counts().sets()).isEmpty();
    }

    @Test
    void contactAndLocationCanBeWritten() {
        Oid location = Oid.parse("1.3.6.1.2.1.1.6.0");

        assertThat(bench.ask(set(varBind(location, "rack 7"))).orElseThrow().getErrorStatus())
                .isZero();
        assertThat(bench.ask(get(location.toString())).orElseThrow().get(0).toValueString())
                .isEqualTo("rack 7");
        assertThat(bench.ask(set(varBind(location, "x".repeat(256))))
                        .orElseThrow()
                        .getErrorStatus())
                .isEqualTo(PDU.wrongLength);
    }

    @Test
    void wrongCommunityIsAnsweredWithSilence() {
        assertThat(bench.ask("public", get(SYS_NAME))).isEmpty();
        assertThat(bench.device.counts().silences(Silence.WRONG_COMMUNITY)).isEqualTo(1);
        assertThat(bench.device.counts().pdus()).isZero();
    }

    @Test
    void everySetIsCountedByObjectAndValue() {
        bench.ask(set(varBind(SLOT, 7)));
        bench.pass(Duration.ofSeconds(3));
        bench.ask(set(varBind(SLOT, 7), varBind(Scratch.integerSlot(2), 7)));
        bench.ask(set(varBind(SLOT, 8)));

        DeviceCounts counts = bench.device.counts();
        assertThat(counts.sets(SLOT, integer(7))).isEqualTo(2);
        assertThat(counts.sets(SLOT, integer(8))).isEqualTo(1);
        assertThat(counts.sets(SLOT, integer(9))).isZero();
        assertThat(counts.sets(SLOT)).isEqualTo(3);
        assertThat(counts.sets().values().iterator().next())
                .isEqualTo(new Tally(2, Bench.START, Bench.START.plusSeconds(3)));
    }

    @Test
    void pdusAndVarBindsAreCounted() {
        bench.ask(get(SYS_NAME, SYS_NAME));
        bench.ask(Messages.bulk(0, 5, IF_INDEX));
        bench.ask(Messages.bulk(0, 5, IF_INDEX));

        DeviceCounts counts = bench.device.counts();
        assertThat(counts.pdus()).isEqualTo(3);
        assertThat(counts.pdus(RequestType.GET_BULK)).isEqualTo(2);
        assertThat(counts.pdus(RequestType.SET)).isZero();
        assertThat(counts.answers()).isEqualTo(3);
        assertThat(counts.varBindsAsked()).isEqualTo(4);
        assertThat(counts.varBindsAnswered()).isEqualTo(12);
    }

    @Test
    void setIsInTheHistoryBeforeItIsCarriedOut() {
        List<SetHistory.Entry> history = new ArrayList<>();
        var recorded = new Bench(1472, history::addAll);
        recorded.pass(Duration.ofSeconds(2));

        recorded.ask(set(varBind(SLOT, 7), varBind(Scratch.integerSlot(2), 8)));

        assertThat(history)
                .first()
                .isEqualTo(new SetHistory.Entry(
                        "127.20.0.2",
                        SLOT,
                        integer(7),
                        4711,
                        "127.0.0.1:4000",
                        Bench.START.plusSeconds(2),
                        2_000_000_000L));
        assertThat(history).extracting(SetHistory.Entry::oid).containsExactly(SLOT, Scratch.integerSlot(2));
    }

    @Test
    void setThatCannotBeWrittenDownIsNotCarriedOut() {
        var full = new Bench(1472, _ -> {
            throw new IOException("disk full");
        });

        List<LogRecord> log = new ArrayList<>();
        LOG.setFilter(line -> !log.add(line));

        PDU answer = full.ask(set(varBind(SLOT, 7))).orElseThrow();

        LOG.setFilter(null);
        assertThat(log)
                .extracting(LogRecord::getMessage)
                .containsExactly("modem-0 refuses a SET: the history cannot be written");
        assertThat(answer.getErrorStatus()).isEqualTo(PDU.resourceUnavailable);
        assertThat(full.ask(get(SLOT.toString())).orElseThrow().get(0)).isEqualTo(varBind(SLOT, 0));
        assertThat(full.device.counts().sets()).isEmpty();
    }

    @Test
    void setsThatCannotBeCountedAreRefused() {
        for (int value = 0; value < Counters.MAX_SETS; value += 50) {
            bench.ask(set(IntStream.range(value, value + 50)
                    .mapToObj(i -> varBind(SLOT, i))
                    .toArray(VariableBinding[]::new)));
        }

        assertThat(bench.ask(set(varBind(SLOT, -1))).orElseThrow().getErrorStatus())
                .isEqualTo(PDU.resourceUnavailable);
        assertThat(bench.ask(set(varBind(SLOT, 5))).orElseThrow().getErrorStatus())
                .isZero();
        assertThat(bench.device.counts().sets(SLOT)).isEqualTo(Counters.MAX_SETS + 1L);
    }

    @Test
    void resetForgetsWhatWasWrittenCountedAndOrdered() {
        bench.ask(set(varBind(SLOT, 7)));
        bench.device.misbehave(Misbehaviour.SILENT.usual());

        bench.device.reset();

        assertThat(bench.device.counts().isEmpty()).isTrue();
        assertThat(bench.device.misbehaviours()).isEmpty();
        assertThat(bench.ask(get(SLOT.toString())).orElseThrow().get(0)).isEqualTo(varBind(SLOT, 0));
    }

    private static List<String> oids(PDU answer) {
        return answer.getVariableBindings().stream()
                .map(varBind -> varBind.getOid().toDottedString())
                .toList();
    }
}

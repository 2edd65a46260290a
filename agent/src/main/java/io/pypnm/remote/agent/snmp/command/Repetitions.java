package io.pypnm.remote.agent.snmp.command;

/// How many varbinds one device can be asked for at once: learnt from its answers, kept from walk to walk. Guarded
/// by its own lock.
///
/// Half as many after a `tooBig` or a silence; twice as many again after a run of answers, since a small number may
/// have come from one large row, or from a lost datagram. What a wrong guess costs decides how soon: one round trip
/// after a `tooBig`, whole timeouts after a silence, and there each further failure doubles the wait.
final class Repetitions {
    private static final int ANSWERS_AFTER_TOO_BIG = 4;
    private static final int ANSWERS_AFTER_SILENCE = 32;
    private static final int MOST_ANSWERS = 4096;

    private final int most;
    private int size;
    private int answers;
    private int answersToGrow = ANSWERS_AFTER_TOO_BIG;
    private int answersAfterSilence = ANSWERS_AFTER_SILENCE;

    /// @param most never asked for more
    Repetitions(int most) {
        this.most = most;
        this.size = most;
    }

    synchronized int atMost(int wanted) {
        return Math.min(wanted, size);
    }

    synchronized void tooBig(int asked) {
        shrink(asked, ANSWERS_AFTER_TOO_BIG);
    }

    synchronized void silent(int asked) {
        shrink(asked, answersAfterSilence);
        answersAfterSilence = Math.min(2 * answersAfterSilence, MOST_ANSWERS);
    }

    private void shrink(int asked, int newAnswersToGrow) {
        size = Math.max(1, asked / 2);
        answers = 0;
        answersToGrow = newAnswersToGrow;
    }

    /// Only an answer to as many as it may get says anything.
    synchronized void answered(int asked) {
        if (asked == size && size < most && ++answers >= answersToGrow) {
            size = Math.min(most, 2 * size);
            answers = 0;
        }
    }
}

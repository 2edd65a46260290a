package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.concurrent.atomic.AtomicLong;

/// How much answers may take until they are kept: each, and all together, so that no walk can take the memory that
/// every other command lives in. Counted as the JSON they become, which is about half of what they take as objects.
public final class AnswerRoom {
    private final long mostEach;
    private final long mostInAll;
    private final AtomicLong inAll = new AtomicLong();

    /// @param mostEach  bytes of one answer
    /// @param mostInAll bytes of all answers that are being read or kept
    public AnswerRoom(long mostEach, long mostInAll) {
        this.mostEach = mostEach;
        this.mostInAll = mostInAll;
    }

    Share open() {
        return new Share();
    }

    /// What one answer takes of it. Owned by the thread of its command.
    final class Share implements AutoCloseable {
        private long bytes;

        private Share() {}

        /// Whether the object still fits. The caller gives up after the first that does not.
        boolean take(VarBind varBind) {
            long more = Sizes.answerBytes(varBind);
            bytes += more;
            return inAll.addAndGet(more) <= mostInAll && bytes <= mostEach;
        }

        /// Why the last object did not fit.
        String limit() {
            return bytes > mostEach
                    ? "one answer may take " + mostEach + " bytes"
                    : "all answers that are being read or kept may take " + mostInAll + " bytes of the agent's memory";
        }

        @Override
        public void close() {
            inAll.addAndGet(-bytes);
        }
    }
}

package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.ContentDraft;
import io.pypnm.remote.agent.operation.Holdings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Keeps the last sealed content in memory, and lets something happen in the middle of one.
final class Contents implements ContentDraft.Place {
    /// What happens in the middle of a content.
    interface Event {
        void happen() throws IOException;
    }

    private byte[] sealed = new byte[0];
    private int open;
    private Event event = () -> {};

    Holdings holdings() {
        return new Holdings(this);
    }

    byte[] sealed() {
        return sealed;
    }

    /// Drafts that were not closed.
    int open() {
        return open;
    }

    /// Once, when the first bytes of the next content have come.
    void atFirstBytes(Event what) {
        event = what;
    }

    @Override
    public ContentDraft begin(long bytes, Holdings holdings) {
        open++;
        return new Draft();
    }

    private final class Draft implements ContentDraft {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            bytes.write(from, offset, length);
            Event now = event;
            event = () -> {};
            now.happen();
        }

        @Override
        public void seal() {
            sealed = bytes.toByteArray();
        }

        @Override
        public void close() {
            open--;
        }
    }
}

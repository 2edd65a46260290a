package io.pypnm.remote.gateway.locate;

/// A CMTS does not say what it was asked.
final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Unanswered.Why why;

    UnansweredException(Unanswered.Why why, String detail) {
        super(detail);
        this.why = why;
    }

    Unanswered.Why why() {
        return why;
    }
}

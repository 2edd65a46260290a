package io.pypnm.remote.gateway.pnm.file;

/// Bytes that are no whole capture.
public final class CaptureRefusedException extends Exception {
    private final transient Refusal refusal;

    CaptureRefusedException(Refusal refusal) {
        super(refusal.text());
        this.refusal = refusal;
    }

    static CaptureRefusedException inconsistent(String what) {
        return new CaptureRefusedException(new Refusal.Inconsistent(what));
    }

    public Refusal refusal() {
        return refusal;
    }
}

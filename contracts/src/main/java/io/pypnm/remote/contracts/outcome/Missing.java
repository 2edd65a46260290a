package io.pypnm.remote.contracts.outcome;

/// One thing a partial answer lacks.
///
/// @param what   the part asked for: the root of a walk, the OID of a GET or a SET, the channel of a
///     measurement; cut after 2,000 characters
/// @param code   why it is not there
/// @param detail for people; cut after 2,000 characters
public record Missing(String what, Code code, String detail) {
    public Missing {
        what = Detail.cut(what);
        detail = Detail.cut(detail);
    }

    /// Why a part of an answer is not there.
    public enum Code {
        /// The caller's `limit` was reached.
        LIMIT,
        /// The agent's own limit on the size of one answer was reached.
        TOO_LARGE,
        /// Run-for passed.
        RUN_FOR,
        /// The device stopped answering.
        DEVICE_TIMEOUT,
        /// The device answered with an error-status.
        DEVICE_ERROR,
        /// The device's OIDs did not increase (RFC 3416 section 4.2.3), so the rest cannot be read.
        NOT_INCREASING,
        /// A part before it did not work, so it was not begun.
        NOT_TRIED,
        /// The device was at work on something that excludes this.
        DEVICE_BUSY,
        /// The device ended the measurement without a result, or did not end it in time.
        MEASUREMENT_FAILED,
        /// The device says that its sample is shorter than asked for; what there is of it is in the answer.
        SAMPLE_TRUNCATED,
        /// The device could not upload its file.
        UPLOAD_FAILED,
        /// The file was uploaded, but could not be fetched.
        FILE_NOT_FETCHED
    }
}

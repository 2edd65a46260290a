package io.pypnm.remote.lab.device;

/// Why a datagram got no answer.
public enum Silence {
    /// It is no SNMPv2c request.
    NOT_UNDERSTOOD,
    /// No community of this device: silence is what a real one answers.
    WRONG_COMMUNITY,
    /// A [Misbehaviour] dropped it unread.
    REQUEST_DROPPED,
    /// It was carried out, and a [Misbehaviour] lost the answer.
    ANSWER_DROPPED,
    /// It was carried out, and there was no room to send the answer or to hold it back.
    ANSWER_NOT_SENT
}

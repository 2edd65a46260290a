package io.pypnm.remote.contracts.stomp;

/// What a decoder finds in a stream: a [StompFrame] or a [Beat].
public sealed interface StompEvent permits StompFrame, StompEvent.Beat {
    /// A line end between two frames: the peer's heart-beat, or the one some clients put after every frame.
    record Beat() implements StompEvent {}
}

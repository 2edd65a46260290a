package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;

/// How often one side of a connection lets the other know that it lives.
///
/// In a `CONNECT` or `CONNECTED` frame it is an offer; what [#negotiate] returns is what holds.
///
/// @param outgoingMillis longest pause this side leaves between two sendings; 0: it sends no beats
/// @param incomingMillis longest pause this side wants from the other; 0: it wants no beats
public record HeartBeat(int outgoingMillis, int incomingMillis) {
    /// One hour. A beat slower than that tells nothing about a peer.
    public static final int MAX_MILLIS = 3_600_000;

    /// No beats either way: what a frame without a `heart-beat` header offers.
    public static final HeartBeat NONE = new HeartBeat(0, 0);

    public HeartBeat {
        requireInRange("outgoingMillis", outgoingMillis);
        requireInRange("incomingMillis", incomingMillis);
    }

    private static void requireInRange(String name, int millis) {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException(name + " must be from 0 to " + MAX_MILLIS + ", is " + millis);
        }
    }

    /// Reads a `heart-beat` header, such as `10000,5000`.
    ///
    /// @throws StompProtocolException `BAD_HEART_BEAT`
    public static HeartBeat parse(String header) throws StompProtocolException {
        int comma = header.indexOf(',');
        if (comma < 0) {
            throw new StompProtocolException(Reason.BAD_HEART_BEAT, "heart-beat needs two numbers, has no comma");
        }
        return new HeartBeat(millis(header, 0, comma), millis(header, comma + 1, header.length()));
    }

    private static int millis(String header, int from, int to) throws StompProtocolException {
        int millis = 0;
        for (int i = from; i < to && millis <= MAX_MILLIS; i++) {
            char digit = header.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new StompProtocolException(Reason.BAD_HEART_BEAT, "heart-beat has a character that is no digit");
            }
            millis = 10 * millis + (digit - '0');
        }
        if (from == to || millis > MAX_MILLIS) {
            throw new StompProtocolException(
                    Reason.BAD_HEART_BEAT, "heart-beat must be two numbers from 0 to " + MAX_MILLIS);
        }
        return millis;
    }

    /// What holds on this side when the other side offers `peer`: a direction beats if its sender can and its receiver
    /// wants to, at the slower of the two paces.
    public HeartBeat negotiate(HeartBeat peer) {
        return new HeartBeat(slower(outgoingMillis, peer.incomingMillis), slower(incomingMillis, peer.outgoingMillis));
    }

    private static int slower(int millis, int peerMillis) {
        return millis == 0 || peerMillis == 0 ? 0 : Math.max(millis, peerMillis);
    }

    /// As in the `heart-beat` header: `10000,5000`.
    public String text() {
        return outgoingMillis + "," + incomingMillis;
    }
}

package io.pypnm.remote.gateway.pnm.series;

import java.nio.ByteBuffer;

/// Numbers of the wire: big-endian in every capture.
final class BigEndian {
    private BigEndian() {}

    static short[] shorts(byte[] bytes, int from, int to) {
        short[] values = new short[(to - from) / Short.BYTES];
        ByteBuffer.wrap(bytes, from, to - from).asShortBuffer().get(values);
        return values;
    }

    static int[] ints(byte[] bytes, int from, int to) {
        int[] values = new int[(to - from) / Integer.BYTES];
        ByteBuffer.wrap(bytes, from, to - from).asIntBuffer().get(values);
        return values;
    }
}

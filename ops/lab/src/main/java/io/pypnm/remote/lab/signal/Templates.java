package io.pypnm.remote.lab.signal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// RxMER files of real modems, whose values the simulated ones tell instead of their own. Each stands for one
/// downstream channel, whose number and frequencies are those of the file.
public final class Templates {
    public static final Templates NONE = new Templates(List.of());
    private static final int RX_MER = 4;
    private static final int MAC_BYTES = 6;

    private final List<RxMer> captured;

    private Templates(List<RxMer> captured) {
        this.captured = List.copyOf(captured);
    }

    /// Reads the files.
    ///
    /// @param files at most two, for the first channel and the second
    /// @throws IllegalArgumentException if there are more, or one is no RxMER file
    public static Templates read(List<Path> files) throws IOException {
        if (files.size() > OfdmChannel.DOWNSTREAM.size()) {
            throw new IllegalArgumentException("rxmer templates must be at most two, are " + files.size());
        }
        List<RxMer> captured = new ArrayList<>();
        for (Path file : files) {
            int ifIndex = OfdmChannel.DOWNSTREAM.get(captured.size()).ifIndex();
            try {
                captured.add(read(ByteBuffer.wrap(Files.readAllBytes(file)), ifIndex));
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                throw new IllegalArgumentException("rxmer template " + file + " is no whole RxMER file", e);
            }
        }
        return new Templates(captured);
    }

    private static RxMer read(ByteBuffer file, int ifIndex) {
        int magic = file.getInt();
        boolean versioned = magic == (('P' << 24) + ('N' << 16) + ('N' << 8) + RX_MER);
        if (!versioned && magic != ('P' << 24) + ('N' << 16) + ('M' << 8) + RX_MER) {
            throw new IllegalArgumentException("magic is " + Integer.toHexString(magic));
        }
        file.position(versioned ? 10 : 8);
        int channelId = file.get() & 0xff;
        file.position(file.position() + MAC_BYTES);
        long zeroFrequency = Integer.toUnsignedLong(file.getInt());
        int firstActive = file.getShort() & 0xffff;
        int spacing = file.get() & 0xff;
        int length = file.getInt();
        if (length < 0 || length > file.remaining()) {
            throw new IllegalArgumentException("length is " + length);
        }
        byte[] quarters = new byte[length];
        file.get(quarters);
        return RxMer.of(new OfdmChannel(ifIndex, channelId, zeroFrequency, firstActive, length, spacing), quarters);
    }

    /// The downstream channels of every modem.
    public List<OfdmChannel> downstream() {
        List<OfdmChannel> channels = new ArrayList<>(OfdmChannel.DOWNSTREAM);
        for (int i = 0; i < captured.size(); i++) {
            channels.set(i, captured.get(i).channel());
        }
        return channels;
    }

    /// The file's, or what the modem measures.
    public RxMer rxMer(long seed, int run, OfdmChannel channel) {
        return captured.stream()
                .filter(it -> it.channel().equals(channel))
                .findFirst()
                .orElseGet(() -> RxMer.measured(seed, run, channel));
    }
}

package io.pypnm.remote.lab.device;

import io.pypnm.remote.lab.snmp.ResponseWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Reads the sockets of some devices, answers, and sends late what a misbehaviour holds back. All on its own thread.
public final class DeviceServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DeviceServer.class.getName());

    /// Answers held back at a time, all devices together; one more is lost and counted.
    private static final int MAX_HELD = 10_000;
    /// Datagrams read from one socket before the others get their turn.
    private static final int TURN = 64;

    private final Selector selector = Selector.open();
    private final DatagramChannel elsewhere;
    private final LongSupplier nanos;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(ResponseWriter.MAX_BYTES);
    private final ResponseWriter response = new ResponseWriter();
    private final PriorityQueue<Held> held =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos - other.dueNanos));
    private final Thread thread;
    private volatile boolean open = true;

    /// @param name      of the thread
    /// @param elsewhere sends what must not come from the device's own address; stays the caller's
    /// @param nanos     a clock that nobody sets
    public DeviceServer(String name, DatagramChannel elsewhere, LongSupplier nanos) throws IOException {
        this.elsewhere = elsewhere;
        this.nanos = nanos;
        thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Serves the device on this socket. Only before [#start].
    ///
    /// @param socket bound and non-blocking; stays the caller's
    public void add(Device device, DatagramChannel socket) throws IOException {
        socket.register(selector, SelectionKey.OP_READ, device);
    }

    public void start() {
        thread.start();
    }

    /// Stops at once; answers still held back are lost.
    @Override
    public void close() throws IOException {
        open = false;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }

    private void run() {
        try {
            while (open) {
                selector.select(this::serve, millisToNextHeld());
                sendDue();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the lab's devices answer no more", e);
        }
    }

    private void serve(SelectionKey key) {
        var device = (Device) key.attachment();
        var socket = (DatagramChannel) key.channel();
        try {
            for (int i = 0; i < TURN; i++) {
                var peer = (InetSocketAddress) socket.receive(datagram.clear());
                if (peer == null) {
                    return;
                }
                datagram.flip();
                answer(device, socket, peer);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a datagram for " + device.name() + " hit a bug", e);
        }
    }

    private void answer(Device device, DatagramChannel socket, InetSocketAddress peer) throws IOException {
        Optional<Device.Delivery> delivery = device.serve(datagram, peer, response);
        if (delivery.isEmpty()) {
            return;
        }
        DatagramChannel from = delivery.get().fromElsewhere() ? elsewhere : socket;
        ByteBuffer message = response.finish();
        var answer = new Answer(device, response.varBinds(), from, peer, message);
        if (delivery.get().delayNanos() == 0) {
            send(answer);
        } else {
            hold(answer, nanos.getAsLong() + delivery.get().delayNanos());
        }
    }

    private static void send(Answer answer) throws IOException {
        if (answer.from.send(answer.message, answer.to) == 0) {
            answer.device.answerNotSent(answer.varBinds);
        }
    }

    private void hold(Answer answer, long dueNanos) {
        if (held.size() == MAX_HELD) {
            answer.device.answerNotSent(answer.varBinds);
        } else {
            held.add(new Held(dueNanos, answer.copy()));
        }
    }

    private void sendDue() throws IOException {
        for (Held next = held.peek(); next != null && next.dueNanos - nanos.getAsLong() <= 0; next = held.peek()) {
            held.remove();
            send(next.answer);
        }
    }

    /// 0 waits without end. Rounded up, so that the answer is due on waking.
    private long millisToNextHeld() {
        Held next = held.peek();
        return next == null
                ? 0
                : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.dueNanos - nanos.getAsLong() + 999_999));
    }

    private record Answer(Device device, int varBinds, DatagramChannel from, InetSocketAddress to, ByteBuffer message) {

        /// With a message of its own, where the other's is written over by the next answer.
        Answer copy() {
            ByteBuffer own =
                    ByteBuffer.allocate(message.remaining()).put(message).flip();
            return new Answer(device, varBinds, from, to, own);
        }
    }

    private record Held(long dueNanos, Answer answer) {}
}

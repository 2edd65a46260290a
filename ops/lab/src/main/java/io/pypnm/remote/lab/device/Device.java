package io.pypnm.remote.lab.device;

import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.snmp.MalformedRequestException;
import io.pypnm.remote.lab.snmp.Request;
import io.pypnm.remote.lab.snmp.RequestReader;
import io.pypnm.remote.lab.snmp.ResponseWriter;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// One simulated device: what it says, how it misbehaves, what it has counted. Safe for use by several threads.
public final class Device {
    private static final System.Logger LOG = System.getLogger(Device.class.getName());

    private final Inet4Address address;
    private final String name;
    private final Function<Life, Mib> start;
    private final DeviceSettings settings;

    // Guarded by this.
    private ThisLife life = new ThisLife();
    private Faults faults;
    private Counters counters;
    private Mib mib;

    /// @param start makes the device's objects as they are after its start
    public Device(Inet4Address address, String name, Function<Life, Mib> start, DeviceSettings settings) {
        this.address = address;
        this.name = name;
        this.start = start;
        this.settings = settings;
        faults = behaving(List.of());
        counters = new Counters();
        mib = start.apply(life);
    }

    public Inet4Address address() {
        return address;
    }

    public String name() {
        return name;
    }

    public Communities communities() {
        return settings.communities();
    }

    public synchronized DeviceCounts counts() {
        return counters.snapshot();
    }

    /// Misbehaves so from now on, and no longer as before; without an argument it behaves.
    public void misbehave(Fault... faults) {
        misbehave(List.of(faults));
    }

    /// Misbehaves so from now on, and no longer as before.
    public synchronized void misbehave(List<Fault> faults) {
        this.faults = behaving(faults);
    }

    public synchronized List<Fault> misbehaviours() {
        return faults.list();
    }

    /// Starts anew: nothing written, nothing counted, behaving well.
    public synchronized void reset() {
        faults = behaving(List.of());
        counters = new Counters();
        restart();
    }

    private void restart() {
        life = new ThisLife();
        mib = start.apply(life);
    }

    private synchronized void step(ThisLife of, Runnable step) {
        if (of == life) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a step of " + name + " hit a bug", e);
            }
        }
    }

    /// Answers one datagram.
    ///
    /// @param response takes the answer; to be finished and sent if there is one
    /// @return how to send it; empty for silence
    synchronized Optional<Delivery> serve(ByteBuffer datagram, InetSocketAddress peer, ResponseWriter response) {
        Request request;
        try {
            request = RequestReader.read(datagram);
        } catch (MalformedRequestException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> name + " from " + peer + ": " + e.getMessage());
            return silence(Silence.NOT_UNDERSTOOD);
        }
        if (!settings.communities().mayRead(request.community())) {
            return silence(Silence.WRONG_COMMUNITY);
        }
        counters.request(request, settings.clocks().wall().millis());
        if (faults.dropsRequest(request.type(), settings.clocks().nanos().getAsLong())) {
            return silence(Silence.REQUEST_DROPPED);
        }
        boolean mayWrite = settings.communities().mayWrite(request.community());
        new Responder(mib, faults, request, response, settings.maxMessageBytes())
                .respond(mayWrite, () -> writeDown(request, peer));
        if (faults.losesAnswer(request.type())) {
            return silence(Silence.ANSWER_DROPPED);
        }
        counters.answer(response.varBinds());
        return Optional.of(new Delivery(faults.delayNanos(request.type()), faults.answersFromElsewhere()));
    }

    /// How an answer goes out.
    ///
    /// @param delayNanos    0 for at once
    /// @param fromElsewhere whether another address than the device's own sends it
    record Delivery(long delayNanos, boolean fromElsewhere) {}

    /// The answer that [#serve] gave could not be sent.
    ///
    /// @param varBinds in it
    synchronized void answerNotSent(int varBinds) {
        counters.answerNotSent(varBinds);
    }

    private Optional<Delivery> silence(Silence why) {
        counters.silence(why);
        return Optional.empty();
    }

    private Faults behaving(List<Fault> faults) {
        return new Faults(faults, settings.clocks().nanos().getAsLong());
    }

    /// Writes the SET down in history and counts. False if there is no room or no way to.
    private boolean writeDown(Request set, InetSocketAddress peer) {
        if (!counters.hasRoomFor(set.varBinds())) {
            return false;
        }
        Instant at = settings.clocks().wall().instant();
        try {
            settings.history().write(entries(set, peer, at));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, name + " refuses a SET: the history cannot be written", e);
            return false;
        }
        counters.sets(set.varBinds(), at.toEpochMilli());
        return true;
    }

    private List<SetHistory.Entry> entries(Request set, InetSocketAddress peer, Instant at) {
        String device = address.getHostAddress();
        String from = peer.getAddress().getHostAddress() + ":" + peer.getPort();
        long nanos = settings.clocks().nanos().getAsLong();
        return set.varBinds().stream()
                .map(varBind ->
                        new SetHistory.Entry(device, varBind.oid(), varBind.value(), set.requestId(), from, at, nanos))
                .toList();
    }

    private final class ThisLife implements Life {
        @Override
        public InstantSource wall() {
            return settings.clocks().wall();
        }

        @Override
        public LongSupplier nanos() {
            return settings.clocks().nanos();
        }

        @Override
        public boolean has(Misbehaviour kind) {
            return faults.has(kind);
        }

        @Override
        public int number(Misbehaviour kind) {
            return faults.number(kind);
        }

        @Override
        public boolean takesTurn(Misbehaviour kind) {
            return faults.takesTurn(kind);
        }

        @Override
        public boolean within(Misbehaviour kind) {
            return faults.within(kind, nanos().getAsLong());
        }

        @Override
        public void after(Duration delay, Runnable step) {
            settings.background().after(delay, () -> step(this, step));
        }

        @Override
        public void aside(Runnable work) {
            settings.background().aside(work);
        }

        @Override
        public void restart() {
            Device.this.restart();
        }
    }
}

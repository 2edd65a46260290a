package io.pypnm.remote.lab.device;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.plant.Modem;
import io.pypnm.remote.lab.plant.Plant;
import io.pypnm.remote.lab.plant.Scratch;
import io.pypnm.remote.lab.pnm.PnmSettings;
import io.pypnm.remote.lab.signal.Templates;
import io.pypnm.remote.lab.snmp.Messages;
import io.pypnm.remote.lab.snmp.ResponseWriter;
import io.pypnm.remote.lab.tftp.TftpClient;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// One modem without a socket and with a clock that only the test moves: datagrams go in and come out by hand.
public final class Bench {
    public static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
    static final Oid SLOT = Scratch.integerSlot(1);
    static final String SYS_NAME = "1.3.6.1.2.1.1.5.0";
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000);

    private final Plant plant = new Plant(Inet4Address.ofLiteral("127.20.0.1"), 1, 1, 1, 1);
    private final ResponseWriter response = new ResponseWriter();
    private final List<TftpClient.Upload> uploads = new ArrayList<>();
    private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::due));
    private Duration passed = Duration.ZERO;
    final Device device;

    public Bench() {
        this(1472, SetHistory.NONE);
    }

    Bench(int maxMessageBytes, SetHistory history) {
        var clocks = new Clocks(() -> START.plus(passed), () -> passed.toNanos());
        device = new Device(
                plant.address(0),
                Modem.name(0),
                life -> Modem.mib(
                        plant, 0, life, new PnmSettings(Duration.ofSeconds(1), 69, Templates.NONE), uploads::add),
                new DeviceSettings(Communities.DEFAULT, maxMessageBytes, history, clocks, new Steps()));
    }

    /// Moves the clock, and does what the device has to do meanwhile.
    public void pass(Duration time) {
        Duration end = passed.plus(time);
        while (!steps.isEmpty() && steps.element().due().compareTo(end) <= 0) {
            Step step = steps.remove();
            passed = step.due();
            step.work().run();
        }
        passed = end;
    }

    /// What the modem has sent so far.
    public List<TftpClient.Upload> uploads() {
        return List.copyOf(uploads);
    }

    public void misbehave(Fault... faults) {
        device.misbehave(faults);
    }

    private final class Steps implements Background {
        @Override
        public void after(Duration delay, Runnable step) {
            steps.add(new Step(passed.plus(delay), step));
        }

        @Override
        public void aside(Runnable work) {
            work.run();
        }
    }

    private record Step(Duration due, Runnable work) {}

    /// What the device does with the request.
    Optional<Device.Delivery> serve(String community, PDU request) {
        return device.serve(Messages.encode(community, request), PEER, response);
    }

    /// The answer to the request, with the community that may write.
    public Optional<PDU> ask(PDU request) {
        return ask("lab-rw", request);
    }

    Optional<PDU> ask(String community, PDU request) {
        return serve(community, request).map(_ -> Messages.decode(datagram()));
    }

    /// The answer last made, as it would be sent.
    ByteBuffer datagram() {
        return response.finish();
    }

    public static PDU get(String... oids) {
        return Messages.pdu(PDU.GET, oids);
    }

    public static PDU next(String... oids) {
        return Messages.pdu(PDU.GETNEXT, oids);
    }

    public static PDU set(VariableBinding... varBinds) {
        return Messages.pdu(PDU.SET, varBinds);
    }

    public static VariableBinding varBind(Oid oid, int value) {
        return varBind(oid, new Integer32(value));
    }

    public static VariableBinding varBind(Oid oid, String value) {
        return varBind(oid, new OctetString(value));
    }

    public static VariableBinding varBind(Oid oid, Variable value) {
        return new VariableBinding(new OID(oid.toArray()), value);
    }

    static SnmpValue integer(int value) {
        return new SnmpValue.Integer32(value);
    }
}

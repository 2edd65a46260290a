package io.pypnm.remote.gateway.pnm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.PnmCapture;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.outcome.Reply.Captured.Capture;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// An agent that answers `pnm_capture` with sample files, when the test wants it.
public final class MeasuringAgent implements AutoCloseable {
    public static final String RXMER_193 = "pnn4-rxmer-demo-ch193-1764820677.bin";
    public static final String RXMER_194 = "pnn4-rxmer-demo-ch194-1764820674.bin";

    private static final MessageCodec CODEC = new MessageCodec();
    private static final String RXMER_ENTRY = "1.3.6.1.4.1.4491.2.1.27.1.2.5.1.";

    private final ProbeAgent agent;

    private MeasuringAgent(ProbeAgent agent) {
        this.agent = agent;
    }

    public static MeasuringAgent connect(RunningGateway gateway) throws IOException, InterruptedException {
        return connect(gateway, gateway.newAgent());
    }

    public static MeasuringAgent connect(RunningGateway gateway, AgentId id) throws IOException, InterruptedException {
        return connect(gateway, id, ProbeAgent.newInstance());
    }

    /// With the journal of that instance.
    public static MeasuringAgent connect(RunningGateway gateway, AgentId id, InstanceId instance)
            throws IOException, InterruptedException {
        return new MeasuringAgent(
                ProbeAgent.connect(gateway, id, instance).take(Lane.LONG, 8).take(Lane.BULK, 8));
    }

    public AgentId id() {
        return agent.id();
    }

    public ProbeAgent probe() {
        return agent;
    }

    /// The next measurement that is asked for, waiting for it.
    public Order next() throws Exception {
        Delivered delivered = agent.next();
        Command command = CODEC.decodeCommand(delivered.frame().body());
        assertThat(command).isInstanceOf(PnmCapture.class);
        return new Order(delivered, (PnmCapture) command);
    }

    /// Answers the next walk of several tables with these rows.
    public void answerTables(List<List<VarBind>> tables) throws Exception {
        Delivered delivered = agent.next();
        Command command = CODEC.decodeCommand(delivered.frame().body());
        assertThat(command).isInstanceOf(Command.SnmpParallelWalk.class);
        List<Oid> roots = ((Command.SnmpParallelWalk) command).roots();
        List<Reply.Trees.Tree> trees = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            trees.add(new Reply.Trees.Tree(roots.get(i), tables.get(i), 1));
        }
        agent.answer(delivered, ProbeAgent.encode(delivered.id(), new Outcome.Completed(new Reply.Trees(trees))));
        agent.acknowledge(delivered);
    }

    /// A measurement that is asked for.
    public record Order(Delivered delivered, PnmCapture request) {}

    /// Answers with an outcome.
    public void answer(Order order, Outcome outcome) throws IOException, InterruptedException {
        agent.answer(order.delivered(), ProbeAgent.encode(order.delivered().id(), outcome));
        agent.acknowledge(order.delivered());
    }

    /// Answers as a healthy modem with two OFDM channels would.
    public void answerRxMer(Order order) throws IOException, InterruptedException {
        answer(order, completed(rxMer(order, 48, 193, RXMER_193), rxMer(order, 49, 194, RXMER_194)));
    }

    public static Outcome completed(Capture... captures) {
        return new Outcome.Completed(captured(captures));
    }

    public static Captured captured(Capture... captures) {
        return new Captured(
                "<<MODEL: SIM-31>>",
                List.of(captures),
                List.of(
                        new Captured.Step(3, "GET sysDescr.0", "<<MODEL: SIM-31>>"),
                        new Captured.Step(9, "SET", "done")));
    }

    /// A channel whose file is a sample, made one of the modem asked for.
    public static Capture rxMer(Order order, long ifIndex, int channelId, String sample) throws IOException {
        return new Capture(
                ifIndex,
                channelId,
                MeasStatus.SAMPLE_READY,
                List.of(
                        figure(2, ifIndex, 2),
                        figure(3, ifIndex, channelId == 193 ? 4499 : 4316),
                        figure(4, ifIndex, 90)),
                List.of(file(sample, of(order.request().mac(), sample))));
    }

    private static VarBind figure(int column, long ifIndex, long value) {
        return new VarBind(Oid.parse(RXMER_ENTRY + column + "." + ifIndex), new SnmpValue.Gauge32(value));
    }

    /// A sample as this modem would have written it.
    public static byte[] of(MacAddress mac, String sample) throws IOException {
        byte[] file = SampleFiles.read(sample);
        ByteBuffer.wrap(file).put(11, HexFormat.of().parseHex(mac.bare()));
        return file;
    }

    public static FileContent file(String name, byte[] content) {
        return new FileContent(
                new FileName(name),
                "/srv/tftp",
                content.length,
                Instant.parse("2026-03-02T10:15:30Z"),
                Checksum.sha256(content),
                new FileContent.Content.Inline(Octets.of(content)));
    }

    @Override
    public void close() {
        agent.close();
    }
}

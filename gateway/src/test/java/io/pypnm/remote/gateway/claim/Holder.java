package io.pypnm.remote.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// An agent with an open command.
///
/// @param what it uploads
record Holder(RunningGateway gateway, ProbeAgent agent, InstanceId instance, Delivered delivered, String what)
        implements AutoCloseable {
    private static final int MIB = 1 << 20;

    Holder(RunningGateway gateway, ProbeAgent agent, InstanceId instance, Delivered delivered) {
        this(gateway, agent, instance, delivered, "");
    }

    /// The same, and says what it uploads.
    Holder uploading(String claim) {
        return new Holder(gateway, agent, instance, delivered, claim);
    }

    /// The same agent with its next command.
    Holder next() throws Exception {
        return new Holder(gateway, agent, instance, agent.next(), what);
    }

    static Holder of(RunningGateway gateway, String command) throws Exception {
        InstanceId instance = ProbeAgent.newInstance();
        ProbeAgent agent =
                ProbeAgent.connect(gateway, gateway.newAgent(), instance).take(Lane.INTERACTIVE, 4);
        gateway.submit(agent.id(), command);
        return new Holder(gateway, agent, instance, agent.next());
    }

    CommandId command() {
        return delivered.id();
    }

    String path() {
        return "/api/claims/" + command();
    }

    HttpRequest.Builder request() {
        return request(agent.id(), RunningGateway.token(agent.id()), instance.toString(), agent.epoch());
    }

    HttpRequest.Builder request(AgentId id, String token, String instance, long epoch) {
        String login = Base64.getEncoder().encodeToString((id + ":" + token).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = gateway.request(
                path(), "Authorization", "Basic " + login, "Instance", instance, "Epoch", Long.toString(epoch));
        return what.isEmpty() ? request : request.header("Claim", what);
    }

    HttpReply head(byte[] whole) throws Exception {
        return head(Checksum.sha256(whole));
    }

    HttpReply head(String sha256) throws Exception {
        return gateway.send(request()
                .header("Sha256", sha256)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    HttpReply put(byte[] whole, int from, int to) throws Exception {
        return put(whole, from, to, Checksum.sha256(whole));
    }

    HttpReply put(byte[] whole, int from, int to, String sha256) throws Exception {
        return gateway.send(request()
                .header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + whole.length)
                .header("Sha256", sha256)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(whole, from, to - from))
                .build());
    }

    void putAll(byte[] whole) throws Exception {
        int part = 4 * MIB;
        for (int from = 0; from < whole.length; from += part) {
            int to = Math.min(whole.length, from + part);
            HttpReply reply = put(whole, from, to);
            assertThat(reply.status()).as("%s", reply.raw().body()).isEqualTo(to == whole.length ? 204 : 308);
            assertThat(reply.header("Upload-Offset")).isEqualTo(Integer.toString(to));
        }
    }

    /// Says that the outcome is what was uploaded.
    void answer(byte[] whole) throws Exception {
        agent.probe()
                .send(new StompFrame(
                        StompCommand.SEND,
                        StompHeaders.of(
                                StompHeaders.DESTINATION,
                                "outcomes.test",
                                WireHeaders.CORRELATION_ID,
                                command().toString(),
                                WireHeaders.CLAIM_SHA256,
                                Checksum.sha256(whole),
                                WireHeaders.CLAIM_BYTES,
                                Integer.toString(whole.length),
                                StompHeaders.RECEIPT,
                                "claimed")));
    }

    @Override
    public void close() {
        agent.close();
    }

    /// An outcome of about so many bytes; the seed makes it different from others.
    static byte[] outcome(CommandId command, int bytes, int seed) {
        List<VarBind> varBinds = new ArrayList<>();
        byte[] value = new byte[4096];
        var random = new Random(seed);
        for (int size = 0; size < bytes; size += 2 * value.length + 100) {
            random.nextBytes(value);
            varBinds.add(new VarBind(
                    Oid.parse("1.3.6.1.2.1.1." + varBinds.size()), new SnmpValue.OctetString(Octets.of(value))));
        }
        return ProbeAgent.encode(command, new Outcome.Completed(new Reply.VarBinds(varBinds)));
    }
}

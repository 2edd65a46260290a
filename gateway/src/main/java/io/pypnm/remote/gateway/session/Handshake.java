package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.access.AgentLogin.Announced;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.agentlink.Frames;
import io.pypnm.remote.gateway.agentlink.RefusedFrameException;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a CONNECT frame says.
///
/// @param login     agent id as given, not yet checked
/// @param heartBeat what holds on the gateway's side
/// @param instance  the agent's; one of its own for a peer that names none, so nothing is ever delivered to it twice
/// @param announced whether the agent named it
/// @param journal   whether the agent says it keeps one
/// @param capabilities what the agent says it can do; decides which agent is asked, never what one may
/// @param about     version, for people
record Handshake(
        StompVersion version,
        String login,
        Secret passcode,
        HeartBeat heartBeat,
        InstanceId instance,
        Announced announced,
        boolean journal,
        Set<String> capabilities,
        String about) {
    private static final int MAX_CAPABILITIES = 100;

    static Handshake read(StompFrame connect, HeartBeat ours) throws RefusedFrameException {
        StompHeaders headers = connect.headers();
        StompVersion version = StompVersion.negotiate(
                        headers.first(StompHeaders.ACCEPT_VERSION).orElse(StompVersion.V1_0.text()))
                .orElseThrow(() -> malformed("accept-version must have one of 1.0, 1.1, 1.2"));
        InstanceId instance = instance(headers);
        boolean named = headers.first(WireHeaders.INSTANCE).isPresent();
        return new Handshake(
                version,
                Frames.required(connect, StompHeaders.LOGIN),
                passcode(connect),
                heartBeat(headers, ours),
                instance,
                named ? new Announced.Instance(instance) : new Announced.Nothing(),
                named && headers.first(WireHeaders.JOURNAL).orElse("").equals("true"),
                capabilities(headers),
                about(headers));
    }

    private static Set<String> capabilities(StompHeaders headers) {
        String all = headers.first(WireHeaders.CAPABILITIES).orElse("");
        return Stream.of(all.split(",", MAX_CAPABILITIES + 1))
                .limit(MAX_CAPABILITIES)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Secret passcode(StompFrame connect) throws RefusedFrameException {
        String passcode = Frames.required(connect, StompHeaders.PASSCODE);
        if (passcode.isBlank()) {
            throw malformed("passcode must not be blank");
        }
        return new Secret(passcode);
    }

    private static HeartBeat heartBeat(StompHeaders headers, HeartBeat ours) throws RefusedFrameException {
        try {
            return ours.negotiate(
                    HeartBeat.parse(headers.first(StompHeaders.HEART_BEAT).orElse("0,0")));
        } catch (StompProtocolException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static InstanceId instance(StompHeaders headers) throws RefusedFrameException {
        try {
            return headers.first(WireHeaders.INSTANCE)
                    .map(InstanceId::parse)
                    .orElseGet(() -> new InstanceId(UUID.randomUUID()));
        } catch (IllegalArgumentException _) {
            throw malformed("instance must be a UUID");
        }
    }

    private static String about(StompHeaders headers) {
        return headers.first(WireHeaders.AGENT_VERSION).orElse("");
    }

    private static RefusedFrameException malformed(String message) {
        return new RefusedFrameException(ErrorCode.MALFORMED, message);
    }
}

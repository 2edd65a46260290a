package io.pypnm.remote.gateway.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentEndpointTest {
    /// A peer that goes while it is written to made one thread recurse to the end of its stack, again and again.
    @Test
    void closeThatFailsIsNotTriedAgain() {
        ThreadFactory threads = Thread.ofVirtual().factory();
        var endpoint = new AgentEndpoint(
                new LinkWatch(LinkConfig.DEFAULT, threads),
                (_, _) -> {
                    throw new AssertionError("nobody logs in");
                },
                LinkConfig.DEFAULT,
                threads,
                new Nowhere(),
                System::nanoTime);
        var closes = new AtomicInteger();
        Session session = (Session)
                Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, (self, _, _) -> {
                    closes.incrementAndGet();
                    endpoint.onError((Session) self, new IOException("the socket is closed"));
                    return null;
                });

        endpoint.onError(session, new IOException("the socket broke"));

        assertThat(closes).hasValue(1);
    }

    private static final class Nowhere implements AgentEndpoint.Container {
        @Override
        public InetAddress source(Session session) {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public void abort(Session session) {}
    }
}

package io.pypnm.remote.broker;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;

/// Makes Artemis's acceptor for clients of this JVM, with what comes in carried by virtual threads. By itself (2.56,
/// `RemotingServiceImpl.threadPool`) it gives every packet to one of dozens of platform threads.
///
/// Public, as Artemis makes it by its name.
public final class InVmAcceptors extends InVMAcceptorFactory {
    @Override
    public Acceptor createAcceptor(
            String name,
            ClusterConnection clusterConnection,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor platformThreads,
            ScheduledExecutorService scheduledThreadPool,
            @SuppressWarnings("rawtypes") Map<String, ProtocolManager> protocols,
            String threadFactoryGroupName,
            MetricsManager metricsManager) {
        return super.createAcceptor(
                name,
                clusterConnection,
                configuration,
                handler,
                listener,
                EmbeddedServer.THREADS,
                scheduledThreadPool,
                protocols,
                threadFactoryGroupName,
                metricsManager);
    }
}

package io.pypnm.remote.broker;

import io.pypnm.remote.broker.BrokerException.Reason;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.jspecify.annotations.Nullable;

/// The life of one Artemis server on one directory: start, failure, stop.
final class EmbeddedServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedServer.class.getName());

    /// At INFO, Artemis audits every access to a queue. A level holds only as long as somebody holds its logger
    /// (`java.util.logging` keeps weak references), hence the field.
    private static final Logger AUDIT_LOG = Logger.getLogger("org.apache.activemq.audit");

    /// What Artemis does in the background is many short steps that wake each other. As many at once as it has queues,
    /// sessions and connections: each does its own steps one after another (`OrderedExecutor`).
    static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final BrokerConfig config;
    private final DirectoryLock lock;
    private final ActiveMQServer artemis;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    /// Until then a failure is an exception of the start's.
    private volatile boolean started;
    private volatile boolean closed;

    private EmbeddedServer(BrokerConfig config, DirectoryLock lock, int serverId) {
        this.config = config;
        this.lock = lock;
        var registry = new ServiceRegistryImpl();
        registry.setExecutorService(THREADS);
        this.artemis = new ActiveMQServerImpl(ServerSettings.of(config, serverId), null, null, null, registry);
    }

    /// Returns when the server serves.
    ///
    /// @param onFailure see [Broker#start]
    static EmbeddedServer start(BrokerConfig config, int serverId, Consumer<String> onFailure) throws BrokerException {
        AUDIT_LOG.setLevel(Level.OFF);
        var server = new EmbeddedServer(config, DirectoryLock.take(config.directory()), serverId);
        try {
            server.activate(onFailure);
            return server;
        } catch (BrokerException e) {
            server.close();
            throw e;
        }
    }

    /// What is done or asked on a server that serves.
    interface Work<T> {
        T on(ActiveMQServer artemis) throws Exception;
    }

    /// Does some work, and tells its result only if the server served to its end: one that stops meanwhile finds no
    /// queues, or throws `NullPointerException`.
    ///
    /// @param what for the message, if it fails: `cannot {what}`
    <T> T attempt(String what, Work<T> work) throws BrokerException {
        requireServing();
        try {
            T result = work.on(artemis);
            requireServing();
            return result;
        } catch (BrokerException e) {
            throw e;
        } catch (Exception e) {
            requireServing();
            throw new BrokerException(Reason.FAILED, "cannot " + what + ": " + e, e);
        }
    }

    private void requireServing() throws BrokerException {
        @Nullable String why = failure.get();
        if (why != null) {
            throw new BrokerException(Reason.FAILED, "the broker has stopped: " + why, null);
        }
        if (closed) {
            throw new BrokerException(Reason.FAILED, "the broker is closed", null);
        }
    }

    private void activate(Consumer<String> onFailure) throws BrokerException {
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        // A server that cannot activate says so to its listeners and returns from start() all the same.
        artemis.registerActivationFailureListener(refused::set);
        artemis.registerIOCriticalErrorListener((cause, message, file) -> {
            String why = message + (file == null ? "" : " (" + file + ")") + ": " + cause;
            if (failure.compareAndSet(null, why) && started) {
                onFailure.accept(why);
            }
        });
        try {
            artemis.start();
        } catch (Exception e) {
            refused.compareAndSet(null, e);
        }
        started = true;
        @Nullable Exception cause = refused.get();
        if (cause != null || failure.get() != null || !artemis.isActive()) {
            throw new BrokerException(
                    hasSpace() ? Reason.DAMAGED : Reason.UNWRITABLE,
                    "cannot start on " + config.directory() + ": " + (cause == null ? failure : cause),
                    cause);
        }
    }

    /// Artemis reports a full disk and a damaged file alike.
    private boolean hasSpace() {
        return config.directory().toFile().getUsableSpace() > config.journalFileBytes();
    }

    @Override
    public void close() {
        closed = true;
        try (lock) {
            artemis.stop();
        } catch (Exception e) {
            // What was acknowledged is on disk already; the next start reads it.
            LOG.log(System.Logger.Level.WARNING, "the broker did not stop in order", e);
        }
    }
}

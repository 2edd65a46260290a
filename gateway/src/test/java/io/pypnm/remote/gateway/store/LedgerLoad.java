package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.Settlement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Measures the ledger by hand, beside the disk's own write+fdatasync: `LedgerLoad DIRECTORY THREADS COMMANDS`. Each
/// command is accepted, queued, delivered and settled, as in the gateway.
final class LedgerLoad {
    private LedgerLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        int commands = Integer.parseInt(arguments[2]);
        double syncMillis = syncMillis(directory.resolve("probe"));
        Path file = Files.createTempDirectory(directory, "load").resolve("ledger.db");
        try (Store store = Store.open(file, InstantSource.system())) {
            run(store, threads, commands / 10);
            Store.Metrics before = store.metrics();
            long[] nanos = new long[2];
            long[] took = run(store, threads, commands, nanos);
            Store.Metrics after = store.metrics();
            double commits = (double) (after.commits() - before.commits()) / commands;
            Arrays.sort(took);
            System.out.printf(
                    "sync %.2f ms; %d threads: %.0f commands/s, p50 %.2f p99 %.2f max %.2f ms, %.3f commits/command,"
                            + " %.2f commits/op, %d checkpoints, log %d KiB%n",
                    syncMillis,
                    threads,
                    commands * 1e9 / nanos[0],
                    took[took.length / 2] / 1e6,
                    took[took.length * 99 / 100] / 1e6,
                    took[took.length - 1] / 1e6,
                    commits,
                    (double) (after.commits() - before.commits()) / (after.operations() - before.operations()),
                    after.checkpoints(),
                    after.logBytes() / 1024);
        }
    }

    private static void run(Store store, int threads, int commands) throws InterruptedException, ExecutionException {
        run(store, threads, commands, new long[2]);
    }

    /// Nanoseconds that each command took; `elapsed[0]` that all took together.
    private static long[] run(Store store, int threads, int commands, long[] elapsed)
            throws InterruptedException, ExecutionException {
        var samples = new Samples();
        var session = Samples.session(store.ledger());
        var left = new AtomicInteger(commands);
        long[] took = new long[commands];
        long start = System.nanoTime();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(_ -> executor.submit(() -> {
                        for (int i = left.decrementAndGet(); i >= 0; i = left.decrementAndGet()) {
                            long began = System.nanoTime();
                            command(store.ledger(), samples, session);
                            took[i] = System.nanoTime() - began;
                        }
                    }))
                    .toList();
            for (Future<?> each : running) {
                each.get();
            }
        }
        elapsed[0] = System.nanoTime() - start;
        return took;
    }

    private static void command(Ledger ledger, Samples samples, AgentSession session) {
        // Ids in the order of time, as in the gateway, on 10,000 devices.
        CommandId id = new CommandIds(InstantSource.system(), ThreadLocalRandom.current()).next();
        String target = "10.0.0." + ThreadLocalRandom.current().nextInt(10_000);
        NewCommand command = samples.command(id, Samples.AGENT, Effect.READ, target, new NewCommand.Idempotency.None());
        ledger.accept(command);
        ledger.queued(id);
        if (!(ledger.deliver(id, session) instanceof Delivery.Go)
                || !ledger.settle(List.of(Samples.completed(id, Samples.agent())))
                        .equals(List.of(Settlement.FIRST))) {
            throw new IllegalStateException("command " + id + " took another way");
        }
    }

    /// The median of 200 appends of 4 KiB, each synced.
    private static double syncMillis(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            long[] took = new long[200];
            for (int i = 0; i < took.length; i++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                took[i] = System.nanoTime() - began;
            }
            Arrays.sort(took);
            return took[took.length / 2] / 1e6;
        }
    }
}

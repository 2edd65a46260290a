package io.pypnm.remote.bench.client;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Does one thing by the agent's code, as often as it is told, and prints what that cost in one line.
public final class ClientMain {
    /// One thing to do.
    @FunctionalInterface
    private interface Work {
        Cost run(Order order) throws Exception;
    }

    private static final Map<String, Work> WORK = Map.of(
            "gets", Gets::run,
            "walk", EngineWalk::run,
            "commands", Commands::gets,
            "walk-command", Commands::walk,
            "busy-walks", Commands::busyWalks,
            "sweep", Sweeps::run,
            "exec", Ssh::execs,
            "small-files", Ssh::smallFiles,
            "large-file", Ssh::largeFile,
            "cli", Ssh::cli);

    private ClientMain() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        Work work = WORK.get(words.getFirst());
        if (work == null) {
            throw new IllegalArgumentException("no work named " + words.getFirst());
        }
        System.out.println(work.run(Order.parse(words.subList(1, words.size()))));
        // What the agent's code keeps open would keep the process.
        System.exit(0);
    }
}

package io.pypnm.remote.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Sets up java.util.logging: one line per event, on standard error or in rotated files.
final class AgentLog {
    private static final String LINE = "%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s: %5$s%6$s%n";
    private static final int FILE_BYTES = 5_000_000;
    private static final int FILES = 5;

    private AgentLog() {}

    /// The log manager of the runtime resets all handlers when the process is asked to stop, and what the agent says
    /// while it drains would be lost. This one does not.
    public static final class Manager extends LogManager {
        /// Made by java.util.logging.
        public Manager() {}

        @Override
        public void reset() {}
    }

    /// Held, since java.util.logging forgets the level of a logger that nobody holds; apart, since a logger must not be
    /// made before the manager is named.
    private static final class Held {
        private static final Logger OURS = Logger.getLogger("io.pypnm.remote");
        /// Calls every broken connection severe, with a stack; the link says the same in one line.
        private static final Logger TYRUS = Logger.getLogger("org.glassfish.tyrus");
    }

    /// To be called before anything is logged.
    static void install(boolean verbose) {
        System.setProperty("java.util.logging.manager", Manager.class.getName());
        System.setProperty("java.util.logging.SimpleFormatter.format", LINE);
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        add(new ConsoleHandler());
        root.setLevel(Level.INFO);
        Held.OURS.setLevel(verbose ? Level.FINE : Level.INFO);
        Held.TYRUS.setLevel(Level.OFF);
    }

    /// From now on logs to `agent.log.0` in `directory`, and keeps four older ones of 5 MB each. Nothing goes to the
    /// console any more: in the background that is a file without bound.
    static void moveToFile(Path directory) throws IOException {
        Files.createDirectories(directory);
        add(new FileHandler(directory + "/agent.log.%g", FILE_BYTES, FILES, true));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (handler instanceof ConsoleHandler) {
                Logger.getLogger("").removeHandler(handler);
            }
        }
    }

    private static void add(Handler handler) {
        handler.setFormatter(new SimpleFormatter());
        handler.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(handler);
    }
}

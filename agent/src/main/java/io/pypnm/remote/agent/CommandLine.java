package io.pypnm.remote.agent;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was asked of the program.
///
/// @param config    the configuration file; empty: the usual places
/// @param home      the agent's directory
/// @param overrides settings given on the command line, by option; they win over file and environment
/// @param flags     options without a value
/// @param host      whom to trust; empty: that was not asked for
record CommandLine(
        Action action, String config, Path home, Map<String, String> overrides, Set<String> flags, String host) {
    static final String USAGE = """
            usage: pypnm-agent [options]          run the agent
                   pypnm-agent status [--home D]  say whether it runs, and how it is
                   pypnm-agent trust-host HOST[:PORT] [--home D] [--fingerprint F | --yes] [--replace]
                                                  show the keys of an SSH server and, if told so, trust them

              -c, --config FILE   settings, instead of HOME/agent_config.json or /etc/pypnm-agent/agent_config.json
                  --home DIR      journal, status and logs, instead of ~/.pypnm-agent
                  --agent-id ID   instead of agent_id
                  --url URL       instead of pypnm_server.url
                  --token TOKEN   instead of pypnm_server.auth_token; everybody on this host can see it
                  --log-file      log to HOME/logs/agent.log.0, five files of 5 MB, and not to the console
              -v, --verbose       log every command
                  --once          serve one connection, then end
                  --fingerprint F trust the key with this fingerprint, SHA256:..., and do not ask
                  --yes           trust all keys that are shown, and do not ask
                  --replace       also if the host was known by other keys
                  --check-config  read the settings, show them, and end
                  --version       show the version
                  --help          show this

            exit: 0 stopped as asked (status: it runs), 1 it failed (status: it does not run), 2 bad settings,
                  3 the gateway refused the credentials (--once), 4 another agent runs with this home
            """;
    static final String VERBOSE = "--verbose";
    static final String ONCE = "--once";
    static final String LOG_FILE = "--log-file";

    static final String FINGERPRINT = "--fingerprint";
    static final String YES = "--yes";
    static final String REPLACE = "--replace";

    private static final Set<String> SETTINGS = Set.of("--agent-id", "--url", "--token", FINGERPRINT);
    private static final Set<String> FLAGS = Set.of(VERBOSE, ONCE, LOG_FILE, YES, REPLACE);

    /// What to do.
    enum Action {
        RUN,
        CHECK_CONFIG,
        STATUS,
        TRUST_HOST,
        VERSION,
        HELP
    }

    CommandLine {
        overrides = Map.copyOf(overrides);
        flags = Set.copyOf(flags);
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /// Reads the arguments.
    ///
    /// @param userHome what `~` stands for
    /// @throws IllegalArgumentException naming what is not understood
    static CommandLine parse(List<String> arguments, Path userHome) {
        Action action = Action.RUN;
        String config = "";
        Path home = userHome.resolve(".pypnm-agent");
        String host = "";
        Map<String, String> overrides = new HashMap<>();
        Set<String> flags = new java.util.HashSet<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "-c", "--config" -> config = value(argument, rest);
                case "--home" -> home = Path.of(value(argument, rest)).toAbsolutePath();
                case "-v" -> flags.add(VERBOSE);
                case "status" -> action = Action.STATUS;
                case "trust-host" -> {
                    action = Action.TRUST_HOST;
                    host = value(argument, rest);
                }
                case "--check-config" -> action = Action.CHECK_CONFIG;
                case "--version" -> action = Action.VERSION;
                case "--help", "-h" -> action = Action.HELP;
                default -> {
                    if (SETTINGS.contains(argument)) {
                        overrides.put(argument, value(argument, rest));
                    } else if (FLAGS.contains(argument)) {
                        flags.add(argument);
                    } else {
                        throw new IllegalArgumentException("what is " + argument + "?");
                    }
                }
            }
        }
        return new CommandLine(action, config, home, overrides, flags, host);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }
}

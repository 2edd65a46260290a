package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.ClientMain;
import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import io.pypnm.remote.bench.process.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs [ClientMain] on the Java runtime and the jars of the agent's archive, with the JVM options of its start script:
/// as fast as the agent is, not as fast as Java could be.
final class AgentCode {
    private static final Path AGENT = RunningProcess.distribution().resolve("agent");
    private static final Pattern EXPORT = Pattern.compile("^export (\\w+)=(\\S+)$", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)-(?:X|D|-)\\S+");

    private final Path folder;
    private final List<String> before;

    AgentCode(Path folder) {
        this(folder, List.of());
    }

    /// @param before command that runs the command it is followed by
    AgentCode(Path folder, List<String> before) {
        this.folder = folder;
        this.before = before;
    }

    Cost run(String work, String... order) throws IOException, InterruptedException {
        String script = Files.readString(AGENT.resolve("bin/pypnm-agent"));
        Map<String, String> environment = new HashMap<>();
        EXPORT.matcher(script).results().forEach(it -> environment.put(it.group(1), it.group(2)));
        List<String> command = new ArrayList<>(before);
        command.add(AGENT.resolve("runtime/bin/java").toString());
        OPTION.matcher(script.substring(script.indexOf("\nexec "))).results().forEach(it -> command.add(it.group()));
        Stream.of(System.getProperty("bench.agent", "").split(","))
                .filter(it -> !it.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-cp", AGENT.resolve("lib") + "/*:" + classes(), ClientMain.class.getName(), work));
        command.addAll(Arrays.asList(order));
        return Cost.parse(Program.run(folder, environment, command).output());
    }

    private static Path classes() {
        return Path.of(URI.create(ClientMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }
}

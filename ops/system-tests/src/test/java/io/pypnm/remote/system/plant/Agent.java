package io.pypnm.remote.system.plant;

import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.fault.CrashPoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An agent as a process, and the same one again after it was killed: same home, so same journal and instance.
public final class Agent implements Mortal {
    private final AgentId id;
    private final Path home;
    private final Path log;
    private final CrashSwitch crash;
    private final List<String> prefix = new ArrayList<>();
    private @Nullable Program program;

    Agent(AgentId id, Path home, Path log) throws IOException {
        this.id = id;
        this.home = Files.createDirectories(home);
        this.log = log;
        this.crash = new CrashSwitch(home);
    }

    /// Writes its settings.
    ///
    /// @param token sent as it is, right or wrong
    public Agent configure(URI gateway, String token) throws IOException {
        return configure(gateway, token, "");
    }

    /// Writes its settings.
    ///
    /// @param more members of their own, each with a comma after it
    public Agent configure(URI gateway, String token, String more) throws IOException {
        Path config = home.resolve("agent_config.json");
        Files.writeString(config, """
            {
              "agent_id": "%s",
              "pypnm_server": {
                "url": "%s", "auth_token": "%s", "reconnect_interval": 0.1, "reconnect_max": 0.5
              },
            %s  "cmts_access": {"community": "lab-ro", "write_community": "lab-rw"},
              "cm_access": {"community": "lab-ro", "write_community": "lab-rw"},
              // The lab and snmpd are on loopback addresses, which are no targets otherwise.
              "policy": {"networks": ["127.0.0.0/8"], "set_oids": ["1.3.6.1.3.9999", "1.3.6.1.2.1.1", "1.3.6.1.4.1.4491.2.1"]}
            }
            """.formatted(id, gateway, token, more));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    /// Puts a command before the program's own, such as `strace`. It must become the program, so that the pid is the
    /// program's.
    public void startBy(List<String> command) {
        prefix.clear();
        prefix.addAll(command);
    }

    /// Starts it; does not wait until it is connected.
    public Agent start(String... options) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(Dist.agent().toString(), "--home", home.toString()));
        command.addAll(List.of(options));
        program = Program.start("agent " + id, home, log, Map.of("JAVA_OPTS", CrashSwitch.JVM_OPTION), command);
        return this;
    }

    @Override
    public void crashAt(CrashPoint point) {
        crash.arm(point);
    }

    @Override
    public void awaitCrash() {
        crash.awaitCrash(program());
    }

    /// Looks for it in the journal: `RECEIVED` and the command's id, as `RecordCodec` of the agent writes them.
    @Override
    public void awaitReceipt(CommandId set) {
        String record = "04" + set.toString().replace("-", "");
        Path journal = home.resolve("journal/journal");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        HexFormat.of().formatHex(Files.readAllBytes(journal)).contains(record));
    }

    @Override
    public void restart() {
        start();
    }

    public Program program() {
        if (program == null) {
            throw new IllegalStateException("agent " + id + " was never started");
        }
        return program;
    }

    boolean wasStarted() {
        return program != null;
    }

    public void kill() {
        program().kill();
    }

    @Override
    public AgentId id() {
        return id;
    }

    public Path home() {
        return home;
    }
}

package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// OpenSSH's server, and how its clients and ours are told to reach it. All of them use one cipher, the fastest here.
final class SshServer implements AutoCloseable {
    private static final String CIPHER = "aes128-gcm@openssh.com";

    private final Path folder;
    private final Sshd sshd;
    private final Path key;
    private final Path knownHosts;

    private SshServer(Path folder, Sshd sshd, Path key, Path knownHosts) {
        this.folder = folder;
        this.sshd = sshd;
        this.key = key;
        this.knownHosts = knownHosts;
    }

    /// @param options further lines of sshd_config(5)
    static SshServer start(Path folder, String... options) throws IOException, InterruptedException {
        Path files = folder.resolve("sshd");
        Sshd sshd = Sshd.start(
                files,
                Stream.concat(Stream.of("Ciphers " + CIPHER), Stream.of(options))
                        .toArray(String[]::new));
        Path key = sshd.newUserKey("bench", "ed25519", "");
        return new SshServer(folder, sshd, key, sshd.writeKnownHosts(files.resolve("known_hosts"), "ed25519"));
    }

    int port() {
        return sshd.port();
    }

    /// Has its clients believe that it is also behind another port.
    void trust(int otherPort) throws IOException {
        String line = Files.readString(knownHosts);
        Files.writeString(knownHosts, line + line.replace(":" + port() + " ", ":" + otherPort + " "));
    }

    /// As [io.pypnm.remote.bench.client.ClientMain] takes it.
    List<String> order(int port) {
        return List.of(
                "known-hosts=" + knownHosts,
                "user=" + sshd.user(),
                "key=" + key,
                "warm-port=" + port(),
                "port=" + port);
    }

    /// A JSON object for `cmts_list[].ssh`.
    String settings() {
        return """
                {"enabled": true, "profile": "cisco", "port": %d, "user": "%s", "key_file": "%s"}
                """.formatted(port(), sshd.user(), key);
    }

    Path knownHosts() {
        return knownHosts;
    }

    /// A command line of OpenSSH's.
    ///
    /// @param program `ssh` or `sftp`
    List<String> openSsh(String program, int port, String... more) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "UserKnownHostsFile=" + knownHosts,
                "-o",
                "Ciphers=" + CIPHER,
                "-o",
                "Port=" + port,
                "-o",
                "ControlPath=" + control(),
                "-i",
                key.toString()));
        command.addAll(List.of(more));
        command.add(sshd.user() + "@" + sshd.address());
        return command;
    }

    private Path control() {
        return folder.resolve("c");
    }

    /// Starts OpenSSH's kept session, which its clients then use.
    Process startMaster() throws IOException, InterruptedException {
        Process master = new ProcessBuilder(openSsh("ssh", port(), "-M", "-N"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("master.log").toFile())
                .start();
        while (!Files.exists(control())) {
            if (master.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw new IOException("ssh -M ended: " + Files.readString(folder.resolve("master.log")));
            }
        }
        return master;
    }

    /// Fetches by OpenSSH's `sftp`, one file after another; the content is thrown away.
    Cost sftp(int port, List<String> files) throws IOException, InterruptedException {
        Path batch = Files.write(
                folder.resolve("batch"),
                files.stream().map(it -> "get " + it + " /dev/null").toList());
        Program.Ended ended = Program.run(folder, openSsh("sftp", port, "-q", "-b", batch.toString()));
        return new Cost(files.size(), 0, ended.cpuMicros(), ended.seconds(), "");
    }

    @Override
    public void close() {
        sshd.close();
    }
}

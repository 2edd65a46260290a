package io.pypnm.remote.lab.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// OpenSSH's sshd with a configuration, host keys and users' keys of its own, on a free port of 127.0.0.1. It lets in
/// the user of this process only. Only as root it can open a terminal, and only then `ForceCommand` is of use.
///
/// It can be killed and started again on the same port. For use by one thread.
public final class Sshd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final String ADDRESS = "127.0.0.1";
    private static final String CONFIGURATION = """
            ListenAddress 127.0.0.1
            PidFile none
            UsePAM no
            UseDNS no
            StrictModes no
            PrintMotd no
            MaxStartups 200
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            Subsystem sftp internal-sftp
            """;

    private final Path folder;
    private final int port;
    /// Written by the thread that follows its output.
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private @Nullable Process process;

    private Sshd(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Starts one with an ed25519 host key.
    ///
    /// @param folder  empty, for its files
    /// @param options further lines of sshd_config(5)
    public static Sshd start(Path folder, String... options) throws IOException, InterruptedException {
        return start(folder, List.of("ed25519"), options);
    }

    /// Starts one with a host key of each type; one of RSA may take a second to find.
    ///
    /// @param folder   empty, for its files
    /// @param keyTypes as `ssh-keygen -t` has them
    /// @param options  further lines of sshd_config(5)
    public static Sshd start(Path folder, List<String> keyTypes, String... options)
            throws IOException, InterruptedException {
        var sshd = new Sshd(Files.createDirectories(folder), freePort());
        sshd.newHostKeys(keyTypes.toArray(String[]::new));
        sshd.configure(options);
        Files.createFile(folder.resolve("authorized_keys"));
        sshd.start();
        return sshd;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void configure(String... options) throws IOException {
        StringBuilder text = new StringBuilder(CONFIGURATION);
        text.append("Port ").append(port).append('\n');
        text.append("AuthorizedKeysFile ")
                .append(folder.resolve("authorized_keys"))
                .append('\n');
        for (String option : options) {
            text.append(option).append('\n');
        }
        // Nor does the user's shell read start-up files of its own. Of several SetEnv the first counts.
        text.append("SetEnv HOME=").append(folder).append('\n');
        Files.writeString(folder.resolve("sshd_config"), text);
    }

    /// Gives it other host keys, which it shows once it is started again.
    ///
    /// @param types as `ssh-keygen -t` has them
    public void newHostKeys(String... types) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : files.filter(it -> it.getFileName().toString().startsWith("host_"))
                    .toList()) {
                Files.delete(old);
            }
        }
        for (String type : types) {
            keygen(type, "", folder.resolve("host_" + type));
        }
    }

    /// Starts it, after [#kill] again on the same port.
    public void start() throws IOException, InterruptedException {
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            // Built into Debian's sshd; the package makes it at boot only.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        var command = new ArrayList<>(List.of(
                "/usr/sbin/sshd",
                "-D",
                "-e",
                "-f",
                folder.resolve("sshd_config").toString()));
        hostKeys().forEach(key -> command.addAll(List.of("-h", key.toString())));
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        process = started;
        var listening = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("sshd log").start(() -> follow(started, listening));
        try {
            listening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IOException("sshd does not listen; it said: " + log(), e);
        }
    }

    private void follow(Process started, CompletableFuture<Boolean> listening) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.contains("Server listening on")) {
                    listening.complete(true);
                }
            }
            listening.completeExceptionally(new IOException("sshd ended"));
        } catch (IOException e) {
            listening.completeExceptionally(e);
        }
    }

    private List<Path> hostKeys() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.getFileName().toString().matches("host_[a-z0-9]+"))
                    .sorted()
                    .toList();
        }
    }

    public String address() {
        return ADDRESS;
    }

    public int port() {
        return port;
    }

    /// Whom it lets in.
    public String user() {
        return System.getProperty("user.name");
    }

    /// Makes a key that it lets in.
    ///
    /// @param name       of the file
    /// @param type       as `ssh-keygen -t` has it
    /// @param passphrase may be empty
    /// @return the file of the private key
    public Path newUserKey(String name, String type, String passphrase) throws IOException, InterruptedException {
        Path file = folder.resolve("user_" + name);
        keygen(type, passphrase, file);
        Files.writeString(
                folder.resolve("authorized_keys"),
                Files.readString(publicKey(file)),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return file;
    }

    /// Lets in nobody.
    public void forgetUsers() throws IOException {
        Files.writeString(folder.resolve("authorized_keys"), "");
    }

    /// Writes a known_hosts file that trusts its host keys of these types; all of them, if none is named.
    public Path writeKnownHosts(Path file, String... types) throws IOException {
        List<String> wanted = List.of(types);
        StringBuilder lines = new StringBuilder();
        for (Path key : hostKeys()) {
            String type = key.getFileName().toString().substring("host_".length());
            if (wanted.isEmpty() || wanted.contains(type)) {
                lines.append("[%s]:%d ".formatted(ADDRESS, port)).append(Files.readString(publicKey(key)));
            }
        }
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".fresh"), lines);
        return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The fingerprint of its host key of a type, as `ssh-keygen -l` tells it.
    public String fingerprint(String type) throws IOException, InterruptedException {
        String line = run(
                "ssh-keygen",
                "-l",
                "-f",
                publicKey(folder.resolve("host_" + type)).toString());
        return line.split(" ", 3)[1];
    }

    /// What it has logged so far.
    public String log() {
        return String.join("\n", log);
    }

    /// How many connections it serves now.
    public long connections() {
        Process running = process;
        return running == null ? 0 : running.children().count();
    }

    /// Stops its present sessions in their tracks: their connections stay, and nothing answers. Only [#kill] helps.
    public void freeze() throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            for (ProcessHandle session : running.descendants().toList()) {
                run("kill", "-STOP", Long.toString(session.pid()));
            }
        }
    }

    /// Kills it with all of its sessions and what runs in them.
    public void kill() throws InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> sessions = running.descendants().toList();
        running.destroyForcibly().waitFor();
        sessions.forEach(ProcessHandle::destroyForcibly);
        while (!sessions.stream().allMatch(Sshd::hasEnded)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        process = null;
    }

    /// Without its parent a dead process stays in the table until init looks, which may take seconds; its program is
    /// gone at once.
    private static boolean hasEnded(ProcessHandle session) {
        return !session.isAlive() || session.info().command().isEmpty();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path publicKey(Path privateKey) {
        return privateKey.resolveSibling(privateKey.getFileName() + ".pub");
    }

    private static void keygen(String type, String passphrase, Path file) throws IOException, InterruptedException {
        // The larger RSA keys of today take seconds to find.
        String bits = type.equals("rsa") ? "2048" : "256";
        run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", passphrase, "-f", file.toString());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = new BufferedReader(new InputStreamReader(tool.getInputStream(), StandardCharsets.UTF_8))) {
            String said = String.join("\n", output.lines().toList());
            if (tool.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " said: " + said);
            }
            return said;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

package io.pypnm.remote.bench.client;

import io.pypnm.remote.agent.AgentConfig;
import io.pypnm.remote.agent.cli.CliOperations;
import io.pypnm.remote.agent.files.sftp.SftpAttributes;
import io.pypnm.remote.agent.files.sftp.SftpClient;
import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ssh.ExecResult;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.SshStreams;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/// Commands and files of an SSH server, on sessions that are kept. Of the two ports of an order, `warm-port` is the
/// server's own and `port` may be behind a delay.
record Ssh(SshSessions sessions, MonotonicClock clock, Order order) {
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("ssh-", 0).factory();
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int MAX_OUTPUT = 1 << 20;
    private static final Duration CLI_LIMIT = Duration.ofSeconds(30);

    private static Ssh open(Order order) {
        MonotonicClock clock = SystemClock.open();
        var config = new SshConfig(List.of(), SshConfig.Limits.STANDARD);
        return new Ssh(SshSessions.open(config, order.path("known-hosts"), "trust", clock, THREADS), clock, order);
    }

    private SshLogin login(String port) {
        return new SshLogin(
                new SshHost("127.0.0.1", order.number(port)),
                order.text("user"),
                new SshKey.File(order.path("key")),
                false);
    }

    /// A command line each, one after another.
    static Cost execs(Order order) throws IOException, InterruptedException {
        Ssh ssh = open(order);
        Callers.Task exec = _ -> ssh.exec();
        Callers.run(order.number("warm"), 1, exec);
        return Callers.run(order.number("operations"), 1, exec);
    }

    private void exec() throws CommandFailedException, InterruptedException, IOException {
        ExecResult result = sessions.exec(login("port"), "true", "", MAX_OUTPUT, Deadline.in(LIMIT, clock));
        if (!(result.end() instanceof ExecResult.End.Exited(int status)) || status != 0) {
            throw new IOException("ended by " + result.end());
        }
    }

    /// Many small files on one channel, as a command of the agent reads one: looked at, opened, looked at, read,
    /// closed.
    static Cost smallFiles(Order order) throws IOException, InterruptedException, CommandFailedException {
        Ssh ssh = open(order);
        for (int i = 0; i < order.number("warm"); i++) {
            ssh.smallFiles("warm-port");
        }
        return ssh.smallFiles("port");
    }

    private Cost smallFiles(String port) throws IOException, InterruptedException, CommandFailedException {
        try (SshStreams streams = sessions.subsystem(login(port), "sftp", Deadline.in(LIMIT, clock))) {
            SftpClient client = SftpClient.start(streams.in(), streams.out(), THREADS);
            return Callers.run(
                    order.number("files"),
                    order.number("at-once"),
                    number -> read(client, order.text("folder") + "/" + number));
        }
    }

    /// A large file, its bytes thrown away; an operation is a byte.
    static Cost largeFile(Order order) throws IOException, InterruptedException, CommandFailedException {
        Ssh ssh = open(order);
        for (int i = 0; i < order.number("warm"); i++) {
            ssh.largeFile("warm-port");
        }
        return ssh.largeFile("port");
    }

    private Cost largeFile(String port) throws IOException, InterruptedException, CommandFailedException {
        try (SshStreams streams = sessions.subsystem(login(port), "sftp", Deadline.in(LIMIT, clock))) {
            SftpClient client = SftpClient.start(streams.in(), streams.out(), THREADS);
            Meter meter = Meter.start();
            return meter.stop(read(client, order.text("file")), 0);
        }
    }

    private static long read(SftpClient client, String path) throws IOException, InterruptedException {
        SftpAttributes seen = client.lstat(path);
        long[] bytes = new long[1];
        try (SftpClient.OpenFile open = client.open(path)) {
            if (!open.attributes().equals(seen)) {
                throw new IOException(path + " has changed");
            }
            open.read(seen.bytes(), (_, _, length) -> bytes[0] += length);
        }
        if (bytes[0] != seen.bytes()) {
            throw new IOException(path + " came with " + bytes[0] + " bytes");
        }
        return bytes[0];
    }

    /// A command at the command line of a CMTS, one after another; an operation is a line of its output.
    static Cost cli(Order order) throws Exception {
        Ssh ssh = open(order);
        AgentConfig config = Configuration.load(order.path("config"), Map.of())
                .read(settings -> AgentConfig.from(settings, order.path("config")));
        var cli = new CliOperations(config.cli(), ssh.sessions);
        int lines = order.number("lines");
        var command = new Command.CmtsCommand(DeviceAddress.parse("127.0.0.1"), "show lines " + lines);
        for (int i = 0; i < order.number("warm"); i++) {
            ssh.type(cli, command, lines);
        }
        Meter meter = Meter.start();
        for (int i = 0; i < order.number("commands"); i++) {
            ssh.type(cli, command, lines);
        }
        return meter.stop((long) lines * order.number("commands"), 0);
    }

    private void type(CliOperations cli, Command.CmtsCommand command, int lines)
            throws CommandFailedException, InterruptedException, IOException {
        if (!(cli.run(command, Deadline.in(CLI_LIMIT, clock)) instanceof Outcome.Completed(Reply.CliOutput output))
                || output.lines().size() != lines) {
            throw new IOException("the command line did not print " + lines + " lines");
        }
    }
}

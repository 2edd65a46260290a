package io.pypnm.remote.bench;

import io.pypnm.remote.bench.process.RunningProcess;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.gateway.access.Issuer;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;

/// The lab, one gateway and some agents, each a process of its own, in one directory.
final class Plant implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    static final int CMTS_ROWS = 100_000;
    private static final Pattern PORT = Pattern.compile("\\d+");
    private static final Pattern LAB_READY = Pattern.compile(
            "READY .*\"port\"\\s*:\\s*(\\d+),\"cmts\":\"([^\"]+)\".*\"firstModem\"\\s*:\\s*\"([^\"]+)\".*\n");
    private static final Pattern CONNECTED = Pattern.compile("\"state\"\\s*:\\s*\"connected\"");

    private final Path directory;
    private final Deque<RunningProcess> processes = new ConcurrentLinkedDeque<>();
    private final List<RunningProcess> agents = new ArrayList<>();
    private final RunningProcess gateway;
    private final RunningProcess lab;
    private final int port;
    private final String key;
    private final double gatewayReadyMillis;
    private final int snmpPort;
    private final InetAddress firstModem;
    private final String cmts;

    private Plant(Path directory, int modems) throws IOException, InterruptedException {
        this.directory = directory;
        // A bench that is told to stop stops what it started.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        Path labLog = directory.resolve("lab.log");
        this.lab = started(RunningProcess.start(
                labLog,
                Map.of(),
                "lab/bin/pypnm-lab",
                "--modems",
                Integer.toString(modems),
                "--cmts-rows",
                Integer.toString(CMTS_ROWS)));
        var ready = lab.await(labLog, LAB_READY, START_WITHIN);
        this.snmpPort = Integer.parseInt(ready.group(1));
        this.firstModem = InetAddress.ofLiteral(ready.group(3));
        this.cmts = ready.group(2);
        long start = System.nanoTime();
        this.gateway = started(RunningProcess.start(
                directory.resolve("gateway.log"),
                options("bench.gateway"),
                "gateway/bin/pypnm-gateway",
                "--data",
                data().toString(),
                "--port",
                "0",
                "--port-file",
                directory.resolve("port").toString()));
        this.port = Integer.parseInt(
                gateway.await(directory.resolve("port"), PORT, START_WITHIN).group());
        this.gatewayReadyMillis = (System.nanoTime() - start) / 1e6;
        this.key = issueKey();
    }

    /// Starts the simulated devices and the gateway.
    static Plant start(Path directory, int modems) throws IOException, InterruptedException {
        return new Plant(directory, modems);
    }

    /// JVM options to try out, from the bench's own JAVA_OPTS: -Dbench.gateway=... or -Dbench.agent=...
    private static Map<String, String> options(String property) {
        return Map.of("JAVA_OPTS", System.getProperty(property, "").replace(',', ' '));
    }

    /// What the agents may read files of.
    Path files() {
        return directory.resolve("files");
    }

    private Path data() {
        return directory.resolve("gateway");
    }

    /// Starts agents, all at once, and waits until they are connected.
    ///
    /// @return milliseconds until the last one was
    double startAgents(String prefix, int from, int to) throws IOException, InterruptedException {
        List<String> tokens = tokens(prefix, from, to);
        List<RunningProcess> starting = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = from; i < to; i++) {
            starting.add(startAgent(prefix + i, tokens.get(i - from)));
        }
        for (int i = from; i < to; i++) {
            Path status = directory.resolve(prefix + i).resolve("status.json");
            starting.get(i - from).await(status, CONNECTED, START_WITHIN);
        }
        agents.addAll(starting);
        return (System.nanoTime() - start) / 1e6;
    }

    private RunningProcess startAgent(String id, String token) throws IOException {
        Path home = Files.createDirectories(directory.resolve(id));
        Path config = home.resolve("agent_config.json");
        Files.writeString(config, """
                {"agent_id": "%s",
                 "pypnm_server": {"url": "ws://127.0.0.1:%d/ws/agent", "auth_token": "%s"},
                 "cm_access": {"enabled": true, "community": "lab-ro", "write_community": "lab-rw"},
                 "cmts_access": {"community": "lab-ro", "write_community": "lab-rw"},
                 "files": {"roots": ["%s"]},
                 "policy": {"networks": ["127.0.0.0/8"], "set_oids": ["1.3.6.1.3.9999"]}}
                """.formatted(id, port, token, Files.createDirectories(files())));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return started(RunningProcess.start(
                directory.resolve(id + ".log"),
                options("bench.agent"),
                "agent/bin/pypnm-agent",
                "--home",
                home.toString()));
    }

    private String issueKey() throws IOException {
        try (Store store = Store.open(data().resolve("ledger.db"), Clock.systemUTC())) {
            if (!(new Issuer(store.accounts(), new SecureRandom()).key("bench", Role.ADMIN, "bench")
                    instanceof Issuer.Issue.Key key)) {
                throw new IOException("no key for the bench");
            }
            return key.secret().reveal();
        }
    }

    /// Lets agents in, `prefix` and a number: a process of the command line for each would take minutes.
    List<String> tokens(String prefix, int from, int to) throws IOException {
        List<String> tokens = new ArrayList<>();
        try (Store store = Store.open(data().resolve("ledger.db"), Clock.systemUTC())) {
            var issuer = new Issuer(store.accounts(), new SecureRandom());
            for (int i = from; i < to; i++) {
                if (!(issuer.token(new AgentId(prefix + i), "bench") instanceof Issuer.Issue.Token token)) {
                    throw new IOException("no token for " + prefix + i);
                }
                tokens.add(token.secret().reveal());
            }
        }
        return tokens;
    }

    RunningProcess gateway() {
        return gateway;
    }

    RunningProcess lab() {
        return lab;
    }

    List<RunningProcess> agents() {
        return agents;
    }

    double gatewayReadyMillis() {
        return gatewayReadyMillis;
    }

    int port() {
        return port;
    }

    HttpLine line() throws IOException {
        return new HttpLine(port, key);
    }

    int snmpPort() {
        return snmpPort;
    }

    /// Address of the simulated CMTS.
    String cmts() {
        return cmts;
    }

    /// Address of the n-th simulated modem: they follow one another.
    String modem(int number) throws UnknownHostException {
        byte[] address = firstModem.getAddress();
        ByteBuffer bits = ByteBuffer.wrap(address);
        bits.putInt(0, bits.getInt(0) + number);
        return InetAddress.getByAddress(address).getHostAddress();
    }

    private RunningProcess started(RunningProcess process) {
        processes.push(process);
        return process;
    }

    @Override
    public void close() {
        for (RunningProcess process = processes.poll(); process != null; process = processes.poll()) {
            process.close();
        }
    }
}

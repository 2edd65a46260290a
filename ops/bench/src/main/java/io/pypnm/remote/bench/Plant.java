package io.pypnm.remote.bench;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.Issuer;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lab, one gateway and some agents, each a process of its own, in one directory.
final class Plant implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    private static final Pattern LAB_PORT = Pattern.compile("\"port\"\\s*:\\s*(\\d+)");
    private static final Pattern FIRST_MODEM = Pattern.compile("\"firstModem\"\\s*:\\s*\"([^\"]+)\"");

    private final Path directory;
    private final Deque<RunningProcess> processes = new ArrayDeque<>();
    private final List<RunningProcess> agents = new ArrayList<>();
    private final RunningProcess gateway;
    private final int port;
    private final String key;
    private double gatewayReadyMillis;
    private int snmpPort;
    private String modem = "";

    private Plant(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        Path portFile = directory.resolve("port");
        long start = System.nanoTime();
        this.gateway = started(RunningProcess.start(
                directory.resolve("gateway.log"),
                Map.of(),
                "gateway/bin/pypnm-gateway",
                "--data",
                directory.resolve("gateway").toString(),
                "--port",
                "0",
                "--port-file",
                portFile.toString()));
        this.port = Integer.parseInt(gateway.await(portFile, START_WITHIN));
        this.gatewayReadyMillis = (System.nanoTime() - start) / 1e6;
        this.key = cli("keys", "add", "bench", "--role", "admin", "--quiet");
    }

    static Plant start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("gateway"));
        return new Plant(directory);
    }

    /// Starts the simulated devices.
    void startLab(int modems) throws IOException, InterruptedException {
        Path log = directory.resolve("lab.log");
        RunningProcess lab = started(RunningProcess.start(
                log, Map.of(), "lab/bin/pypnm-lab", "--modems", Integer.toString(modems), "--port", "0"));
        String ready = lab.await(log, START_WITHIN);
        snmpPort = Integer.parseInt(find(LAB_PORT, ready));
        modem = find(FIRST_MODEM, ready);
    }

    /// Starts one agent and gives its token out to nobody else.
    RunningProcess startAgent(String id) throws IOException, InterruptedException {
        Path home = Files.createDirectories(directory.resolve(id));
        Path config = home.resolve("agent_config.json");
        Files.writeString(config, """
                {"agent_id": "%s",
                 "pypnm_server": {"url": "ws://127.0.0.1:%d/ws/agent", "auth_token": "%s"},
                 "cm_access": {"enabled": true, "community": "lab-ro", "write_community": "lab-rw"},
                 "cmts_access": {"community": "lab-ro", "write_community": "lab-rw"},
                 "policy": {"networks": ["127.0.0.0/8"], "set_oids": ["1.3.6.1.3.9999"]}}
                """.formatted(id, port, token(id)));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        RunningProcess agent = started(RunningProcess.start(
                directory.resolve(id + ".log"), Map.of(), "agent/bin/pypnm-agent", "--home", home.toString()));
        agents.add(agent);
        return agent;
    }

    /// Lets an agent in.
    ///
    /// @return its token
    String token(String agent) throws IOException, InterruptedException {
        return cli("agents", "add", agent, "--quiet");
    }

    /// Lets many agents in at once, `prefix-0` and on: a process for each token would take minutes.
    List<String> tokens(String prefix, int count) {
        List<String> tokens = new ArrayList<>();
        try (Store store = Store.open(directory.resolve("gateway").resolve("ledger.db"), Clock.systemUTC())) {
            var issuer = new Issuer(store.accounts(), new SecureRandom());
            for (int i = 0; i < count; i++) {
                if (issuer.token(new AgentId(prefix + i), "bench")
                        instanceof Issuer.Issue.Token(Secret secret, int _)) {
                    tokens.add(secret.reveal());
                }
            }
        }
        return tokens;
    }

    private String cli(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(directory.resolve("gateway").toString());
        return RunningProcess.run("gateway/bin/pypnm-gateway", all.toArray(String[]::new));
    }

    RunningProcess gateway() {
        return gateway;
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

    String key() {
        return key;
    }

    int snmpPort() {
        return snmpPort;
    }

    /// Address of the n-th simulated modem: they follow one another.
    String modem(int number) throws UnknownHostException {
        byte[] address = InetAddress.ofLiteral(modem).getAddress();
        ByteBuffer bits = ByteBuffer.wrap(address);
        bits.putInt(0, bits.getInt(0) + number);
        return InetAddress.getByAddress(address).getHostAddress();
    }

    private RunningProcess started(RunningProcess process) {
        processes.push(process);
        return process;
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("the lab does not say its " + pattern);
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }
}

package io.pypnm.remote.system.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.lab.probe.Sshd;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An agent that reaches its gateway only through OpenSSH's server.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class TunnelIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int COMMANDS = 20;

    @RegisterExtension
    final Plant plant = new Plant();

    @Test
    void commandsFlowAgainWhenTheServerComesBackAndNothingIsLostOrRunTwice(@TempDir Path folder) throws Exception {
        Lab lab = plant.lab("--modems", "1");
        Gateway gateway = plant.gateway().start();
        try (Sshd sshd = Sshd.start(folder.resolve("sshd"));
                Recorder recorder = Recorder.open(gateway, plant.folder())) {
            Agent agent = agentBehind(sshd, gateway);
            List<CommandId> commands = new ArrayList<>();
            // Down at start is only another way to be down.
            sshd.kill();
            agent.start();
            await().atMost(PATIENCE).until(() -> status(agent).contains("gateway waiting since"));

            sshd.start();
            gateway.awaitOnline(agent.id());
            submit(recorder, commands, lab, agent.id());
            commands.forEach(recorder::awaitEnd);
            assertThat(status(agent)).contains("\"tunnels\": \"gateway up since ");

            submit(recorder, commands, lab, agent.id());
            sshd.kill();
            gateway.awaitOffline(agent.id());
            submit(recorder, commands, lab, agent.id());
            sshd.start();

            for (CommandId command : commands) {
                assertThat(recorder.awaitEnd(command).kind()).isEqualTo(OutcomeKind.COMPLETED);
            }
            assertThat(commands).hasSize(3 * COMMANDS);
            recorder.judge(commands, lab.setLog());
        }
    }

    /// Every second command is a SET, which must not be run twice.
    private static void submit(Recorder recorder, List<CommandId> commands, Lab lab, AgentId agent) {
        for (int i = 0; i < COMMANDS; i++) {
            int n = commands.size() + 1;
            Request request = i % 2 == 0
                    ? Request.set("set-" + n, agent, lab.modem(0), lab.port(), n, n)
                    : Request.read("get-" + n, agent, lab.modem(0), lab.port(), n);
            commands.add(recorder.submit(request));
        }
    }

    private Agent agentBehind(Sshd sshd, Gateway gateway) throws IOException, InterruptedException {
        Agent agent = plant.stranger("jump-1");
        // A port that nobody listens on: who dialled it would never be online.
        agent.configure(URI.create("ws://127.0.0.1:1/ws/agent"), gateway.tokenOf(agent.id()));
        Path config = agent.home().resolve("agent_config.json");
        String tunnel = """
                "pypnm_ssh_tunnel": {
                  "enabled": true, "ssh_host": "%s", "ssh_port": %d, "ssh_user": "%s", "ssh_key_file": "%s",
                  "local_port": %d, "remote_port": %d
                },
                "pypnm_server":""".formatted(
                        sshd.address(),
                        sshd.port(),
                        sshd.user(),
                        sshd.newUserKey("tunnel", "ed25519", ""),
                        freePort(),
                        gateway.http().getPort());
        Files.writeString(config, Files.readString(config).replace("\"pypnm_server\":", tunnel));
        sshd.writeKnownHosts(agent.home().resolve("known_hosts"));
        return agent;
    }

    private static String status(Agent agent) throws IOException {
        Path file = agent.home().resolve("status.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

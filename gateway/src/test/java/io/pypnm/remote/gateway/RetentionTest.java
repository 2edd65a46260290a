package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    @TempDir
    Path data;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void endedCommandsAndTheirUploadsAreForgottenAfterTheirTimeAndOpenOnesNever() throws Exception {
        CommandId ended;
        CommandId open;
        try (var gateway = RunningGateway.start(data);
                ProbeAgent agent =
                        ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 2)) {
            ended = gateway.submit(agent.id(), Commands.GET);
            agent.complete(agent.next());
            gateway.outcome(ended);
            open = gateway.submit(agent.id(), Commands.SET);
            agent.next();
            Path folder = Files.createDirectories(
                    data.resolve("claims").resolve(agent.id().value()));
            Files.createFile(folder.resolve(ended + "." + "a".repeat(64) + ".completed"));
            Files.createFile(folder.resolve(open + "." + "b".repeat(64) + ".part"));
            Files.createFile(folder.resolve(ended + "." + "c".repeat(64) + ".content"));
        }

        Setup young = Setup.standard().withGrace(Duration.ofDays(90));
        try (var gateway = RunningGateway.start(data, young)) {
            assertThat(gateway.get("/api/commands/" + ended).status()).isEqualTo(200);
            // No outcome names this upload, so it goes at once.
            Awaitility.await().until(() -> claims().equals(List.of(open.toString())));
        }

        InstantSource later = () -> Clock.systemUTC().instant().plus(Duration.ofDays(31));
        try (var gateway = RunningGateway.start(data, young.with(later))) {
            Awaitility.await().until(() -> gateway.get("/api/commands/" + ended).status() == 404);
            assertThat(gateway.command(open).path("state").asText()).isEqualTo("delivered");
            assertThat(claims()).containsExactly(open.toString());
            // What is forgotten is still counted.
            assertThat(gateway.metric("pypnm_commands_ended_total{outcome=\"completed\"}"))
                    .isEqualTo(1);
            assertThat(gateway.metric("pypnm_commands_accepted_total")).isEqualTo(2);
        }
    }

    @Test
    void contentIsKeptAsLongAsTheOutcomeThatNamesIt() throws Exception {
        CommandId ended;
        try (var gateway = RunningGateway.start(data);
                ProbeAgent agent =
                        ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 2)) {
            ended = gateway.submit(agent.id(), Commands.GET);
            Path folder = Files.createDirectories(
                    data.resolve("claims").resolve(agent.id().value()));
            for (String hash : List.of("a", "b")) {
                Files.createFile(folder.resolve(ended + "." + hash.repeat(64) + ".content"));
            }
            var file = new Reply.FileContent(
                    new FileName("x"), "/srv", 0, Instant.EPOCH, "a".repeat(64), new Content.Claimed());
            agent.answer(agent.next(), ProbeAgent.encode(ended, new Outcome.Completed(file)));
            gateway.outcome(ended);
        }

        try (var gateway = RunningGateway.start(data)) {
            Awaitility.await().until(() -> claims().equals(List.of(ended.toString())));
            assertThat(gateway.get("/api/commands/" + ended + "/content").status())
                    .isEqualTo(200);
        }

        InstantSource later = () -> Clock.systemUTC().instant().plus(Duration.ofDays(31));
        try (var _ = RunningGateway.start(data, Setup.standard().with(later))) {
            Awaitility.await().until(() -> claims().isEmpty());
        }
    }

    @Test
    void ledgerAboveItsSizeForgetsTheOldestFirstButNothingOfTheLastDay() throws Exception {
        log.expect("more than the 0 MiB it may keep");
        CommandId old;
        try (var gateway = RunningGateway.start(data)) {
            old = ended(gateway);
        }

        var tiny = new Retention.Keep(Duration.ofDays(30), 1);
        InstantSource later = () -> Clock.systemUTC().instant().plus(Duration.ofHours(26));
        CommandId young;
        try (var gateway = RunningGateway.start(data, Setup.standard().with(later))) {
            young = ended(gateway);
        }
        try (var gateway =
                RunningGateway.start(data, Setup.standard().with(later).with(tiny))) {
            Awaitility.await().until(() -> gateway.get("/api/commands/" + old).status() == 404);
            Awaitility.await().until(() -> log.saw("more than the 0 MiB it may keep"));
            assertThat(gateway.get("/api/commands/" + young).status()).isEqualTo(200);
        }
    }

    private static CommandId ended(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            agent.complete(agent.next());
            gateway.outcome(command);
            return command;
        }
    }

    /// The commands that have uploads.
    private List<String> claims() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("claims"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()).split("\\.", 2)[0])
                    .toList();
        }
    }
}

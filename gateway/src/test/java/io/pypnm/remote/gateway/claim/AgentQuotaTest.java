package io.pypnm.remote.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.claim.ClaimException.Reason;
import io.pypnm.remote.gateway.claim.ClaimStore.Expendable;
import io.pypnm.remote.gateway.claim.Upload.What;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one agent may have, and what goes when it is too much.
final class AgentQuotaTest {
    private static final int KIB = 1024;
    private static final AgentId AGENT = new AgentId("a");
    private static final ClaimBounds BOUNDS = new ClaimBounds(600 * KIB, 1000 * KIB, 0);

    @TempDir
    private Path directory;

    private final AtomicLong millis = new AtomicLong();
    /// Each a millisecond later than the last.
    private final CommandIds ids = new CommandIds(() -> Instant.ofEpochMilli(millis.incrementAndGet()), new Random(1));
    private final Set<CommandId> expendable = new HashSet<>();
    private ClaimStore store;

    @BeforeEach
    void open() throws IOException {
        store = open((command, _) -> expendable.contains(command));
    }

    private ClaimStore open(Expendable rule) throws IOException {
        return ClaimStore.open(directory, BOUNDS, rule);
    }

    @Test
    void uploadThatWillNotFitIsRefusedAtItsFirstPartAndTheOtherComesToItsEnd() throws Exception {
        byte[] first = content(600, 1);
        byte[] second = content(500, 2);
        CommandId one = ids.next();
        put(one, first, 0, 100 * KIB);

        assertQuota(() -> put(ids.next(), second, 0, 100 * KIB));

        assertThat(put(one, first, 100 * KIB, first.length)).isEqualTo(first.length);
    }

    @Test
    void uploadThatWentOnOverARestartIsHeldAgainstTheOthers() throws Exception {
        byte[] first = content(600, 1);
        CommandId one = ids.next();
        put(one, first, 0, 100 * KIB);
        store = open((_, _) -> false);

        put(one, first, 100 * KIB, 200 * KIB);

        assertQuota(() -> put(ids.next(), content(500, 2), 0, KIB));
        assertThat(put(one, first, 200 * KIB, first.length)).isEqualTo(first.length);
        // What was refused left nothing behind.
        assertThat(putAll(ids.next(), content(400, 3))).isEqualTo(400 * KIB);
    }

    @Test
    void oldestThatMayGoMakesRoomAndNothingElse() throws Exception {
        CommandId promised = ids.next();
        CommandId old = ids.next();
        CommandId later = ids.next();
        putAll(promised, content(300, 1));
        putAll(old, content(300, 2));
        putAll(later, content(300, 3));
        expendable.add(old);
        expendable.add(later);

        putAll(ids.next(), content(300, 4));

        assertThat(commands()).contains(promised, later).doesNotContain(old);
        assertQuota(() -> putAll(ids.next(), content(600, 5)));
    }

    @Test
    void contentOfSeveralNamesGoesWithTheLast() throws Exception {
        byte[] shared = content(600, 1);
        CommandId one = ids.next();
        CommandId two = ids.next();
        putAll(one, shared);
        putAll(two, shared);
        expendable.add(one);
        assertQuota(() -> putAll(ids.next(), content(500, 2)));
        assertThat(store.hasContent(AGENT, two, Checksum.sha256(shared), shared.length))
                .isTrue();

        expendable.add(two);

        assertThat(putAll(ids.next(), content(500, 2))).isEqualTo(500 * KIB);
        assertThat(commands()).doesNotContain(one, two);
    }

    @Test
    void namesOfOneContentCountAsClaims() throws Exception {
        byte[] shared = content(1, 1);
        for (int i = 0; i < BOUNDS.maxClaims(); i++) {
            putAll(ids.next(), shared);
        }

        assertQuota(() -> putAll(ids.next(), shared));
        assertQuota(() -> putAll(ids.next(), content(1, 2)));
    }

    @Test
    void contentsKeepNoOutcomeOut() throws Exception {
        putAll(ids.next(), content(500, 1));
        putAll(ids.next(), content(500, 2));
        assertQuota(() -> putAll(ids.next(), content(1, 3)));
        CommandId command = ids.next();
        byte[] outcome = Holder.outcome(command, 500 * KIB, 4);

        long now = put(What.OUTCOME, command, outcome, 0, outcome.length);

        assertThat(now).isEqualTo(outcome.length);
    }

    @Test
    void damagedUploadGivesItsRoomBack() throws Exception {
        byte[] content = content(600, 1);
        var lie = new Upload(
                AGENT, ids.next(), What.CONTENT, Checksum.sha256(new byte[0]), 0, content.length, content.length);
        assertThatThrownBy(() -> store.append(lie, new ByteArrayInputStream(content)))
                .isInstanceOfSatisfying(
                        ClaimException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));

        assertThat(putAll(ids.next(), content)).isEqualTo(content.length);
    }

    @Test
    void sweptClaimsGiveTheirRoomBack() throws Exception {
        CommandId kept = ids.next();
        putAll(kept, content(400, 1));
        putAll(ids.next(), content(600, 2));
        assertQuota(() -> putAll(ids.next(), content(500, 3)));

        store.sweep((command, _, _) -> command.equals(kept));

        assertThat(putAll(ids.next(), content(500, 3))).isEqualTo(500 * KIB);
        assertThat(commands()).contains(kept);
    }

    @Test
    void hashThatIsAPathFindsNothing() throws Exception {
        CommandId command = ids.next();
        Files.createFile(directory.resolve("x.content"));
        Files.createDirectories(directory.resolve(AGENT.value()).resolve(command + "."));

        assertThat(store.hasContent(AGENT, command, "/../../x", 0)).isFalse();
    }

    private long putAll(CommandId command, byte[] whole) throws Exception {
        return put(command, whole, 0, whole.length);
    }

    private long put(CommandId command, byte[] whole, int from, int to) throws Exception {
        return put(What.CONTENT, command, whole, from, to);
    }

    private long put(What what, CommandId command, byte[] whole, int from, int to) throws Exception {
        InputStream part = new ByteArrayInputStream(whole, from, to - from);
        return store.append(
                new Upload(AGENT, command, what, Checksum.sha256(whole), from, to - from, whole.length), part);
    }

    private static void assertQuota(ThrowingCallable upload) {
        assertThatThrownBy(upload)
                .isInstanceOfSatisfying(
                        ClaimException.class, e -> assertThat(e.reason()).isEqualTo(Reason.QUOTA));
    }

    private static byte[] content(int kib, int seed) {
        byte[] content = new byte[kib * KIB];
        new Random(seed).nextBytes(content);
        return content;
    }

    private Set<CommandId> commands() throws IOException {
        Set<CommandId> commands = new HashSet<>();
        try (Stream<Path> files = Files.list(directory.resolve(AGENT.value()))) {
            files.forEach(file -> commands.add(
                    CommandId.parse(String.valueOf(file.getFileName()).split("\\.", 2)[0])));
        }
        return commands;
    }
}

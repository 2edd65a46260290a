package io.pypnm.remote.gateway.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.AgentLogin.Announced;
import io.pypnm.remote.gateway.access.AgentLogin.Credential;
import io.pypnm.remote.gateway.access.AgentLogin.Delayed;
import io.pypnm.remote.gateway.access.AgentLogin.Granted;
import io.pypnm.remote.gateway.access.AgentLogin.Peer;
import io.pypnm.remote.gateway.access.AgentLogin.Reason;
import io.pypnm.remote.gateway.access.AgentLogin.Refused;
import io.pypnm.remote.gateway.access.Issuer.Issue;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentTokensTest {
    private static final AgentId AGENT = new AgentId("jump-01");
    private static final Secret SHARED = new Secret("the-operators-own-shared-token");
    private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.1");
    private static final Peer PEER = peer(new UUID(1, 1));
    private static final Peer OTHER_PEER = peer(new UUID(2, 2));
    private static final Peer NAMELESS = new Peer(SOURCE, new Announced.Nothing());

    @TempDir
    private Path directory;

    private final MovedClock clock = new MovedClock();
    private Store store;
    private Accounts accounts;
    private Issuer issuer;
    private AgentTokens tokens;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), clock);
        accounts = store.accounts();
        issuer = new Issuer(accounts, new SecureRandom());
        tokens = tokens(new SharedToken.Given(SHARED, Set.of(), List.of()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void ownTokenLetsItsAgentInAndNoOther() {
        Secret token = issued(1);
        Secret others = issue(new AgentId("jump-02"));

        assertThat(token.reveal()).startsWith("pnma_").hasSize(48).matches("[A-Za-z0-9_-]+");
        assertThat(login(token, PEER)).isEqualTo(new Granted(AGENT, new Credential.OwnToken(1)));
        assertThat(login(others, PEER)).isEqualTo(new Refused(Reason.WRONG_TOKEN));
    }

    @Test
    void twoTokensAreValidWhileOneIsRotatedOut() {
        Secret first = issued(1);
        Secret second = issued(2);
        assertThat(issuer.token(AGENT, "test")).isEqualTo(new Issue.TooMany(List.of(1, 2)));
        Granted byFirst = new Granted(AGENT, new Credential.OwnToken(1));
        Granted bySecond = new Granted(AGENT, new Credential.OwnToken(2));
        assertThat(login(first, PEER)).isEqualTo(byFirst);
        assertThat(login(second, PEER)).isEqualTo(bySecond);

        accounts.revokeToken(AGENT, 1, "test");

        assertThat(login(first, PEER)).isEqualTo(new Refused(Reason.WRONG_TOKEN));
        assertThat(login(second, PEER)).isEqualTo(bySecond);
        assertThat(tokens.holds(byFirst)).isFalse();
        assertThat(tokens.holds(bySecond)).isTrue();
    }

    @Test
    void revokedAgentStaysOutEvenWithTheSharedToken() {
        Secret token = issued(1);
        accounts.revokeTokens(AGENT, "test");

        assertThat(login(token, PEER)).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(login(SHARED, PEER)).isEqualTo(new Refused(Reason.REVOKED));
    }

    @Test
    void agentOfTheSharedTokenCanBeRevokedToo() {
        Granted granted = (Granted) login(SHARED, PEER);

        accounts.revokeTokens(AGENT, "test");

        assertThat(tokens.holds(granted)).isFalse();
        assertThat(login(SHARED, PEER)).isEqualTo(new Refused(Reason.REVOKED));
    }

    @Test
    void sharedTokenIsNotForAnAgentWithATokenOfItsOwn() {
        Granted before = (Granted) login(SHARED, PEER);
        issued(1);

        assertThat(login(SHARED, PEER)).isEqualTo(new Refused(Reason.WRONG_TOKEN));
        // Its live session is how the agent comes to use the new token.
        assertThat(tokens.holds(before)).isTrue();
    }

    @Test
    void firstInstanceToUseTheSharedTokenKeepsTheId() {
        Granted granted = new Granted(AGENT, new Credential.Shared(PEER));
        assertThat(login(SHARED, PEER)).isEqualTo(granted);
        assertThat(login(SHARED, PEER)).isEqualTo(granted);
        assertThat(login(SHARED, OTHER_PEER)).isEqualTo(new Refused(Reason.BOUND_TO_ANOTHER));
        assertThat(login(SHARED, NAMELESS)).isEqualTo(new Refused(Reason.BOUND_TO_ANOTHER));

        accounts.unbind(AGENT, "test");

        assertThat(login(SHARED, OTHER_PEER)).isInstanceOf(Granted.class);
        assertThat(tokens.holds(granted)).isFalse();
    }

    @Test
    void peerWithoutInstanceBindsNothing() {
        assertThat(login(SHARED, NAMELESS)).isInstanceOf(Granted.class);

        assertThat(accounts.binding(AGENT)).isEmpty();
        assertThat(login(SHARED, PEER)).isInstanceOf(Granted.class);
    }

    @Test
    void wrongTokenBindsNothing() {
        assertThat(login(new Secret("not-the-shared-token"), PEER)).isEqualTo(new Refused(Reason.UNKNOWN_ID));

        assertThat(accounts.binding(AGENT)).isEmpty();
    }

    @Test
    void sharedTokenCanBeKeptToIdsAndNetworks() {
        Network network = Network.parse("198.51.100.0/24");
        tokens = tokens(new SharedToken.Given(SHARED, Set.of(AGENT), List.of(network)));
        Peer inside = new Peer(InetAddress.ofLiteral("198.51.100.7"), new Announced.Nothing());

        assertThat(login(SHARED, NAMELESS)).isEqualTo(new Refused(Reason.SHARED_TOKEN_NOT_FOR_THIS));
        assertThat(tokens.login("jump-02", SHARED, inside)).isEqualTo(new Refused(Reason.SHARED_TOKEN_NOT_FOR_THIS));
        assertThat(login(SHARED, inside)).isInstanceOf(Granted.class);
    }

    @Test
    void withoutASharedTokenOnlyOwnTokensCount() {
        tokens = tokens(new SharedToken.Absent());

        assertThat(login(SHARED, PEER)).isEqualTo(new Refused(Reason.UNKNOWN_ID));
        assertThat(login(issued(1), PEER)).isInstanceOf(Granted.class);
    }

    @Test
    void malformedIdIsRefused() {
        assertThat(tokens.login("commands.#", SHARED, PEER)).isEqualTo(new Refused(Reason.MALFORMED_ID));
    }

    @Test
    void guessingIsSlowedAndAGoodAgentBehindTheSameAddressIsNot() {
        Secret token = issued(1);
        login(token, PEER);
        for (int i = 0; i < 10; i++) {
            assertThat(tokens.login("guess-" + i, new Secret("guess"), PEER)).isInstanceOf(Refused.class);
        }

        assertThat(tokens.login("jump-99", new Secret("guess"), PEER)).isInstanceOf(Delayed.class);
        assertThat(login(token, PEER)).isInstanceOf(Granted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev-token",
                "dev-token-change-me",
                "CHANGE",
                "change-me",
                "ChangeMe",
                "your-secure-token",
                "secret",
                "test-token",
                " dev-token "
            })
    void publishedTokenIsRefusedBeforeAnyoneUsesIt(String value) {
        assertThatThrownBy(() -> new SharedToken.Given(new Secret(value), Set.of(), List.of()))
                .isInstanceOf(SharedToken.PublishedTokenException.class)
                .hasMessageStartingWith("is a published default");
    }

    @Test
    void noSecretReachesTheDisk() throws IOException {
        Secret token = issued(1);
        login(token, PEER);
        login(SHARED, PEER);
        tokens.login("jump-02", SHARED, PEER);
        Secret key = ((Issue.Key) issuer.key("pypnm", Role.ADMIN, "test")).secret();

        // The write-ahead log and the database, before the log is gone and after.
        assertNoneOnDisk(token, key, SHARED);
        store.close();
        assertNoneOnDisk(token, key, SHARED);
        store = Store.open(directory.resolve("ledger.db"), clock);
    }

    private void assertNoneOnDisk(Secret... secrets) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, ISO_8859_1);
                for (Secret secret : secrets) {
                    String canary = secret.reveal();
                    assertThat(bytes.contains(canary))
                            .as("%s holds a secret", file)
                            .isFalse();
                    assertThat(bytes.contains(canary.substring(canary.indexOf('_') + 1)))
                            .as("%s holds a secret without its prefix", file)
                            .isFalse();
                }
            }
        }
    }

    private AgentTokens tokens(SharedToken shared) {
        return new AgentTokens(accounts, new LoginGuard(clock), shared);
    }

    private AgentLogin login(Secret token, Peer peer) {
        return tokens.login(AGENT.value(), token, peer);
    }

    private Secret issued(int number) {
        Issue.Token issue = (Issue.Token) issuer.token(AGENT, "test");
        assertThat(issue.number()).isEqualTo(number);
        return issue.secret();
    }

    private Secret issue(AgentId agent) {
        return ((Issue.Token) issuer.token(agent, "test")).secret();
    }

    private static Peer peer(UUID instance) {
        return new Peer(SOURCE, new Announced.Instance(new InstanceId(instance)));
    }
}

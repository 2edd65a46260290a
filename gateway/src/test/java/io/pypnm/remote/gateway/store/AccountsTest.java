package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.gateway.store.Accounts.Token;
import io.pypnm.remote.gateway.store.Accounts.TokenAdded;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountsTest {
    @TempDir
    private Path directory;

    private final Samples samples = new Samples();
    private Store store;
    private Accounts accounts;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), samples);
        accounts = store.accounts();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void agentHasTwoValidTokensAtMostAndNumbersAreNotUsedAgain() {
        assertThat(add(1)).isEqualTo(new TokenAdded.Added(1));
        assertThat(add(2)).isEqualTo(new TokenAdded.Added(2));
        assertThat(add(3)).isEqualTo(new TokenAdded.TooMany(List.of(1, 2)));

        assertThat(accounts.revokeToken(Samples.AGENT, 1, "cli")).isTrue();
        assertThat(accounts.revokeToken(Samples.AGENT, 1, "cli")).isFalse();
        assertThat(add(3)).isEqualTo(new TokenAdded.Added(3));
        assertThat(accounts.tokens(Samples.AGENT)).extracting(Token::revoked).containsExactly(true, false, false);

        assertThat(accounts.revokeTokens(Samples.AGENT, "cli")).isEqualTo(2);
        assertThat(accounts.tokens(Samples.AGENT)).allMatch(Token::revoked).hasSize(3);
    }

    @Test
    void idBelongsToTheFirstInstanceUntilItIsReset() {
        assertThat(accounts.bind(Samples.AGENT, Samples.INSTANCE)).isEqualTo(Samples.INSTANCE);
        assertThat(accounts.bind(Samples.AGENT, Samples.OTHER_INSTANCE)).isEqualTo(Samples.INSTANCE);
        assertThat(accounts.binding(Samples.AGENT).orElseThrow().instance()).isEqualTo(Samples.INSTANCE);

        assertThat(accounts.unbind(Samples.AGENT, "cli")).isTrue();
        assertThat(accounts.unbind(Samples.AGENT, "cli")).isFalse();
        assertThat(accounts.binding(Samples.AGENT)).isEmpty();
        assertThat(accounts.bind(Samples.AGENT, Samples.OTHER_INSTANCE)).isEqualTo(Samples.OTHER_INSTANCE);
    }

    @Test
    void keyIsFoundByItsHashUntilItIsRevoked() {
        assertThat(accounts.addKey("pypnm", "operator", hash(1), "cli")).isTrue();
        assertThat(accounts.addKey("pypnm", "admin", hash(2), "cli")).isFalse();
        assertThat(accounts.key(hash(1)).orElseThrow().role()).isEqualTo("operator");
        assertThat(accounts.key(hash(2))).isEmpty();

        assertThat(accounts.revokeKey("pypnm", "cli")).isTrue();
        assertThat(accounts.revokeKey("pypnm", "cli")).isFalse();
        assertThat(accounts.key(hash(1))).isEmpty();
        assertThat(accounts.keys()).singleElement().matches(Accounts.ApiKey::revoked);

        assertThat(accounts.addKey("pypnm", "viewer", hash(2), "cli")).isTrue();
        assertThat(accounts.key(hash(2)).orElseThrow().role()).isEqualTo("viewer");
    }

    @Test
    void everyChangeAndNothingElseMovesTheGenerationAndTheAudit() {
        assertThat(accounts.generation()).isZero();

        add(1);
        accounts.bind(Samples.AGENT, Samples.INSTANCE);
        accounts.bind(Samples.AGENT, Samples.OTHER_INSTANCE);
        accounts.addKey("pypnm", "operator", hash(9), "cli");
        accounts.revokeKey("pypnm", "cli");
        accounts.revokeKey("pypnm", "cli");
        accounts.unbind(Samples.AGENT, "cli");
        accounts.revokeTokens(Samples.AGENT, "cli");

        assertThat(accounts.generation()).isEqualTo(6);
        assertThat(store.audit().list(Long.MAX_VALUE, 10))
                .extracting(Audit.Entry::what)
                .containsExactly(
                        "agent token revoked",
                        "agent unbound",
                        "API key revoked",
                        "API key added",
                        "agent bound",
                        "agent token added");
    }

    @Test
    void oneHashIsNeverTwoTokens() {
        add(1);

        assertThatThrownBy(() -> add(1)).isInstanceOf(StoreException.Failed.class);
    }

    private TokenAdded add(int number) {
        return accounts.addToken(Samples.AGENT, hash(number), "cli");
    }

    private static byte[] hash(int number) {
        byte[] hash = new byte[32];
        hash[0] = (byte) number;
        return hash;
    }
}

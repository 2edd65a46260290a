package io.pypnm.remote.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.Issuer.Issue;
import io.pypnm.remote.gateway.store.Store;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiKeysTest {
    private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.1");

    @TempDir
    private Path directory;

    private final MovedClock clock = new MovedClock();
    private Store store;
    private Issuer issuer;
    private ApiKeys keys;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), clock);
        issuer = new Issuer(store.accounts(), new SecureRandom());
        keys = new ApiKeys(store.accounts(), new LoginGuard(clock));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keySaysWhoAndInWhichRole() {
        Secret key = issued("pypnm", Role.OPERATOR);

        assertThat(key.reveal()).startsWith("pnmk_").hasSize(48);
        assertThat(keys.login(key, SOURCE)).isEqualTo(new KeyLogin.Granted("pypnm", Role.OPERATOR));
    }

    @Test
    void unknownAndRevokedKeysAreRefusedAlike() {
        Secret key = issued("pypnm", Role.ADMIN);
        store.accounts().revokeKey("pypnm", "test");

        assertThat(keys.login(key, SOURCE)).isEqualTo(new KeyLogin.Refused());
        assertThat(keys.login(new Secret("pnmk_guess"), SOURCE)).isEqualTo(new KeyLogin.Refused());
    }

    @Test
    void nameIsTakenWhileItsKeyIsValid() {
        issued("pypnm", Role.ADMIN);

        assertThat(issuer.key("pypnm", Role.VIEWER, "test")).isEqualTo(new Issue.NameTaken());

        store.accounts().revokeKey("pypnm", "test");
        assertThat(issuer.key("pypnm", Role.VIEWER, "test")).isInstanceOf(Issue.Key.class);
    }

    @Test
    void badNameIsRefused() {
        assertThatThrownBy(() -> issuer.key("two words", Role.VIEWER, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name must be 1 to 64 letters");
    }

    @Test
    void guessingKeysIsSlowedAndAGoodKeyIsNot() {
        Secret key = issued("pypnm", Role.ADMIN);
        keys.login(key, SOURCE);
        for (int i = 0; i < 10; i++) {
            keys.login(new Secret("pnmk_guess" + i), SOURCE);
        }

        assertThat(keys.login(new Secret("pnmk_another"), SOURCE)).isInstanceOf(KeyLogin.Delayed.class);
        assertThat(keys.login(key, SOURCE)).isInstanceOf(KeyLogin.Granted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, VIEWER, true", "VIEWER, OPERATOR, false", "VIEWER, ADMIN, false",
        "OPERATOR, VIEWER, true", "OPERATOR, OPERATOR, true", "OPERATOR, ADMIN, false",
        "ADMIN, VIEWER, true", "ADMIN, OPERATOR, true", "ADMIN, ADMIN, true"
    })
    void roleMayDoWhatTheOnesBeforeItMay(Role role, Role needed, boolean allowed) {
        assertThat(role.allows(needed)).isEqualTo(allowed);
        assertThat(Role.named(role.wireName())).contains(role);
    }

    private Secret issued(String name, Role role) {
        return ((Issue.Key) issuer.key(name, role, "test")).secret();
    }
}

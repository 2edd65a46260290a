package io.pypnm.remote.gateway.access;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Accounts.ApiKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/// Decides who an API caller is. Each request is checked against the store, so a revoked key is refused at once. Safe
/// for use by many threads.
public final class ApiKeys {
    private static final byte[] NO_HASH = new byte[32];

    private final Accounts accounts;
    private final LoginGuard guard;

    public ApiKeys(Accounts accounts, LoginGuard guard) {
        this.accounts = accounts;
        this.guard = guard;
    }

    /// Checks a key.
    ///
    /// @param source where the request came from
    public KeyLogin login(Secret key, InetAddress source) {
        byte[] hash = Credentials.hash(key);
        // The caller's name is not known before the key is; its hash stands for it.
        String claimed = HexFormat.of().formatHex(hash);
        Duration wait = guard.delay(source, claimed);
        if (!wait.isZero()) {
            return new KeyLogin.Delayed(wait);
        }
        Optional<ApiKey> found = accounts.key(hash);
        if (!Credentials.same(hash, found.map(ApiKey::hash).orElse(NO_HASH))) {
            guard.failed(source, claimed);
            return new KeyLogin.Refused();
        }
        guard.succeeded(source, claimed);
        return found.map(ApiKeys::granted).orElseThrow();
    }

    private static KeyLogin granted(ApiKey key) {
        Role role = Role.named(key.role())
                .orElseThrow(() -> new IllegalStateException("key " + key.name() + " has role " + key.role()));
        return new KeyLogin.Granted(key.name(), role);
    }
}

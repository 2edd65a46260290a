package io.pypnm.remote.agent.policy;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Authentication;
import io.pypnm.remote.agent.operation.SnmpSecurity.PrivProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Privacy;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import io.pypnm.remote.contracts.snmp.Octets;
import java.util.Optional;
import java.util.function.BiFunction;

/// An SNMPv3 user in the settings. The level follows from what is given: no password, one, or both.
final class UsmConfig {
    /// RFC 3414 section 5, usmUserName.
    private static final int MAX_USER_BYTES = 32;
    /// RFC 3414 section 11.2.
    private static final int MIN_PASSWORD_CHARACTERS = 8;

    private UsmConfig() {}

    /// Reads a `usm` object; empty if there is none.
    static Optional<SnmpSecurity.Usm> from(Settings usm) {
        Optional<String> user = usm.key("user").as(UsmConfig::user).optional();
        Optional<AuthProtocol> auth =
                usm.key("auth_protocol").choice(AuthProtocol.class).optional();
        Optional<Secret> authPassword = password(usm, "auth_password");
        Optional<PrivProtocol> priv =
                usm.key("priv_protocol").choice(PrivProtocol.class).optional();
        Optional<Secret> privPassword = password(usm, "priv_password");

        boolean any = auth.isPresent() || authPassword.isPresent() || priv.isPresent() || privPassword.isPresent();
        usm.check(user.isPresent() || !any, "is required", "user");
        together(usm, "auth_protocol", auth, "auth_password", authPassword);
        together(usm, "priv_protocol", priv, "priv_password", privPassword);
        usm.check(auth.isPresent() || priv.isEmpty(), "needs auth_protocol beside it", "priv_protocol");
        return user.map(name ->
                usm(name, both(auth, authPassword, Authentication::new), both(priv, privPassword, Privacy::new)));
    }

    private static SnmpSecurity.Usm usm(String user, Optional<Authentication> auth, Optional<Privacy> priv) {
        if (auth.isEmpty()) {
            return new SnmpSecurity.NoAuthNoPriv(user);
        }
        return priv.<SnmpSecurity.Usm>map(privacy -> new SnmpSecurity.AuthPriv(user, auth.get(), privacy))
                .orElseGet(() -> new SnmpSecurity.AuthNoPriv(user, auth.get()));
    }

    private static String user(String text) {
        int length = Octets.ofUtf8(text).length();
        if (length > MAX_USER_BYTES) {
            throw new IllegalArgumentException("must have 1 to " + MAX_USER_BYTES + " bytes of UTF-8, has " + length);
        }
        return text;
    }

    private static Optional<Secret> password(Settings usm, String name) {
        Optional<Secret> password = usm.key(name).secret().optional();
        usm.check(
                password.isEmpty() || password.get().reveal().length() >= MIN_PASSWORD_CHARACTERS,
                "must have at least " + MIN_PASSWORD_CHARACTERS + " characters",
                name);
        return password;
    }

    private static void together(
            Settings usm, String protocolKey, Optional<?> protocol, String passwordKey, Optional<?> password) {
        usm.check(protocol.isPresent() || password.isEmpty(), "is required with " + passwordKey, protocolKey);
        usm.check(password.isPresent() || protocol.isEmpty(), "is required with " + protocolKey, passwordKey);
    }

    private static <P, T> Optional<T> both(
            Optional<P> protocol, Optional<Secret> password, BiFunction<P, Secret, T> type) {
        return protocol.flatMap(it -> password.map(secret -> type.apply(it, secret)));
    }
}

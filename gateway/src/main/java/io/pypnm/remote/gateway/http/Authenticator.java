package io.pypnm.remote.gateway.http;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.ApiKeys;
import io.pypnm.remote.gateway.access.KeyLogin;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.store.StoreException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/// Who asks: the holder of an API key, given as `Authorization: Bearer KEY` (RFC 6750 section 2.1).
final class Authenticator {
    private static final String SCHEME = "bearer ";
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Bearer realm=\"pypnm\"");

    private final ApiKeys keys;

    Authenticator(ApiKeys keys) {
        this.keys = keys;
    }

    Caller check(Request request, Route.Access access) throws Problem, StoreException, InterruptedException {
        return switch (access) {
            case Route.Access.Open() -> showsKey(request) ? check(request, Role.VIEWER) : new Caller.Anyone();
            case Route.Access.Needs(Role role) -> check(request, role);
        };
    }

    private static boolean showsKey(Request request) {
        return Call.authorization(request).orElse("").toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    private Caller check(Request request, Role needed) throws Problem, StoreException, InterruptedException {
        String authorization = Call.authorization(request).orElse("");
        boolean isBearer = authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
        String shown = isBearer ? authorization.substring(SCHEME.length()).strip() : "";
        if (shown.isEmpty()) {
            throw new Problem(Problem.Code.UNAUTHENTICATED, "send Authorization: Bearer KEY", CHALLENGE);
        }
        return switch (keys.login(new Secret(shown), Call.source(request))) {
            case KeyLogin.Granted(String name, Role role) -> {
                if (!role.allows(needed)) {
                    throw new Problem(Problem.Code.FORBIDDEN, "this needs the role " + needed.wireName());
                }
                yield new Caller.KeyHolder(name, role);
            }
            case KeyLogin.Refused _ -> throw new Problem(Problem.Code.UNAUTHENTICATED, "no such key", CHALLENGE);
            case KeyLogin.Delayed(Duration retryAfter) ->
                throw new Problem(
                        Problem.Code.TOO_MANY_REQUESTS,
                        "too many wrong keys from here",
                        Map.of("Retry-After", Long.toString(retryAfter.toSeconds() + 1)));
        };
    }
}

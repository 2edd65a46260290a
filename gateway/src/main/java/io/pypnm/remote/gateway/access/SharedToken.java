package io.pypnm.remote.gateway.access;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.config.Secret;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The one token that many agents may share, as PyPNM has it (`PYPNM_AGENT_TOKEN`, `auth_token`). It lets in only ids
/// that never had a token of their own.
public sealed interface SharedToken {
    /// There is none: every agent needs a token of its own.
    record Absent() implements SharedToken {}

    /// The operator set one.
    ///
    /// @param ids  agents that may use it; empty for any
    /// @param from networks they may come from; empty for any
    record Given(Secret secret, Set<AgentId> ids, List<Network> from) implements SharedToken {
        /// Values that upstream's programs, their samples and their documentation publish (`dev-token` and
        /// `dev-token-change-me` are upstream's own defaults, `CHANGE` its sample's), and words put in their place.
        private static final Set<String> PUBLISHED = Set.of(
                "dev-token",
                "dev-token-change-me",
                "change",
                "change-me",
                "changeme",
                "change_me",
                "change-this",
                "default",
                "example",
                "example-only",
                "password",
                "pypnm",
                "secret",
                "test",
                "test-token",
                "token",
                "your-secure-token",
                "your-secure-token-here",
                "your-token",
                "your-token-here");

        /// @throws PublishedTokenException if the secret is one that everybody knows
        public Given {
            ids = Set.copyOf(ids);
            from = List.copyOf(from);
            if (isPublished(secret)) {
                throw new PublishedTokenException();
            }
        }

        /// Whether everybody knows this value, in whatever case.
        public static boolean isPublished(Secret secret) {
            String value = secret.reveal().strip().toLowerCase(Locale.ROOT);
            return PUBLISHED.contains(value);
        }

        boolean mayBeUsedBy(AgentId agent, InetAddress source) {
            return (ids.isEmpty() || ids.contains(agent))
                    && (from.isEmpty() || from.stream().anyMatch(network -> network.contains(source)));
        }
    }

    /// The shared token is a published default. A problem of the configuration; names no value.
    final class PublishedTokenException extends IllegalArgumentException {
        /// Continues the name of the setting.
        public static final String MESSAGE = "is a published default, which everybody knows:"
                + " set one of your own, or give each agent a token by `gateway agents add`";

        PublishedTokenException() {
            super(MESSAGE);
        }
    }
}

package io.pypnm.remote.gateway.access;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.AgentLogin.Announced;
import io.pypnm.remote.gateway.access.AgentLogin.Credential;
import io.pypnm.remote.gateway.access.AgentLogin.Granted;
import io.pypnm.remote.gateway.access.AgentLogin.Peer;
import io.pypnm.remote.gateway.access.AgentLogin.Reason;
import io.pypnm.remote.gateway.access.AgentLogin.Refused;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Accounts.Binding;
import io.pypnm.remote.gateway.store.Accounts.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Decides which agent a peer is. Known and unknown ids take the same steps: one look-up, [Accounts#MAX_TOKENS]
/// comparisons with tokens or with what stands in for one, and one with the shared token. Blocks on the store; safe for
/// many threads.
public final class AgentTokens {
    private static final byte[] NO_HASH = new byte[32];

    private final Accounts accounts;
    private final LoginGuard guard;
    private final SharedToken shared;
    private final byte[] sharedHash;

    public AgentTokens(Accounts accounts, LoginGuard guard, SharedToken shared) {
        this.accounts = accounts;
        this.guard = guard;
        this.shared = shared;
        this.sharedHash = switch (shared) {
            case SharedToken.Absent() -> NO_HASH;
            case SharedToken.Given given -> Credentials.hash(given.secret());
        };
    }

    /// Checks a login. The first good one by the shared token binds the id to the peer's instance, if it announces one.
    ///
    /// @param id as the peer gave it
    public AgentLogin login(String id, Secret token, Peer peer) {
        Duration wait = guard.delay(peer.source(), id);
        if (!wait.isZero()) {
            return new AgentLogin.Delayed(wait);
        }
        AgentLogin login = verify(id, token, peer);
        switch (login) {
            case Granted _ -> guard.succeeded(peer.source(), id);
            case Refused _ -> guard.failed(peer.source(), id);
            case AgentLogin.Delayed _ -> {}
        }
        return login;
    }

    /// Whether a login that was granted would still be, apart from the shared token's networks: for live sessions, when
    /// [Accounts#generation] has changed. A session by the shared token may stay when its agent is given a token of its
    /// own, since that is how it comes to use it.
    public boolean holds(Granted granted) {
        List<Token> tokens = accounts.tokens(granted.agent());
        return switch (granted.credential()) {
            case Credential.OwnToken(int number) ->
                tokens.stream().anyMatch(token -> token.number() == number && !token.revoked());
            case Credential.Shared(Peer peer) ->
                (tokens.isEmpty() || !tokens.stream().allMatch(Token::revoked))
                        && accounts.binding(granted.agent())
                                .map(binding -> belongsTo(binding, peer))
                                .orElse(true);
        };
    }

    private AgentLogin verify(String id, Secret token, Peer peer) {
        byte[] hash = Credentials.hash(token);
        Optional<AgentId> agent = parse(id);
        if (agent.isEmpty()) {
            return new Refused(Reason.MALFORMED_ID);
        }
        List<Token> tokens = accounts.tokens(agent.get());
        int own = ownToken(tokens, hash);
        // Compared in every case, so that the time does not tell whether the agent has a token of its own.
        boolean isShared = Credentials.same(hash, sharedHash);
        if (own > 0) {
            return new Granted(agent.get(), new Credential.OwnToken(own));
        }
        if (tokens.isEmpty()) {
            return isShared ? byShared(agent.get(), peer) : new Refused(Reason.UNKNOWN_ID);
        }
        return new Refused(tokens.stream().allMatch(Token::revoked) ? Reason.REVOKED : Reason.WRONG_TOKEN);
    }

    private static Optional<AgentId> parse(String id) {
        try {
            return Optional.of(new AgentId(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Number of the valid token with that hash; 0 if there is none.
    private static int ownToken(List<Token> tokens, byte[] hash) {
        List<Token> valid = tokens.stream().filter(token -> !token.revoked()).toList();
        int found = 0;
        for (int i = 0; i < Accounts.MAX_TOKENS; i++) {
            boolean there = i < valid.size();
            boolean same = Credentials.same(hash, there ? valid.get(i).hash() : NO_HASH);
            found = there && same ? valid.get(i).number() : found;
        }
        return found;
    }

    private AgentLogin byShared(AgentId agent, Peer peer) {
        boolean allowed = shared instanceof SharedToken.Given given && given.mayBeUsedBy(agent, peer.source());
        if (!allowed) {
            return new Refused(Reason.SHARED_TOKEN_NOT_FOR_THIS);
        }
        return boundTo(agent, peer)
                ? new Granted(agent, new Credential.Shared(peer))
                : new Refused(Reason.BOUND_TO_ANOTHER);
    }

    private boolean boundTo(AgentId agent, Peer peer) {
        Optional<Binding> binding = accounts.binding(agent);
        if (binding.isPresent()) {
            return belongsTo(binding.get(), peer);
        }
        return switch (peer.announced()) {
            case Announced.Instance(InstanceId instance) ->
                accounts.bind(agent, instance).equals(instance);
            case Announced.Nothing() -> true;
        };
    }

    private static boolean belongsTo(Binding binding, Peer peer) {
        return peer.announced().equals(new Announced.Instance(binding.instance()));
    }
}

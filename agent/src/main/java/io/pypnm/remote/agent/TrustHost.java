package io.pypnm.remote.agent;

import io.pypnm.remote.agent.ssh.login.KnownHosts;
import io.pypnm.remote.agent.ssh.login.KnownHosts.Verdict;
import io.pypnm.remote.agent.ssh.login.ServerKey;
import io.pypnm.remote.agent.ssh.login.SshHost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Has a person decide whether an SSH server's keys are right, and keeps them.
final class TrustHost {
    private final Path knownHosts;
    private final CommandLine line;
    private final PrintStream out;
    private final Function<String, Optional<String>> ask;

    /// @param knownHosts the agent's own file
    /// @param ask        the answer to a question; empty if there is nobody to ask
    TrustHost(Path knownHosts, CommandLine line, PrintStream out, Function<String, Optional<String>> ask) {
        this.knownHosts = knownHosts;
        this.line = line;
        this.out = out;
        this.ask = ask;
    }

    /// Shows the keys and, if that is wanted, trusts them. Says whether the host is trusted now.
    boolean trust(SshHost host, List<ServerKey> shown) throws IOException {
        KnownHosts known = KnownHosts.read(List.of(knownHosts));
        shown.forEach(key -> out.println(host + " shows the " + key + " " + words(known.check(host, key))));
        List<ServerKey> trusted = known.trusted(host);
        if (trusted.containsAll(shown)) {
            return true;
        }
        List<ServerKey> gone =
                trusted.stream().filter(key -> !shown.contains(key)).toList();
        if (!gone.isEmpty() && !line.has(CommandLine.REPLACE)) {
            gone.forEach(key -> out.println(host + " was known by the " + key));
            out.println("Somebody may stand between. If the host has new keys, say so: --replace");
            return false;
        }
        List<ServerKey> chosen = choose(host, known, shown);
        if (chosen.isEmpty()) {
            return false;
        }
        Stream<ServerKey> kept = trusted.stream().filter(shown::contains);
        KnownHosts.replace(
                knownHosts,
                host,
                Stream.concat(kept, chosen.stream()).distinct().toList());
        chosen.forEach(key -> out.println("trusted: " + key));
        return true;
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case TRUSTED -> "(trusted)";
            case UNKNOWN -> "(not known)";
            case CHANGED -> "(not known, the host has others)";
            case REVOKED -> "(revoked: it will never be trusted)";
        };
    }

    private List<ServerKey> choose(SshHost host, KnownHosts known, List<ServerKey> shown) {
        List<ServerKey> candidates = new ArrayList<>(shown);
        candidates.removeIf(key -> known.check(host, key) == Verdict.REVOKED);
        String fingerprint = line.overrides().getOrDefault(CommandLine.FINGERPRINT, "");
        if (!fingerprint.isEmpty()) {
            candidates.removeIf(key -> !key.fingerprint().equals(fingerprint));
            if (candidates.isEmpty()) {
                out.println(host + " shows no key with the fingerprint " + fingerprint);
            }
            return candidates;
        }
        if (line.has(CommandLine.YES)) {
            return candidates;
        }
        Optional<String> answer = ask.apply("Compare them with what the host's owner says. Trust them? (yes/no)");
        if (answer.isEmpty()) {
            out.println("nobody can be asked here: say --fingerprint SHA256:... or --yes");
        }
        return answer.filter("yes"::equals).isPresent() ? candidates : List.of();
    }
}

package io.pypnm.remote.gateway.http;

import io.pypnm.remote.gateway.access.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One method on one path.
///
/// @param pattern for example `/api/commands/{id}`
public record Route(String method, String pattern, Access access, Resource resource) {

    /// Who may call it.
    public sealed interface Access {
        /// Anyone; a key that is shown is checked all the same.
        record Open() implements Access {}

        record Needs(Role role) implements Access {}
    }

    /// What it does.
    @FunctionalInterface
    public interface Resource {
        Answer answer(Call call) throws Exception;
    }

    public static Route open(String method, String pattern, Resource resource) {
        return new Route(method, pattern, new Access.Open(), resource);
    }

    public static Route needs(Role role, String method, String pattern, Resource resource) {
        return new Route(method, pattern, new Access.Needs(role), resource);
    }

    /// The path's variables, if the path is this route's.
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> expected = segments(pattern);
        if (expected.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            String want = expected.get(i);
            if (want.startsWith("{")) {
                variables.put(want.substring(1, want.length() - 1), segments.get(i));
            } else if (!want.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    static List<String> segments(String path) {
        // "*" of OPTIONS, and nothing of an absolute URI without a path, are no paths of ours.
        return path.startsWith("/") ? List.of(path.substring(1).split("/", -1)) : List.of();
    }
}

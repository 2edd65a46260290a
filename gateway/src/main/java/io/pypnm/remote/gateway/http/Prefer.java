package io.pypnm.remote.gateway.http;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Prefer` (RFC 7240).
public final class Prefer {
    private static final int MAX_WAIT_SECONDS = 300;
    /// The preference among others, with or without quotes, up to its own parameters.
    private static final Pattern WAIT =
            Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([^,;\"]*)", Pattern.CASE_INSENSITIVE);

    private Prefer() {}

    /// How long the caller wants to wait, at most 300 s (RFC 7240 section 4.3); other preferences are ignored, as that
    /// RFC wants.
    public static Optional<Duration> wait(Call call) throws Problem {
        Matcher wait = WAIT.matcher(call.header("Prefer").orElse(""));
        if (!wait.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Duration.ofSeconds(Math.clamp(Integer.parseInt(wait.group(1).strip()), 0, MAX_WAIT_SECONDS)));
        } catch (NumberFormatException _) {
            throw Problem.badRequest("Prefer: wait must be a whole number of seconds");
        }
    }
}

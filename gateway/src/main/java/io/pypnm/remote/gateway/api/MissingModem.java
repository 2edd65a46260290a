package io.pypnm.remote.gateway.api;

import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Problem.Code;
import io.pypnm.remote.gateway.locate.Sighting;
import io.pypnm.remote.gateway.locate.Unanswered;
import java.util.Map;
import java.util.stream.Collectors;

/// Why nobody can say where a modem is, as problems. That no CMTS knows it is said only if all of them said so.
final class MissingModem {
    private static final Map<String, String> SOON = Map.of("Retry-After", "10");

    private MissingModem() {}

    static Problem problem(Sighting.Unlisted missing) {
        int asked = missing.asked().size();
        return asked == 0
                ? new Problem(Code.NO_CMTS, "the gateway's settings name no CMTS", SOON)
                : new Problem(
                        Code.MODEM_UNKNOWN,
                        "none of " + asked + " CMTSs knows " + missing.mac() + ", and all answered");
    }

    static Problem problem(Sighting.Unclear missing) {
        String detail = missing.mac() + " was not found, and not all CMTSs could be asked: "
                + missing.unanswered().stream().map(Unanswered::toString).collect(Collectors.joining("; "));
        return new Problem(code(missing.reason()), detail, SOON);
    }

    private static Code code(Unanswered.Why why) {
        return switch (why) {
            case NO_AGENT -> Code.NO_AGENT;
            case NOT_RUN -> Code.UNAVAILABLE;
            case CMTS_TIMEOUT -> Code.CMTS_TIMEOUT;
            case CMTS_ERROR, TABLE_CUT -> Code.CMTS_ERROR;
        };
    }
}

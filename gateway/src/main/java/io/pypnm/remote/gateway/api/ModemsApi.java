package io.pypnm.remote.gateway.api;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.locate.Cost;
import io.pypnm.remote.gateway.locate.ModemLocation;
import io.pypnm.remote.gateway.locate.ModemLocator;
import io.pypnm.remote.gateway.locate.Sighting;
import io.pypnm.remote.gateway.locate.Unanswered;
import java.time.Duration;
import java.util.List;

/// `/api/pnm/modem/{mac}`: where a modem is.
final class ModemsApi {
    private static final long MOST_SECONDS = Duration.ofHours(1).toSeconds();

    private final ModemLocator locator;

    ModemsApi(ModemLocator locator) {
        this.locator = locator;
    }

    List<Route> routes() {
        // It sends commands, as no viewer may.
        return List.of(Route.needs(Role.OPERATOR, "GET", "/api/pnm/modem/{mac}", this::modem));
    }

    private Answer modem(Call call) throws Exception {
        return switch (locator.locate(mac(call), maxAge(call), call.caller().name())) {
            case Sighting.Online(ModemLocation location, Cost cost) -> found(location, List.of(), cost);
            case Sighting.Offline(ModemLocation location, List<Unanswered> unanswered, Cost cost) ->
                found(location, unanswered, cost);
            case Sighting.Unlisted missing -> throw MissingModem.problem(missing);
            case Sighting.Unclear missing -> throw MissingModem.problem(missing);
        };
    }

    private static Answer found(ModemLocation location, List<Unanswered> unanswered, Cost cost) {
        return Answer.json(200, Json.bytes(json -> LocationJson.write(json, location, unanswered, cost)));
    }

    private static MacAddress mac(Call call) throws Problem {
        try {
            return MacAddress.parse(call.path("mac"));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /// Seconds, as in the other routes of a modem.
    private static Duration maxAge(Call call) throws Problem {
        String seconds = call.query("max_age").orElse(Long.toString(ModemLocator.DEFAULT_MAX_AGE.toSeconds()));
        try {
            long age = Long.parseLong(seconds);
            if (age >= 0 && age <= MOST_SECONDS) {
                return Duration.ofSeconds(age);
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw Problem.badRequest("max_age must be 0 to " + MOST_SECONDS + " seconds");
    }
}

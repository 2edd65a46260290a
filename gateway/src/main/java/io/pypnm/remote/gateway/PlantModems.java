package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.locate.ModemLocation;
import io.pypnm.remote.gateway.locate.ModemLocator;
import io.pypnm.remote.gateway.locate.Sighting;
import io.pypnm.remote.gateway.locate.Unanswered;
import io.pypnm.remote.gateway.plant.AgentFinder;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder;
import java.util.stream.Collectors;

/// Finds the modem to be measured on the CMTSs of the settings, and the agent that measures it.
final class PlantModems implements ModemFinder {
    private final ModemLocator locator;
    private final AgentFinder agents;

    PlantModems(ModemLocator locator, AgentFinder agents) {
        this.locator = locator;
        this.agents = agents;
    }

    @Override
    public Whereabouts find(MacAddress mac, String caller) throws InterruptedException {
        return switch (locator.locate(mac, ModemLocator.DEFAULT_MAX_AGE, caller)) {
            case Sighting.Online online -> reached(online.location());
            case Sighting.Offline offline ->
                notFound(
                        Whereabouts.Why.OFFLINE,
                        offline.location().cmts() + " has it in state "
                                + offline.location().state().text());
            case Sighting.Unlisted unlisted ->
                unlisted.asked().isEmpty()
                        ? notFound(Whereabouts.Why.NO_CMTS, "the gateway's settings name no CMTS")
                        : notFound(Whereabouts.Why.UNKNOWN, "no CMTS knows " + mac);
            case Sighting.Unclear unclear -> unanswered(unclear);
        };
    }

    private Whereabouts reached(ModemLocation location) {
        var choice = location.cmts().modems().agent();
        return agents.find(choice)
                .<Whereabouts>map(agent -> new Whereabouts.Found(
                        location.snmp(),
                        agent,
                        location.cmts().name(),
                        location.cmts().snmp(),
                        location.agent()))
                .orElseGet(() -> notFound(Whereabouts.Why.NO_AGENT, choice + " is not connected"));
    }

    private static Whereabouts unanswered(Sighting.Unclear unclear) {
        String detail = unclear.unanswered().stream()
                .map(it -> it.cmts() + ": " + it.detail())
                .collect(Collectors.joining("; "));
        return notFound(why(unclear.reason()), detail);
    }

    private static Whereabouts.Why why(Unanswered.Why why) {
        return switch (why) {
            case NO_AGENT -> Whereabouts.Why.NO_AGENT;
            case NOT_RUN -> Whereabouts.Why.NOT_RUN;
            case CMTS_TIMEOUT -> Whereabouts.Why.CMTS_TIMEOUT;
            case CMTS_ERROR, TABLE_CUT -> Whereabouts.Why.CMTS_ERROR;
        };
    }

    private static Whereabouts notFound(Whereabouts.Why why, String detail) {
        return new Whereabouts.NotFound(why, detail);
    }

    @Override
    public void forget(MacAddress mac) {
        locator.forget(mac);
    }
}

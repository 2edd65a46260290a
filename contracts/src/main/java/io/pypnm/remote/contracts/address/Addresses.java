package io.pypnm.remote.contracts.address;

/// Every address on the broker. No other class spells one.
///
/// | address                   | sent by                | consumed for | durable | bound                          |
/// |---------------------------|------------------------|--------------|---------|--------------------------------|
/// | `commands.{agent}.{lane}` | gateways               | that agent   | yes     | start-by, then [#EXPIRED]      |
/// | `control.{agent}`         | gateways               | that agent   | no      | seconds                        |
/// | `outcomes.{gateway}`      | agents, by their links | that gateway | yes     | never expires                  |
/// | `events`, `sessions`      | agents, gateways       | all gateways | no      | multicast; may drop, counts it |
/// | `expired`, `dead`         | the broker             | gateways     | yes     | kept until made outcomes       |
///
/// All but `events` and `sessions` are anycast: each message has one consumer. The variable part comes last, so that
/// one wildcard, such as `commands.#`, covers a whole family in the broker's address settings.
public final class Addresses {
    public static final String ALL_COMMANDS = "commands.#";
    public static final String ALL_CONTROL = "control.#";
    public static final String ALL_OUTCOMES = "outcomes.#";
    public static final String EVENTS = "events";
    public static final String SESSIONS = "sessions";
    public static final String EXPIRED = "expired";
    public static final String DEAD = "dead";

    private Addresses() {}

    public static String commands(AgentId agent, Lane lane) {
        return "commands." + agent + "." + lane.wireName();
    }

    public static String control(AgentId agent) {
        return "control." + agent;
    }

    public static String outcomes(GatewayId gateway) {
        return "outcomes." + gateway;
    }

    /// Whether this is the address of some gateway's outcomes, spelled as [#outcomes] spells it.
    public static boolean isOutcomes(String address) {
        String family = "outcomes.";
        return address.startsWith(family) && Label.isValid(address.substring(family.length()));
    }
}

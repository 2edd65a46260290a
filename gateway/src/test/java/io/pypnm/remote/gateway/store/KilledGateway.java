package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.ledger.Sender;
import java.nio.file.Path;
import java.util.List;

/// A process that writes to a ledger until it is killed, and says on standard output what it was told is on disk:
/// `accepted ID`, `delivered ID`, `settled ID`, `session EPOCH`.
final class KilledGateway {
    private static final int CALLERS = 16;

    private KilledGateway() {}

    public static void main(String[] arguments) {
        Samples samples = new Samples();
        Ledger ledger = Store.open(Path.of(arguments[0]), samples).ledger();
        AgentSession session = Samples.session(ledger);
        System.out.println("session " + session.epoch());
        for (int caller = 0; caller < CALLERS; caller++) {
            Effect effect = caller % 2 == 0 ? Effect.SET : Effect.READ;
            Thread.ofPlatform().start(() -> {
                while (true) {
                    live(ledger, samples.command(Samples.AGENT, effect, new Idempotency.None()), session);
                }
            });
        }
    }

    private static void live(Ledger ledger, NewCommand command, AgentSession session) {
        CommandId id = command.id();
        ledger.accept(command);
        System.out.println("accepted " + id);
        ledger.queued(id);
        if (!(ledger.deliver(id, session) instanceof Delivery.Go)) {
            throw new IllegalStateException("command " + id + " was not to be delivered");
        }
        if (command.effect() == Effect.SET) {
            System.out.println("delivered " + id);
        }
        ledger.settle(
                List.of(Samples.completed(id, new Sender.Agent(Samples.AGENT, Samples.INSTANCE, session.epoch()))));
        System.out.println("settled " + id);
    }
}

package io.pypnm.remote.system.plant;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.fault.CrashPoint;
import java.io.IOException;

/// An agent, ours or another's, that dies where it is told to, and comes back.
public interface Mortal {
    /// As the gateway knows it.
    AgentId id();

    /// From now on it dies when it passes this point.
    void crashAt(CrashPoint point);

    /// Waits until it has died of that. It comes back only when told to.
    void awaitCrash() throws InterruptedException;

    /// Has it come back with what it kept; does not wait until it is connected.
    void restart() throws IOException;

    /// Waits until it knows that the gateway has the outcome of that SET. What it says again of it after a restart can
    /// then not meet a crash that is meant for another command.
    void awaitReceipt(CommandId set);
}

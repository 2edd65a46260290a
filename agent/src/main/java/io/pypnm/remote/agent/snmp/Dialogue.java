package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.usm.UsmReport;
import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;

/// One request's way to its answer, under one security model: how its messages are made, and which messages answer
/// them. Owned by the thread that asks; only [#open] and [#remark] run on the listener thread too.
sealed interface Dialogue permits CommunityDialogue, UsmDialogue {
    /// What a device said to a message.
    sealed interface Answer {
        record Response(PDU pdu) implements Answer {}

        /// It did not look into the message (RFC 3412 section 7.2 step 6).
        ///
        /// @param engineId its own
        record Report(UsmReport reason, Octets engineId) implements Answer {}
    }

    /// Whether the next message carries the request, or only asks what is needed to make one that does.
    boolean carriesRequest();

    /// How often the next message may be sent.
    ///
    /// @param retries of the command
    int mostSends(int retries);

    /// What the next message is if it does not carry the request, for people.
    String question();

    /// The next message. Another one each time, since clocks and salts go on, with the id given.
    byte[] message(int id) throws IOException;

    /// What a message answers to the last one sent with its id. Null if it does not, or is not authentic.
    ///
    /// @throws IOException if it cannot be read
    @Nullable
    Answer open(Message message) throws IOException;

    /// Makes ready for the next message, after an answer that is not the request's.
    ///
    /// @throws CommandFailedException if another message would not do better
    void learn(Answer answer) throws CommandFailedException;

    /// Makes ready for the next message after as many unanswered ones as are allowed.
    ///
    /// @param silence what is thrown if there is none
    /// @throws CommandFailedException if another message would not do better
    void endure(CommandFailedException silence) throws CommandFailedException;

    /// What an operator should know where nothing answered; empty, or begins with a semicolon.
    String remark();
}

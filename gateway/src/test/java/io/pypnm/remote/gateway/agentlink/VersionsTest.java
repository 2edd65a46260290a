package io.pypnm.remote.gateway.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RawWebSocket;
import io.pypnm.remote.gateway.RunningGateway;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// STOMP 1.0, 1.1 and 1.2 differ in escapes and in what an ACK names; clients differ in text and binary.
@GatewayTest
class VersionsTest {
    private static final String NUL = "\0";

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # version | subprotocol | a receipt, as the client sends it and wants it back
        1.0       | v10.stomp   | a\\cb\\:z
        1.1       | v11.stomp   | a\\cb\\\\\\nz
        1.2       | v12.stomp   | a\\cb\\\\\\r\\nz
        """)
    void textOfAClientComesBackAsItsVersionSpellsIt(
            String version, String subprotocol, String receipt, RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024, subprotocol)) {
            raw.text(connect(id, version));
            assertThat(raw.read().text()).startsWith("CONNECTED\n").contains("\nversion:" + version + "\n");

            raw.text("SUBSCRIBE\nid:0\nack:client-individual\ndestination:commands." + id + ".interactive\nreceipt:"
                    + receipt + "\n\n" + NUL);

            assertThat(raw.read().text()).isEqualTo("RECEIPT\nreceipt-id:" + receipt + "\n\n" + NUL);
        }
    }

    private static String connect(AgentId id, String versions) {
        return "CONNECT\n" + (versions.isEmpty() ? "" : "accept-version:" + versions + "\n") + "host:h\nlogin:" + id
                + "\npasscode:" + RunningGateway.token(id) + "\nheart-beat:0,0\n\n" + NUL;
    }

    @ParameterizedTest
    @CsvSource({"'1.0,1.1,1.2,2.0', 1.2", "'1.1,1.0', 1.1", "1.0, 1.0", "'', 1.0", "' 1.2 , 1.1', 1.2"})
    void highestVersionOfBothIsSpoken(String offered, String agreed, RunningGateway gateway) throws Exception {
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {

            raw.text(connect(gateway.newAgent(), offered));

            assertThat(raw.read().text()).contains("\nversion:" + agreed + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0, message-id", "1.1, message-id", "1.2, id"})
    void commandIsAcknowledgedAsItsVersionDoes(String version, String header, RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId command = gateway.submit(id, Commands.GET);
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {
            raw.text(connect(id, version));
            raw.read();
            raw.text("SUBSCRIBE\nid:0\nack:client-individual\ndestination:commands." + id + ".interactive\n\n" + NUL);
            String message = raw.read().text();
            assertThat(message).contains("\ncorrelation-id:" + command + "\n");
            String named = header.equals("id") ? value(message, "ack") : value(message, "message-id");

            raw.text("ACK\n" + header + ":" + named + "\nsubscription:0\nreceipt:r\n\n" + NUL);

            assertThat(raw.read().text()).isEqualTo("RECEIPT\nreceipt-id:r\n\n" + NUL);
        }
    }

    private static String value(String frame, String header) {
        return frame.lines()
                .filter(line -> line.startsWith(header + ":"))
                .map(line -> line.substring(header.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void clientThatSpeaksTextIsAnsweredInTextAndOneThatSpeaksBinaryInBinary(RunningGateway gateway) throws Exception {
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {
            AgentId id = gateway.newAgent();
            raw.text(connect(id, "1.2"));
            assertThat(raw.read().opcode()).isEqualTo(RawWebSocket.TEXT);

            String subscribe = "SUBSCRIBE\nid:0\nack:client-individual\nreceipt:r\ndestination:commands." + id
                    + ".interactive\n\n" + NUL;
            raw.send(RawWebSocket.BINARY, true, subscribe.getBytes(StandardCharsets.UTF_8));

            assertThat(raw.read().opcode()).isEqualTo(RawWebSocket.BINARY);
        }
    }

    @Test
    void framesMayBeCutAnywhereAndComeInOneMessage(RunningGateway gateway) throws Exception {
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {
            AgentId id = gateway.newAgent();
            String frames =
                    "\n\r\n" + connect(id, "1.2") + "\n\nSUBSCRIBE\nid:\u00e9\nack:client-individual\nreceipt:\u00e9"
                            + "\ndestination:commands." + id + ".interactive\n\n" + NUL + "\n";
            byte[] bytes = frames.getBytes(StandardCharsets.UTF_8);

            for (int i = 0; i < bytes.length; i++) {
                // A message of text may be cut within a character too (RFC 6455 section 5.6).
                raw.send(i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION, i == bytes.length - 1, new byte[] {
                    bytes[i]
                });
            }

            assertThat(raw.read().text()).startsWith("CONNECTED\n");
            assertThat(raw.read().text()).isEqualTo("RECEIPT\nreceipt-id:\u00e9\n\n" + NUL);
        }
    }

    @Test
    void stompCommandLogsInAsConnectDoes(RunningGateway gateway) throws Exception {
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {

            raw.text(connect(gateway.newAgent(), "1.2").replaceFirst("CONNECT", "STOMP"));

            assertThat(raw.read().text()).startsWith("CONNECTED\n");
        }
    }

    @Test
    void errorIsSaidInTheVersionAgreedOn(RunningGateway gateway) throws Exception {
        log.expect("MALFORMED");
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {
            raw.text(connect(gateway.newAgent(), "1.1"));
            raw.read();

            // \r is no escape of 1.1.
            raw.text("ACK\nid:a\\rb\n\n" + NUL);

            String error = raw.read().text();
            assertThat(error).startsWith("ERROR\n").contains("\ncode:MALFORMED\n");
            assertThat(raw.read().closeCode()).isEqualTo(1008);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT\nlogin:x\npasscode:y\nheart-beat:fast\n\n",
                "CONNECT\nlogin:x\npasscode:y\nheart-beat:-1,0\n\n",
                "CONNECT\nlogin:x\npasscode:y\ninstance:no-uuid\n\n",
                "CONNECT\npasscode:y\n\n",
                "CONNECT\nlogin:x\n\n",
                "CONNECT\nlogin:x\npasscode: \n\n",
                "CONNECT\nlogin\n\n",
                "CONNECT\n:x\n\n",
                "connect\nlogin:x\n\n",
                "BOGUS\n\n"
            })
    void connectThatMakesNoSenseIsRefused(String frame, RunningGateway gateway) throws Exception {
        log.expect("MALFORMED");
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {

            raw.text(frame + NUL);

            assertThat(raw.read().text()).startsWith("ERROR\n").contains("code:MALFORMED");
            raw.awaitEnd();
        }
    }

    @Test
    void invalidUtf8InTextEndsTheConnection(RunningGateway gateway) throws Exception {
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {

            raw.send(RawWebSocket.TEXT, true, new byte[] {'C', (byte) 0xff, (byte) 0xfe});

            assertThat(raw.read().closeCode()).isIn(1002, 1007);
            raw.awaitEnd();
        }
    }
}

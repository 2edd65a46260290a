package io.pypnm.remote.agent.files.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.files.sftp.SftpException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that do not keep to the protocol, and one that keeps to it in ways OpenSSH does not.
@Timeout(60)
class StrangeServerTest {
    private static final byte[] HANDLE = {7};

    /// A request as the server gets it.
    @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
    private record Asked(byte type, int id, byte[] body) {
        long offset() throws IOException {
            var in = new DataInputStream(new ByteArrayInputStream(body));
            in.skipBytes(in.readInt());
            return in.readLong();
        }

        int length() throws IOException {
            var in = new DataInputStream(new ByteArrayInputStream(body));
            in.skipBytes(in.readInt());
            in.readLong();
            return in.readInt();
        }
    }

    @AutoClose
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    @AutoClose
    private final Socket here = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());

    @AutoClose
    private final Socket there = listener.accept();

    private final DataInputStream in = new DataInputStream(there.getInputStream());
    private final DataOutputStream out = new DataOutputStream(there.getOutputStream());

    StrangeServerTest() throws IOException {}

    @Test
    void shortReadsInAnyOrderMakeTheWholeFile() throws Exception {
        byte[] content = new byte[500_000];
        new Random(1).nextBytes(content);
        SftpClient client = client();
        serve(() -> {
            answerOpen();
            while (true) {
                List<Asked> gathered = new ArrayList<>();
                do {
                    gathered.add(next());
                } while (in.available() > 0);
                Collections.shuffle(gathered, new Random(2));
                for (Asked asked : gathered) {
                    if (asked.type() == Packet.READ) {
                        int length = Math.min(asked.length(), 9_999);
                        answer(Packet.DATA, asked.id(), data(content, (int) asked.offset(), length));
                    }
                }
            }
        });

        var read = new ByteArrayOutputStream();
        try (SftpClient.OpenFile file = client.open("/x")) {
            file.read(content.length, read::write);
        }

        assertThat(read.toByteArray()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no length",
                "a length of 2 GiB",
                "a negative length",
                "a tiny packet",
                "an unknown number",
                "a string that leads out",
                "a string of negative length",
                "OK",
                "another type"
            })
    void answerThatCannotBeReadIsTold(String what) throws Exception {
        SftpClient client = client();
        serve(() -> {
            Asked asked = next();
            switch (what) {
                case "no length" -> out.writeInt(0);
                case "a length of 2 GiB" -> out.writeInt(Integer.MAX_VALUE);
                case "a negative length" -> out.writeInt(-5);
                case "a tiny packet" -> out.write(new byte[] {0, 0, 0, 1, 9});
                case "an unknown number" -> answer(Packet.HANDLE, asked.id() + 1, string(HANDLE));
                case "a string that leads out" -> answer(Packet.HANDLE, asked.id(), new byte[] {0, 0, 1, 0, 7});
                case "a string of negative length" -> answer(Packet.HANDLE, asked.id(), new byte[] {-1, 0, 1, 0, 7});
                case "OK" -> answer(Packet.STATUS, asked.id(), new byte[4]);
                default -> answer(Packet.ATTRS, asked.id(), new byte[4]);
            }
        });

        assertThat(reason(() -> client.open("/x"))).isEqualTo(Reason.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, 40_000})
    void dataOfAnotherLengthThanAskedForIsToldAndNotTaken(int length) throws Exception {
        SftpClient client = client();
        serve(() -> {
            answerOpen();
            answer(Packet.DATA, next().id(), data(new byte[length], 0, length));
        });
        var read = new ByteArrayOutputStream();

        try (SftpClient.OpenFile file = client.open("/x")) {
            assertThat(reason(() -> {
                        file.read(100, read::write);
                        return null;
                    }))
                    .isEqualTo(Reason.PROTOCOL);
        }

        assertThat(read.size()).isZero();
    }

    @Test
    void listThatPromisesMoreNamesThanItHasIsTold() throws Exception {
        SftpClient client = client();
        serve(() -> {
            answerOpen();
            answer(Packet.NAME, next().id(), new byte[] {127, -1, -1, -1});
        });

        assertThat(reason(() -> {
                    client.list("/x", _ -> {});
                    return null;
                }))
                .isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void serverOfAnotherProtocolIsTold() throws Exception {
        serve(() -> {
            in.skipBytes(9);
            out.write("SSH-2.0-no sftp here\r\n".getBytes(StandardCharsets.US_ASCII));
        });

        assertThatThrownBy(() -> SftpClient.start(
                        here.getInputStream(),
                        here.getOutputStream(),
                        Thread.ofVirtual().factory()))
                .isInstanceOf(SftpException.class);
    }

    private SftpClient client() throws IOException {
        out.write(new byte[] {0, 0, 0, 5, Packet.VERSION, 0, 0, 0, 3});
        SftpClient client = SftpClient.start(
                here.getInputStream(),
                here.getOutputStream(),
                Thread.ofVirtual().factory());
        in.skipBytes(9);
        return client;
    }

    private interface Serving {
        void serve() throws IOException;
    }

    private static void serve(Serving server) {
        Thread.ofVirtual().start(() -> {
            try {
                server.serve();
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    private Asked next() throws IOException {
        byte[] packet = in.readNBytes(in.readInt());
        var body = new DataInputStream(new ByteArrayInputStream(packet));
        return new Asked(body.readByte(), body.readInt(), body.readAllBytes());
    }

    private void answerOpen() throws IOException {
        answer(Packet.HANDLE, next().id(), string(HANDLE));
    }

    private void answer(byte type, int id, byte[] body) throws IOException {
        out.writeInt(5 + body.length);
        out.writeByte(type);
        out.writeInt(id);
        out.write(body);
        out.flush();
    }

    private static byte[] string(byte[] bytes) {
        return data(bytes, 0, bytes.length);
    }

    private static byte[] data(byte[] from, int offset, int length) {
        byte[] data = new byte[4 + length];
        ByteBuffer.wrap(data).putInt(length).put(from, offset, length);
        return data;
    }

    private static Reason reason(Callable<?> action) {
        SftpException e = catchThrowableOfType(SftpException.class, action::call);
        assertThat(e).isNotNull();
        return e.reason();
    }
}

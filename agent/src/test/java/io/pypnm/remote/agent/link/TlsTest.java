package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.link.LinkConfig.Trust;
import io.pypnm.remote.agent.testing.FakeGateway;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        makeCertificate("right", "dns:localhost,ip:127.0.0.1");
        makeCertificate("other", "dns:gateway.example.net");
    }

    @Test
    void gatewayWithACertificateOfTheConfiguredFileIsTrusted() throws Exception {
        try (FakeGateway gateway = gateway("right");
                WebSocketChannel channel = connect(gateway, new Trust.CaFile(pem("right")))) {
            channel.send(ByteBuffer.wrap(new byte[] {'\n'}));

            assertThat(gateway.nextPeer().handshake().path()).isEqualTo("/ws/agent");
        }
    }

    @Test
    void gatewayThatNobodyVouchesForIsNotTrusted() throws Exception {
        try (FakeGateway gateway = gateway("right")) {
            assertThatThrownBy(() -> connect(gateway, new Trust.Platform()))
                    .isInstanceOf(SessionEndedException.class)
                    .hasMessageStartingWith("the gateway is not trusted: ")
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void gatewayWithACertificateForAnotherNameIsNotTrusted() throws Exception {
        try (FakeGateway gateway = gateway("other")) {
            assertThatThrownBy(() -> connect(gateway, new Trust.CaFile(pem("other"))))
                    .isInstanceOf(SessionEndedException.class)
                    .hasMessageStartingWith("the gateway is not trusted: ")
                    .hasMessageContaining("No subject alternative DNS name matching localhost found");
        }
    }

    @Test
    void fileWithoutACertificateIsToldByName() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path rubbish = Files.writeString(directory.resolve("rubbish.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        assertThatThrownBy(() -> Tls.context(new Trust.CaFile(empty)))
                .hasMessageContaining("empty.pem holds no certificate");
        assertThatThrownBy(() -> Tls.context(new Trust.CaFile(rubbish)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rubbish.pem");
        assertThatThrownBy(() -> Tls.context(new Trust.CaFile(directory.resolve("none.pem"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.pem");
    }

    private static WebSocketChannel connect(FakeGateway gateway, Trust trust) throws Exception {
        var config = new LinkConfig(
                gateway.uri(), new AgentId("jump-01"), new Secret("t"), trust, LinkConfig.Timing.STANDARD);
        return WebSocketChannel.connect(config, Tls.context(trust), new Inbox());
    }

    private static FakeGateway gateway(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return FakeGateway.start(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), "wss");
    }

    private static Path pem(String name) {
        return directory.resolve(name + ".pem");
    }

    private static void makeCertificate(String name, String names) throws Exception {
        String store = directory.resolve(name + ".p12").toString();
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + names,
                "-keystore",
                store,
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                pem(name).toString(),
                "-keystore",
                store,
                "-storepass",
                PASSWORD);
    }

    private static void keytool(String... arguments) throws Exception {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ProcessBuilder builder = new ProcessBuilder(program);
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}

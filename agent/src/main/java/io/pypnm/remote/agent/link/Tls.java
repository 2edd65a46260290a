package io.pypnm.remote.agent.link;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Whom the agent believes to be its gateway. Host names are always verified.
final class Tls {
    private static final int HTTPS_PORT = 443;

    private Tls() {}

    /// @throws IOException if the certificates cannot be read; the message names the file
    static SSLContext context(LinkConfig.Trust trust) throws IOException {
        try {
            return switch (trust) {
                case LinkConfig.Trust.Platform _ -> SSLContext.getDefault();
                case LinkConfig.Trust.CaFile(Path file) -> trusting(file);
            };
        } catch (GeneralSecurityException e) {
            throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
        }
    }

    /// Why a TLS handshake with the gateway fails, if it does: a second try by ourselves, since Tyrus often tells only
    /// that the connection was closed.
    static Optional<String> handshakeProblem(URI gateway, SSLContext context, Duration patience) {
        int port = gateway.getPort() < 0 ? HTTPS_PORT : gateway.getPort();
        int millis = Math.toIntExact(patience.toMillis());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(gateway.getHost(), port), millis);
            socket.setSoTimeout(millis);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of("the gateway is not trusted: " + e.getMessage());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate certificate : certificates(file)) {
            trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no PEM file of certificates: " + e.getMessage(), e);
        }
    }
}

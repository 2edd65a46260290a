package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The TCP connection under one session, which can be cut at any time: JSch's own `disconnect` may wait for a peer that
/// no longer reads. Safe for use by many threads.
final class Line implements SocketFactory {
    private final Socket socket = new Socket();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration limit;

    /// @param limit what the TCP connection may take
    Line(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
        return socket;
    }

    @Override
    public InputStream getInputStream(Socket connected) throws IOException {
        return new Watched(connected.getInputStream());
    }

    @Override
    public OutputStream getOutputStream(Socket connected) throws IOException {
        return connected.getOutputStream();
    }

    /// Tells of the end of the session, which JSch does not: first it closes all channels, and the line last. That they
    /// were closed because the line broke must be known by then.
    private final class Watched extends FilterInputStream {
        private Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int bytes = super.read(buffer, offset, length);
                if (bytes < 0) {
                    ended.countDown();
                }
                return bytes;
            } catch (SocketTimeoutException e) {
                // The keep-alive's clock.
                throw e;
            } catch (IOException e) {
                ended.countDown();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            ended.countDown();
            super.close();
        }
    }

    /// Waits until the session has ended; says whether it has.
    boolean awaitEnd(Duration time) throws InterruptedException {
        return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /// Ends the session, whatever it is doing. Does not wait.
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed for us all the same.
        }
        ended.countDown();
    }
}

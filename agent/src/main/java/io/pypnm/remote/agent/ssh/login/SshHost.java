package io.pypnm.remote.agent.ssh.login;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where an SSH server listens.
///
/// @param name a host name or address literal, as the operator wrote it, in lower case
/// @param port 1 to 65,535
public record SshHost(String name, int port) {
    public static final int STANDARD_PORT = 22;
    private static final int MAX_PORT = 65_535;
    /// What can stand in a line of known_hosts and on a command line without meaning anything else there.
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z:_][0-9A-Za-z.:_%-]{0,252}");

    /// `host`, `host:port`, `[address]:port`, or an IPv6 address alone.
    private static final Pattern WRITTEN = Pattern.compile(
            "\\[(?<quoted>[^\\]]+)](?::(?<quotedPort>\\d{1,5}))?|(?<plain>[^:\\[\\]]+)(?::(?<port>\\d{1,5}))?|(?<ipv6>[^\\[\\]]+)");

    /// @throws IllegalArgumentException if it is no host or no port
    public SshHost {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("host must be a name or an address, is " + name);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 1 to " + MAX_PORT + ", is " + port);
        }
        name = name.toLowerCase(Locale.ROOT);
    }

    /// Reads `HOST[:PORT]`; an IPv6 address with a port is written in brackets.
    ///
    /// @throws IllegalArgumentException if it is not that
    public static SshHost parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("a host is written HOST[:PORT], not " + text);
        }
        if (written.group("quoted") != null) {
            return of(written.group("quoted"), written.group("quotedPort"));
        }
        return written.group("plain") != null
                ? of(written.group("plain"), written.group("port"))
                : of(written.group("ipv6"), null);
    }

    private static SshHost of(String name, @Nullable String port) {
        return new SshHost(name, port == null ? STANDARD_PORT : Integer.parseInt(port));
    }

    /// As OpenSSH names it in known_hosts: `host`, or `[host]:port` for another port than 22.
    public String knownAs() {
        return port == STANDARD_PORT ? name : "[" + name + "]:" + port;
    }

    /// `HOST[:PORT]`, which [#parse] reads.
    @Override
    public String toString() {
        if (port == STANDARD_PORT) {
            return name;
        }
        return name.indexOf(':') < 0 ? name + ":" + port : "[" + name + "]:" + port;
    }
}

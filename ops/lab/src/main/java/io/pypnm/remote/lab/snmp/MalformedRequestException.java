package io.pypnm.remote.lab.snmp;

/// A datagram that is no SNMPv2c request: damaged, of another version, or a PDU that asks for nothing.
public final class MalformedRequestException extends Exception {
    MalformedRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}

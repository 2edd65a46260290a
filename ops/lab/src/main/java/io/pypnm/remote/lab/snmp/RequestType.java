package io.pypnm.remote.lab.snmp;

/// The PDUs that ask a device for something.
public enum RequestType {
    GET,
    GET_NEXT,
    GET_BULK,
    SET;

    /// Whether it asks for successors, as a walk does.
    public boolean walks() {
        return this == GET_NEXT || this == GET_BULK;
    }
}

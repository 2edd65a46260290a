package io.pypnm.remote.lab.device;

/// The two SNMP communities of a device. They protect nothing: a simulated device has nothing to protect.
///
/// @param read  may GET, GETNEXT and GETBULK; a SET with it is `noAccess`
/// @param write may do everything
public record Communities(String read, String write) {
    public static final Communities DEFAULT = new Communities("lab-ro", "lab-rw");

    public Communities {
        if (read.isEmpty() || write.isEmpty()) {
            throw new IllegalArgumentException("communities must not be empty");
        }
    }

    boolean mayRead(String community) {
        return community.equals(read) || mayWrite(community);
    }

    boolean mayWrite(String community) {
        return community.equals(write);
    }
}

package io.pypnm.remote.agent.files.sftp;

/// The types of packets that this client sends or understands (draft-ietf-secsh-filexfer-02 section 3), and how many
/// bytes one may have.
final class Packet {
    static final byte INIT = 1;
    static final byte VERSION = 2;
    static final byte OPEN = 3;
    static final byte CLOSE = 4;
    static final byte READ = 5;
    static final byte LSTAT = 7;
    static final byte FSTAT = 8;
    static final byte OPENDIR = 11;
    static final byte READDIR = 12;
    static final byte STATUS = 101;
    static final byte HANDLE = 102;
    static final byte DATA = 103;
    static final byte NAME = 104;
    static final byte ATTRS = 105;

    /// As much as OpenSSH sends (`SFTP_MAX_MSG_LENGTH`).
    static final int MAX_BYTES = 256 << 10;

    private Packet() {}
}
